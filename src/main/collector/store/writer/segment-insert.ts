import type { Statement } from 'better-sqlite3';
import type { DayFileConnection } from '../day-file.ts';
import { FRAMES_PER_SEGMENT } from '../day-file-schema.ts';
import type { SegmentBody } from '../segment/body.ts';
import type { TraceRows } from '../segment/trace-rows.ts';

/** A segment as it goes into a file. */
export interface NewSegment {
  readonly id: number;
  readonly records: number;
  /** Records that are not dead. */
  readonly live: number;
  readonly minUs: number;
  readonly maxUs: number;
  readonly committedMs: number;
  /** Bitmap of dead ordinals, or null. */
  readonly dead: Uint8Array | null;
  readonly body: SegmentBody;
  readonly rows: TraceRows;
  /** Whether the trace at a row still has a live record. */
  readonly isListed: (row: number) => boolean;
}

/** The statements that insert all of a segment but its traces, prepared once a file. */
export class SegmentInsert {
  readonly #segment: Statement;
  readonly #parts: Statement;
  readonly #header: Statement;
  readonly #context: Statement;
  readonly #filter: Statement;
  readonly #frame: Statement;
  readonly #totals: Statement;

  constructor(db: DayFileConnection) {
    this.#segment = db.prepare('INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#parts = db.prepare('INSERT INTO segment_parts VALUES (?, ?)');
    this.#header = db.prepare('INSERT INTO segment_header VALUES (?, ?)');
    this.#context = db.prepare('INSERT INTO segment_context VALUES (?, ?)');
    this.#filter = db.prepare('INSERT INTO segment_filter VALUES (?, ?)');
    this.#frame = db.prepare('INSERT INTO frame VALUES (?, ?, ?, ?)');
    this.#totals = db.prepare(
      'UPDATE totals SET records = records + ?, min_us = min(min_us, ?), max_us = max(max_us, ?)',
    );
  }

  /** Must run inside a transaction. */
  run(segment: NewSegment): void {
    const { id, body, minUs, maxUs, live } = segment;
    this.#segment.run(id, segment.records, live, minUs, maxUs, segment.committedMs, segment.dead);
    if (body.parts.length > 0) this.#parts.run(id, body.parts);
    this.#header.run(id, body.header);
    this.#context.run(id, body.context);
    this.#filter.run(id, body.filter);
    for (const [number, frame] of body.frames.entries()) {
      this.#frame.run(id * FRAMES_PER_SEGMENT + number, frame.first, frame.records, frame.data);
    }
    this.#totals.run(live, minUs, maxUs);
  }
}
