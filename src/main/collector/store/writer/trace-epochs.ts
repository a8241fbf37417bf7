import type { Statement } from 'better-sqlite3';
import type { DayFileConnection } from '../day-file.ts';
import { EPOCH_ROWS } from '../day-file-schema.ts';
import { buildFilter, mayHoldHash } from '../segment/filter.ts';
import type { TraceRows } from '../segment/trace-rows.ts';

/** Where records of one trace are in a file. */
export interface TraceSegmentRow {
  readonly segment_id: number;
  readonly first: number;
  readonly count: number;
}

/** 32 bits of a trace key, for the filter of its epoch. */
export function epochHash(key: number): number {
  return (key ^ Math.imul(Math.floor(key / 0x100000000), 0x9e3779b1)) >>> 0;
}

/**
 * The trace index of a file, as the writer sees it.
 *
 * Rows go into the last epoch only. A complete epoch has a filter, so that a new trace, which is in
 * none of them, is found to be new without looking into each.
 */
export class TraceEpochs {
  readonly #insert: Statement;
  readonly #insertFilter: Statement;
  readonly #find: Statement;
  /** Of the complete epochs, by number. */
  readonly #filters: Uint8Array[];
  /** Hashes of the keys in the last epoch. */
  #hashes: number[];

  /** Reads the filters; throws what SQLite throws. */
  constructor(db: DayFileConnection) {
    this.#insert = db.prepare('INSERT INTO trace_segment VALUES (?, ?, ?, ?, ?)');
    this.#insertFilter = db.prepare('INSERT INTO trace_epoch VALUES (?, ?)');
    this.#find = db.prepare(
      'SELECT segment_id, first, count FROM trace_segment WHERE epoch = ? AND trace_key = ?',
    );
    const filters = db.prepare('SELECT filter FROM trace_epoch ORDER BY epoch').pluck();
    this.#filters = filters.all() as Uint8Array[];
    const keys = db.prepare('SELECT trace_key FROM trace_segment WHERE epoch = ?').pluck();
    this.#hashes = (keys.all(this.#filters.length) as number[]).map(epochHash);
  }

  /** Enters the traces of a segment. Must run inside a transaction; after a rollback this object is of no use. */
  add(segmentId: number, rows: TraceRows, isListed: (row: number) => boolean): void {
    const epoch = this.#filters.length;
    for (let row = 0; row < rows.traces; row++) {
      if (!isListed(row)) continue;
      this.#insert.run(epoch, rows.keys[row], segmentId, rows.first[row], rows.count[row]);
      this.#hashes.push(epochHash(rows.keys[row]!));
    }
    if (this.#hashes.length < EPOCH_ROWS) return;
    const filter = buildFilter([this.#hashes]);
    this.#insertFilter.run(epoch, filter);
    this.#filters.push(filter);
    this.#hashes = [];
  }

  find(key: number): TraceSegmentRow[] {
    const hash = epochHash(key);
    const found: TraceSegmentRow[] = [];
    for (let epoch = 0; epoch < this.#filters.length; epoch++) {
      if (!mayHoldHash(this.#filters[epoch]!, hash)) continue;
      found.push(...(this.#find.all(epoch, key) as TraceSegmentRow[]));
    }
    found.push(...(this.#find.all(this.#filters.length, key) as TraceSegmentRow[]));
    return found;
  }
}
