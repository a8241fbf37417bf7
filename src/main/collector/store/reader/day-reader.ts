import type { Statement } from 'better-sqlite3';
import {
  type DayFileConnection,
  type DayFileOptions,
  dayFileError,
  openDayFileForReading,
} from '../day-file.ts';
import { FIND_TRACE_SQL, FRAMES_PER_SEGMENT } from '../day-file-schema.ts';
import { PAGE_BYTES } from '../limits.ts';
import type { Frame } from '../segment/frames.ts';
import { whenAsked } from './when-asked.ts';

/** One row of the table `segment`. */
export interface SegmentRow {
  readonly id: number;
  readonly records: number;
  readonly minUs: number;
  readonly maxUs: number;
  /** Milliseconds since the epoch. */
  readonly committedMs: number;
  /** Bitmap of ordinals that repeat stored records. */
  readonly dead: Uint8Array | undefined;
}

/** A stretch of ordinals of a segment in which records of a trace key are. */
export interface TraceRange {
  readonly segmentId: number;
  readonly first: number;
  readonly count: number;
}

/** Page cache of one file: small, as many files are open at a time and the system caches them too. */
const CACHE_KIB = 1024;

type Section = 'parts' | 'header' | 'context' | 'filter';

interface RawSegmentRow extends Omit<SegmentRow, 'dead'> {
  readonly dead: Uint8Array | null;
}

const SEGMENT_COLUMNS =
  'id, records, min_us AS minUs, max_us AS maxUs, committed_ms AS committedMs, dead';

/** Reads one data file through prepared statements; every failure names the file. */
export class DayReader {
  readonly path: string;
  private readonly db: DayFileConnection;
  private readonly statements;
  private packed: Statement<[number], number> | null | undefined;

  /** Undefined while the writer has not created the file's tables. Throws `AppError`. */
  static open(path: string, options: DayFileOptions): DayReader | undefined {
    const db = openDayFileForReading(path, options);
    try {
      return db && new DayReader(path, db);
    } catch (error) {
      db?.close();
      throw dayFileError(path, error);
    }
  }

  private constructor(path: string, db: DayFileConnection) {
    this.path = path;
    this.db = db;
    db.pragma(`cache_size = -${CACHE_KIB}`);
    const section = (name: Section) =>
      db
        .prepare<[number], Uint8Array>(`SELECT data FROM segment_${name} WHERE segment_id = ?`)
        .pluck();
    // Hundreds of days are opened to ask each one or two things, and to prepare all takes as long as to open it.
    this.statements = whenAsked({
      segment: () =>
        db.prepare<[number], RawSegmentRow>(`SELECT ${SEGMENT_COLUMNS} FROM segment WHERE id = ?`),
      segments: () =>
        db.prepare<[number, number], RawSegmentRow>(
          `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE id > ? ORDER BY id LIMIT ?`,
        ),
      segmentsWithin: () =>
        db.prepare<[number, number, number, number], RawSegmentRow>(
          `SELECT ${SEGMENT_COLUMNS} FROM segment WHERE id > ? AND max_us >= ? AND min_us < ? ORDER BY id LIMIT ?`,
        ),
      parts: () => section('parts'),
      header: () => section('header'),
      context: () => section('context'),
      filter: () => section('filter'),
      partsAfter: () =>
        db
          .prepare<[number, number], [number, Uint8Array]>(
            'SELECT segment_id, data FROM segment_parts WHERE segment_id > ? ORDER BY segment_id LIMIT ?',
          )
          .raw(),
      filtersAfter: () =>
        db
          .prepare<[number, number], [number, Uint8Array]>(
            'SELECT segment_id, data FROM segment_filter WHERE segment_id > ? ORDER BY segment_id LIMIT ?',
          )
          .raw(),
      lastSegment: () => db.prepare<[], number | null>('SELECT max(id) FROM segment').pluck(),
      previousSegment: () =>
        db.prepare<[number], number | null>('SELECT max(id) FROM segment WHERE id < ?').pluck(),
      lastCommit: () =>
        db.prepare<[], number>('SELECT committed_ms FROM segment ORDER BY id DESC LIMIT 1').pluck(),
      arrivals: () =>
        db.prepare<[], { fromMs: number | null; toMs: number | null }>(
          'SELECT min(committed_ms) AS fromMs, max(committed_ms) AS toMs FROM segment',
        ),
      records: () => db.prepare<[], number>('SELECT records FROM totals').pluck(),
      times: () =>
        db.prepare<[], { minUs: number; maxUs: number }>(
          'SELECT min_us AS minUs, max_us AS maxUs FROM totals',
        ),
      firstTime: () =>
        db
          .prepare<[], number | null>(
            'SELECT min(CASE WHEN min_us > 0 THEN min_us ELSE 1 END) FROM segment WHERE max_us > 0',
          )
          .pluck(),
      traceRanges: () => db.prepare<[number], TraceRange>(FIND_TRACE_SQL),
      frames: () =>
        db.prepare<[number, number, number, number], Frame>(
          'SELECT first, records, data FROM frame WHERE id >= ? AND id < ? AND first < ? AND first + records > ? ORDER BY id',
        ),
      storedBytes: () =>
        db
          .prepare<Record<string, number>, number>(
            `SELECT (SELECT coalesce(sum(length(data)), 0) FROM frame WHERE id >= @from AND id < @end)
            + coalesce((SELECT length(data) FROM segment_parts WHERE segment_id = @id), 0)
            + coalesce((SELECT length(data) FROM segment_header WHERE segment_id = @id), 0)
            + coalesce((SELECT length(data) FROM segment_context WHERE segment_id = @id), 0)
            + coalesce((SELECT length(data) FROM segment_filter WHERE segment_id = @id), 0)`,
          )
          .pluck(),
      hasPacked: () =>
        db.prepare<[], number>("SELECT 1 FROM sqlite_schema WHERE name = 'packed_segment'").pluck(),
      pages: () => db.prepare<[], number>('PRAGMA page_count').pluck(),
      check: () => db.prepare<[], string>('PRAGMA quick_check(5)').pluck(),
    });
  }

  segment(id: number): SegmentRow | undefined {
    const row = this.guarded(() => this.statements.segment.get(id));
    return row && withDead(row);
  }

  /** Segments after an id, in order. */
  segments(afterId: number, limit: number): SegmentRow[] {
    return this.guarded(() => this.statements.segments.all(afterId, limit)).map(withDead);
  }

  /** As {@link segments}, those with records from `fromUs` on and before `toUs`, microseconds since the epoch. */
  segmentsWithin(afterId: number, fromUs: number, toUs: number, limit: number): SegmentRow[] {
    return this.guarded(() => this.statements.segmentsWithin.all(afterId, fromUs, toUs, limit)).map(
      withDead,
    );
  }

  /** One section of a segment as stored, or undefined when it is not there. */
  section(name: Section, segmentId: number): Uint8Array | undefined {
    return this.guarded(() => this.statements[name].get(segmentId));
  }

  /** Trace parts of segments after an id, in order. */
  partsAfter(afterId: number, limit: number): [number, Uint8Array][] {
    return this.guarded(() => this.statements.partsAfter.all(afterId, limit));
  }

  /** Attribute filters of segments after an id, in order. */
  filtersAfter(afterId: number, limit: number): [number, Uint8Array][] {
    return this.guarded(() => this.statements.filtersAfter.all(afterId, limit));
  }

  /** Id of the newest segment, 0 for none. */
  lastSegment(): number {
    return this.guarded(() => this.statements.lastSegment.get()) ?? 0;
  }

  /** Id of the segment before one, 0 for none: packed days skip many numbers. */
  previousSegment(id: number): number {
    return this.guarded(() => this.statements.previousSegment.get(id)) ?? 0;
  }

  /** Live records and the time of the newest commit, ms since the epoch. */
  totals(): { records: number; lastCommitMs: number } {
    return this.guarded(() => ({
      records: this.statements.records.get() ?? 0,
      lastCommitMs: this.statements.lastCommit.get() ?? 0,
    }));
  }

  /** The earliest and the latest time at which any of it arrived, ms since the epoch; 0 where nothing has. */
  arrivals(): { fromMs: number; toMs: number } {
    const { fromMs, toMs } = this.guarded(() => this.statements.arrivals.get()!);
    return { fromMs: fromMs ?? 0, toMs: toMs ?? 0 };
  }

  /** Earliest and latest time of the records, microseconds since the epoch; the wrong way round without any. */
  times(): { minUs: number; maxUs: number } {
    return this.guarded(() => this.statements.times.get()!);
  }

  /**
   * When no record that has a time is earlier, microseconds since the epoch, whatever else has none; 0 where none has
   * one.
   */
  firstTime(): number {
    return this.guarded(() => this.statements.firstTime.get()) ?? 0;
  }

  traceRanges(key: number): TraceRange[] {
    return this.guarded(() => this.statements.traceRanges.all(key));
  }

  /** Frames that hold any of the ordinals `first` to `end - 1`. */
  *frames(segmentId: number, first: number, end: number): IterableIterator<Frame> {
    const from = segmentId * FRAMES_PER_SEGMENT;
    yield* this.guarded(() =>
      this.statements.frames.all(from, from + FRAMES_PER_SEGMENT, end, first),
    );
  }

  /** Compressed bytes of a segment, without its rows in the index. */
  storedBytes(id: number): number {
    const from = id * FRAMES_PER_SEGMENT;
    const bounds = { id, from, end: from + FRAMES_PER_SEGMENT };
    return this.guarded(() => this.statements.storedBytes.get(bounds)) ?? 0;
  }

  /** Bytes that packing a segment saved; undefined where it was not packed. */
  savedBy(segmentId: number): number | undefined {
    return this.guarded(() => {
      // Files in which nothing was packed do not have the table, and none gets it later.
      if (this.packed === undefined && this.statements.hasPacked.get() !== undefined) {
        this.packed = this.db
          .prepare<[number], number>('SELECT saved FROM packed_segment WHERE segment_id = ?')
          .pluck();
      }
      this.packed ??= null;
      return this.packed?.get(segmentId);
    });
  }

  /** Live records in packed segments, and the bytes that packing saved. */
  packedTotals(): { records: number; saved: number } {
    return this.guarded(() => {
      const none = { records: 0, saved: 0 };
      if (this.statements.hasPacked.get() === undefined) return none;
      return (
        this.db
          .prepare<[], typeof none>(
            `SELECT coalesce(sum(live), 0) AS records, coalesce(sum(saved), 0) AS saved
            FROM packed_segment JOIN segment ON id = segment_id`,
          )
          .get() ?? none
      );
    });
  }

  /** Size of the file once all of its log is in it, bytes. */
  settledBytes(): number {
    return this.guarded(() => this.statements.pages.get() ?? 0) * PAGE_BYTES;
  }

  /** What SQLite finds wrong with the file, at most five lines; empty when nothing. */
  damage(): string[] {
    return this.guarded(() => this.statements.check.all()).filter((line) => line !== 'ok');
  }

  close(): void {
    this.db.close();
  }

  private guarded<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw dayFileError(this.path, error);
    }
  }
}

function withDead(row: RawSegmentRow): SegmentRow {
  return { ...row, dead: row.dead ?? undefined };
}
