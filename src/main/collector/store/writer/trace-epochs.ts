import type { Statement } from 'better-sqlite3';
import type { DayFileConnection } from '../day-file.ts';
import { EPOCH_ROWS } from '../day-file-schema.ts';
import type { TraceRows } from '../segment/trace-rows.ts';
import { EpochFilter, EpochFilters } from './epoch-filters.ts';

/** Where records of one trace are in a file. */
export interface TraceSegmentRow {
  readonly segment_id: number;
  readonly first: number;
  readonly count: number;
}

/** Rows read at a time: as many as most traces have, and as those that have more. */
const FIRST_PAGE = 16;
const NEXT_PAGE = 1024;
/** Rows that one statement enters: one for each row takes half as long again. */
const ROWS_AT_ONCE = 8;

/** Enters rows of one epoch and segment: these two first, then the key, `first` and `count` of each row. */
function insertSql(rows: number): string {
  const values = Array.from({ length: rows }, () => '(?, ?, ?)').join(', ');
  // ABORT would have SQLite copy every page before it changes; a failure undoes the whole transaction anyhow.
  return `INSERT OR FAIL INTO trace_segment
    SELECT ?, column1, ?, column2, column3 FROM (VALUES ${values})`;
}

/**
 * The trace index of a file, as the writer sees it.
 *
 * Rows go into the last epoch only. Each epoch has a filter, that of a complete one stored with it, so that a new
 * trace, which is in none of them, is found to be new without looking into any.
 */
export class TraceEpochs {
  readonly #insertOne: Statement;
  readonly #insertSome: Statement;
  readonly #insertFilter: Statement;
  readonly #find: Statement;
  readonly #filters = new EpochFilters();
  /** Over the keys in the last epoch. */
  #filter = new EpochFilter();
  /** Rows in the last epoch. */
  #rows = 0;

  /** Reads the filters; throws what SQLite throws. */
  constructor(db: DayFileConnection) {
    this.#insertOne = db.prepare(insertSql(1));
    this.#insertSome = db.prepare(insertSql(ROWS_AT_ONCE));
    this.#insertFilter = db.prepare('INSERT INTO trace_epoch VALUES (?, ?)');
    this.#find = db.prepare(
      `SELECT segment_id, first, count FROM trace_segment
        WHERE epoch = ? AND trace_key = ? AND (segment_id, first) > (?, ?)
        ORDER BY segment_id, first LIMIT ?`,
    );
    const filters = db.prepare('SELECT filter FROM trace_epoch ORDER BY epoch').pluck();
    for (const filter of filters.iterate()) this.#filters.add(filter as Uint8Array);
    const keys = db.prepare('SELECT trace_key FROM trace_segment WHERE epoch = ?').pluck();
    for (const key of keys.iterate(this.#filters.count)) this.#note(key as number);
  }

  /** Enters the traces of a segment. Must run inside a transaction; after a rollback this object is of no use. */
  add(segmentId: number, rows: TraceRows, isListed: (row: number) => boolean): void {
    const epoch = this.#filters.count;
    const waiting: number[] = [];
    for (let row = 0; row < rows.traces; row++) {
      if (!isListed(row)) continue;
      const key = rows.keys[row]!;
      waiting.push(key, rows.first[row]!, rows.count[row]!);
      this.#note(key);
      if (waiting.length < ROWS_AT_ONCE * 3) continue;
      this.#insertSome.run(epoch, segmentId, waiting);
      waiting.length = 0;
    }
    for (let at = 0; at < waiting.length; at += 3) {
      this.#insertOne.run(epoch, segmentId, waiting.slice(at, at + 3));
    }
    if (this.#rows < EPOCH_ROWS) return;
    this.#insertFilter.run(epoch, this.#filter.bytes);
    this.#filters.add(this.#filter.bytes);
    this.#filter = new EpochFilter();
    this.#rows = 0;
  }

  /** In pages, the first of them short: who looks at a few does not pay for all. */
  *find(key: number): Generator<TraceSegmentRow[]> {
    const epochs = this.#filters.candidates(key);
    if (this.#filter.mayHold(key)) epochs.push(this.#filters.count);
    for (const epoch of epochs) {
      let last: TraceSegmentRow | undefined;
      for (let size = FIRST_PAGE; ; size = NEXT_PAGE) {
        const place = [last?.segment_id ?? -1, last?.first ?? -1];
        const page = this.#find.all(epoch, key, ...place, size) as TraceSegmentRow[];
        yield page;
        if (page.length < size) break;
        last = page.at(-1);
      }
    }
  }

  #note(key: number): void {
    this.#filter.add(key);
    this.#rows++;
  }
}
