import { statSync } from 'node:fs';
import type { Statement } from 'better-sqlite3';
import {
  BUSY_TIMEOUT_MS,
  dayFileError,
  openDayFileForWriting,
  type DayFileConnection,
} from '../day-file.ts';
import { PackedMarks } from '../compact/packed-marks.ts';
import type { DayFile } from '../day-files.ts';
import { PAGE_BYTES } from '../limits.ts';
import { decodeSpanHeader } from '../segment/span-header.ts';
import { TraceEpochs, type TraceSegmentRow } from './trace-epochs.ts';
import { SegmentInsert, type NewSegment } from './segment-insert.ts';

/** Earliest and latest time of the records of a file, microseconds since the epoch. */
export interface TimeRange {
  readonly minUs: number;
  readonly maxUs: number;
}

/** Ids of the spans of a stored segment, to compare new ones with. */
export interface StoredSpanIds {
  readonly traces: number;
  readonly traceIds: Uint8Array;
  readonly runAt: Uint32Array;
  readonly spanIds: Uint8Array;
}

/** A day file held open by the writer. Every method throws `AppError` naming the file. */
export class OpenFile {
  readonly day: string;
  readonly path: string;
  readonly db: DayFileConnection;
  readonly #insert: SegmentInsert;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;
  readonly #epochs: TraceEpochs;
  readonly #header: Statement;
  readonly #totals: Statement;
  readonly #identity: string | undefined;
  #marks: PackedMarks | undefined;
  #nextId: number;
  #logBytes = 0;
  #hasLog = true;

  constructor(
    file: DayFile,
    nativeBinding: string | undefined,
    open: typeof openDayFileForWriting = openDayFileForWriting,
  ) {
    this.day = file.day;
    this.path = file.path;
    this.db = open(file.path, { nativeBinding });
    try {
      this.#insert = new SegmentInsert(this.db);
      this.#begin = this.db.prepare('BEGIN IMMEDIATE');
      this.#commit = this.db.prepare('COMMIT');
      this.#rollback = this.db.prepare('ROLLBACK');
      this.#epochs = new TraceEpochs(this.db);
      this.#header = this.db
        .prepare('SELECT data FROM segment_header WHERE segment_id = ?')
        .pluck();
      this.#totals = this.db.prepare('SELECT min_us AS minUs, max_us AS maxUs FROM totals');
      this.#nextId = this.#readNextId();
      this.#identity = identityOf(file.path);
    } catch (error) {
      this.db.close();
      throw dayFileError(file.path, error);
    }
  }

  /**
   * Bytes committed to the log since it was last moved into the database: never too few by much, of many small traces
   * up to three times too many.
   */
  get logBytes(): number {
    return this.#logBytes;
  }

  /** Size of the log file; it keeps its size when the log begins anew inside it. */
  get logFileBytes(): number {
    return statSync(`${this.path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Whether anything was committed since the log was last emptied. */
  get hasLog(): boolean {
    return this.#hasLog;
  }

  /** Id of the newest segment, 0 for none. */
  get lastId(): number {
    return this.#nextId - 1;
  }

  /** What is found under its path now: somebody may have removed the file, or put another one there. */
  place(): 'own' | 'other' | 'gone' {
    const identity = identityOf(this.path);
    if (identity === undefined) return 'gone';
    return identity === this.#identity ? 'own' : 'other';
  }

  /** Takes the number of a new segment. */
  nextId(): number {
    return this.#nextId++;
  }

  begin(): void {
    this.#guard(() => this.#begin.run());
  }

  insert(segment: NewSegment): void {
    this.#guard(() => {
      this.#insert.run(segment);
      this.#epochs.add(segment.id, segment.rows, segment.isListed);
    });
    this.#logBytes += logSize(segment);
    this.#hasLog = true;
  }

  /** Marks a segment that was packed, with the bytes that saved. Must run inside a transaction. */
  markPacked(segmentId: number, saved: number): void {
    this.#guard(() => {
      this.#marks ??= new PackedMarks(this.db);
      this.#marks.add(segmentId, saved);
    });
  }

  /** Returns after the data is on the disk. */
  commit(): void {
    this.#guard(() => this.#commit.run());
  }

  /** Undoes the open transaction, if SQLite has not done so by itself; the file must be opened anew then. */
  rollback(): void {
    this.#guard(() => {
      if (this.db.inTransaction) this.#rollback.run();
    });
  }

  /** Where records of traces with this key are, one page after the other. */
  *find(key: number): Generator<TraceSegmentRow[]> {
    const pages = this.#epochs.find(key);
    for (;;) {
      const { done, value } = this.#guard(() => pages.next());
      if (done === true) return;
      yield value;
    }
  }

  /** Dead ordinals are among them: they too are stored elsewhere. */
  spanIds(segmentId: number): StoredSpanIds {
    const data = this.#guard(() => this.#header.get(segmentId)) as Uint8Array;
    return decodeSpanHeader(data);
  }

  range(): TimeRange {
    return this.#guard(() => this.#totals.get()) as TimeRange;
  }

  /**
   * Moves the log into the database as far as readers allow; `truncate` also empties the log if they do.
   *
   * Never waits for a reader: what is left is moved the next time.
   */
  checkpoint(truncate: boolean): void {
    this.#guard(() => {
      this.db.pragma('busy_timeout = 0');
      const mode = truncate ? 'TRUNCATE' : 'PASSIVE';
      const [result] = this.db.pragma(`wal_checkpoint(${mode})`) as { busy: number }[];
      this.db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      this.#logBytes = 0;
      if (truncate && result?.busy === 0) this.#hasLog = false;
    });
  }

  close(): void {
    if (this.db.open) this.db.close();
  }

  #readNextId(): number {
    const last = this.db.prepare('SELECT max(id) FROM segment').pluck().get() as number | null;
    return (last ?? 0) + 1;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw dayFileError(this.path, error);
    }
  }
}

/** Log pages a segment takes: its blobs, and about a page for each row that goes into the trace index. */
function logSize({ body, rows }: NewSegment): number {
  let bytes = body.parts.length + body.header.length + body.context.length + body.filter.length;
  for (const frame of body.frames) bytes += frame.data.length;
  return bytes + (rows.traces + 8) * PAGE_BYTES;
}

/** Tells a file from another one under its path; undefined where there is none. */
function identityOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.dev} ${stat.ino}`;
}
