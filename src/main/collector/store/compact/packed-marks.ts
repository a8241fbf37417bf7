import type { Statement } from 'better-sqlite3';
import type { DayFileConnection } from '../day-file.ts';

/** Older programs pass over the table, and files in which nothing was packed do not have it. */
const CREATE_SQL = `
  CREATE TABLE IF NOT EXISTS packed_segment (
    segment_id INTEGER PRIMARY KEY,
    saved INTEGER NOT NULL             -- bytes of what was joined in it, less its own
  ) STRICT`;

/** Marks the packed segments of a file, so that they are not packed again. */
export class PackedMarks {
  readonly #insert: Statement;

  /** Creates the table where it is missing. */
  constructor(db: DayFileConnection) {
    db.exec(CREATE_SQL);
    this.#insert = db.prepare('INSERT INTO packed_segment VALUES (?, ?)');
  }

  /** Must run in the transaction that inserts the segment. */
  add(segmentId: number, saved: number): void {
    this.#insert.run(segmentId, saved);
  }
}
