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

/**
 * The trace index of a file, as the writer sees it.
 *
 * Rows go into the last epoch only. Each epoch has a filter, that of a complete one stored with it, so that a new
 * trace, which is in none of them, is found to be new without looking into any.
 */
export class TraceEpochs {
  readonly #insert: Statement;
  readonly #insertFilter: Statement;
  readonly #find: Statement;
  readonly #filters = new EpochFilters();
  /** Over the keys in the last epoch. */
  #filter = new EpochFilter();
  /** Rows in the last epoch. */
  #rows = 0;

  /** Reads the filters; throws what SQLite throws. */
  constructor(db: DayFileConnection) {
    this.#insert = db.prepare('INSERT INTO trace_segment VALUES (?, ?, ?, ?, ?)');
    this.#insertFilter = db.prepare('INSERT INTO trace_epoch VALUES (?, ?)');
    this.#find = db.prepare(
      'SELECT segment_id, first, count FROM trace_segment WHERE epoch = ? AND trace_key = ?',
    );
    const filters = db.prepare('SELECT filter FROM trace_epoch ORDER BY epoch').pluck();
    for (const filter of filters.iterate()) this.#filters.add(filter as Uint8Array);
    const keys = db.prepare('SELECT trace_key FROM trace_segment WHERE epoch = ?').pluck();
    for (const key of keys.iterate(this.#filters.count)) this.#note(key as number);
  }

  /** Enters the traces of a segment. Must run inside a transaction; after a rollback this object is of no use. */
  add(segmentId: number, rows: TraceRows, isListed: (row: number) => boolean): void {
    const epoch = this.#filters.count;
    for (let row = 0; row < rows.traces; row++) {
      if (!isListed(row)) continue;
      const key = rows.keys[row]!;
      this.#insert.run(epoch, key, segmentId, rows.first[row], rows.count[row]);
      this.#note(key);
    }
    if (this.#rows < EPOCH_ROWS) return;
    this.#insertFilter.run(epoch, this.#filter.bytes);
    this.#filters.add(this.#filter.bytes);
    this.#filter = new EpochFilter();
    this.#rows = 0;
  }

  find(key: number): TraceSegmentRow[] {
    const epochs = this.#filters.candidates(key);
    if (this.#filter.mayHold(key)) epochs.push(this.#filters.count);
    return epochs.flatMap((epoch) => this.#find.all(epoch, key) as TraceSegmentRow[]);
  }

  #note(key: number): void {
    this.#filter.add(key);
    this.#rows++;
  }
}
