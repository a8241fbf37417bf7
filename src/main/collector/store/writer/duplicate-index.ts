import { wordAt } from '../segment/id-words.ts';
import type { TraceRows } from '../segment/trace-rows.ts';
import { sameTraceId } from '../trace-key.ts';
import { SpanIdSet } from './span-id-set.ts';

/** Finds the span ids of a trace that are in the files. */
export interface StoredTraces {
  /**
   * Adds every stored span id of the trace to `ids`, from files that may hold records of these times.
   *
   * @param key, traceId which trace. @param fromUs, toUs times of the new records.
   */
  load(key: number, traceId: Uint8Array, fromUs: number, toUs: number, ids: SpanIdSet): void;
  /** Whether files exist that are only searched for records of their own times. */
  readonly hasOlder: boolean;
}

interface KnownTrace {
  readonly traceId: Uint8Array;
  readonly ids: SpanIdSet;
  /** Times for which the files have been searched. */
  fromUs: number;
  toUs: number;
  /** Another trace with the same key. */
  next: KnownTrace | undefined;
}

/** Spans remembered: at 100,000 spans a second some five seconds, about 25 MB. */
export const MAX_KNOWN_SPANS = 500_000;
/** So many times more of the trace that was seen last: to ask the files for it at each commit takes ever longer. */
const LATEST_SHARE = 4;

/**
 * Tells spans that are stored already from new ones, for one project.
 *
 * Remembers the traces seen last; for any other it asks the files. What it remembers of a trace is
 * always all that is stored of it.
 */
export class DuplicateIndex {
  /** By trace key, the least recently seen first. */
  readonly #traces = new Map<number, KnownTrace>();
  readonly #maxSpans: number;
  #spans = 0;

  constructor(maxSpans = MAX_KNOWN_SPANS) {
    this.#maxSpans = maxSpans;
  }

  /** Spans remembered now. */
  get spans(): number {
    return this.#spans;
  }

  /**
   * Marks the spans of a new segment that are stored, and remembers the others as if they were.
   *
   * Call {@link clear} when the segment is not committed after all.
   *
   * @returns bitmap of dead ordinals, or undefined when there are none.
   */
  claim(rows: TraceRows, records: number, stored: StoredTraces): Uint8Array | undefined {
    const { spanIds } = rows;
    let dead: Uint8Array | undefined;
    for (let row = 0; row < rows.traces; row++) {
      const trace = this.#recall(rows, row, stored);
      const before = trace.ids.size;
      const end = rows.first[row]! + rows.count[row]!;
      for (let i = rows.first[row]!; i < end; i++) {
        if (trace.ids.add(wordAt(spanIds, i * 8), wordAt(spanIds, i * 8 + 4))) continue;
        dead ??= new Uint8Array((records + 7) >>> 3);
        dead[i >>> 3]! |= 1 << (i & 7);
      }
      this.#spans += trace.ids.size - before;
    }
    this.#forgetOldest();
    return dead;
  }

  /** Forgets everything; the files hold the truth. */
  clear(): void {
    this.#traces.clear();
    this.#spans = 0;
  }

  /** What is known of the trace at a row, now the most recently seen one. */
  #recall(rows: TraceRows, row: number, stored: StoredTraces): KnownTrace {
    const key = rows.keys[row]!;
    const first = this.#traces.get(key);
    if (first) {
      this.#traces.delete(key);
      this.#traces.set(key, first);
    }
    let trace = first;
    while (trace && !sameTraceId(trace.traceId, 0, rows.traceIds, row * 16)) trace = trace.next;
    const fromUs = rows.fromUs[row]!;
    const toUs = rows.toUs[row]!;
    if (!trace) {
      const traceId = rows.traceIds.slice(row * 16, row * 16 + 16);
      trace = { traceId, ids: new SpanIdSet(), fromUs: Infinity, toUs: -Infinity, next: first };
      this.#traces.set(key, trace);
    } else if (!stored.hasOlder || (trace.fromUs <= fromUs && trace.toUs >= toUs)) {
      return trace;
    }
    const before = trace.ids.size;
    stored.load(key, trace.traceId, fromUs, toUs, trace.ids);
    this.#spans += trace.ids.size - before;
    trace.fromUs = Math.min(trace.fromUs, fromUs);
    trace.toUs = Math.max(trace.toUs, toUs);
    return trace;
  }

  #forgetOldest(): void {
    for (const [key, trace] of this.#traces) {
      if (this.#spans <= this.#maxSpans) return;
      if (this.#traces.size === 1 && this.#spans <= this.#maxSpans * LATEST_SHARE) return;
      this.#traces.delete(key);
      for (let each: KnownTrace | undefined = trace; each; each = each.next) {
        this.#spans -= each.ids.size;
      }
    }
  }
}
