import { wordAt } from '../../otlp/span-ids.ts';
import type { TraceRows } from '../segment/trace-rows.ts';
import { KnownTraces, NO_TRACE } from './known-traces.ts';
import { NO_CHUNK, SpanChunks } from './span-chunks.ts';
import { SpanIdSet } from './span-id-set.ts';

/** Takes span ids, as pairs of 32-bit words. */
export interface SpanIds {
  add(high: number, low: number): void;
}

/** Finds the span ids of a trace that are in the files. */
export interface StoredTraces {
  /**
   * Adds every stored span id of the trace to `ids`, from files that may hold records of these times.
   *
   * @param key, traceId which trace. @param fromUs, toUs times of the new records.
   */
  load(key: number, traceId: Uint8Array, fromUs: number, toUs: number, ids: SpanIds): void;
  /** Whether files exist that are only searched for records of their own times. */
  readonly hasOlder: boolean;
}

/** Spans remembered: at 100,000 spans a second some five seconds, about 10 MB. */
export const MAX_KNOWN_SPANS = 500_000;
/** So many times more of the trace that was seen last: to ask the files for it at each commit takes ever longer. */
const LATEST_SHARE = 4;
/** Up to this many ids of a trace are compared one by one; a hash table would only take memory. */
const SCANNED = 32;

/**
 * Tells spans that are stored already from new ones, for one project.
 *
 * Remembers the traces seen last; for any other it asks the files. What it remembers of a trace is
 * always all that is stored of it.
 */
export class DuplicateIndex {
  readonly #maxSpans: number;
  #traces = new KnownTraces();
  #chunks = new SpanChunks();
  /** By the number of its trace; those of no more than {@link SCANNED} spans are in the chunks. */
  readonly #large = new Map<number, SpanIdSet>();
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
      const end = rows.first[row]! + rows.count[row]!;
      for (let i = rows.first[row]!; i < end; i++) {
        if (this.#add(trace, wordAt(spanIds, i * 8), wordAt(spanIds, i * 8 + 4))) continue;
        dead ??= new Uint8Array((records + 7) >>> 3);
        dead[i >>> 3]! |= 1 << (i & 7);
      }
    }
    this.#forgetOldest();
    return dead;
  }

  /** Forgets everything; the files hold the truth. */
  clear(): void {
    this.#traces = new KnownTraces();
    this.#chunks = new SpanChunks();
    this.#large.clear();
    this.#spans = 0;
  }

  /** Number of the trace at a row, now the most recently seen one; all that is stored of it is known. */
  #recall(rows: TraceRows, row: number, stored: StoredTraces): number {
    const traces = this.#traces;
    const fromUs = rows.fromUs[row]!;
    const toUs = rows.toUs[row]!;
    let trace = traces.use(rows.traceIds, row * 16);
    if (trace === NO_TRACE) {
      trace = traces.enter(rows.traceIds, row * 16);
    } else if (
      !stored.hasOlder ||
      (traces.fromUs[trace]! <= fromUs && traces.toUs[trace]! >= toUs)
    ) {
      return trace;
    }
    const traceId = rows.traceIds.subarray(row * 16, row * 16 + 16);
    const known = trace;
    stored.load(rows.keys[row]!, traceId, fromUs, toUs, {
      add: (high, low) => void this.#add(known, high, low),
    });
    traces.fromUs[trace] = Math.min(traces.fromUs[trace]!, fromUs);
    traces.toUs[trace] = Math.max(traces.toUs[trace]!, toUs);
    return trace;
  }

  /** Adds a span to a trace; false when it was there already. */
  #add(trace: number, high: number, low: number): boolean {
    const { head, count } = this.#traces;
    const known = count[trace]!;
    if (known > SCANNED) {
      if (!this.#large.get(trace)!.add(high, low)) return false;
    } else {
      if (this.#chunks.has(head[trace]!, known, high, low)) return false;
      if (known === SCANNED) this.#enlarge(trace).add(high, low);
      else head[trace] = this.#chunks.push(head[trace]!, known, high, low);
    }
    count[trace] = known + 1;
    this.#spans++;
    return true;
  }

  /** Moves the spans of a trace into a hash table. */
  #enlarge(trace: number): SpanIdSet {
    const { head, count } = this.#traces;
    const set = new SpanIdSet();
    this.#chunks.each(head[trace]!, count[trace]!, (high, low) => void set.add(high, low));
    this.#chunks.release(head[trace]!, count[trace]!);
    head[trace] = NO_CHUNK;
    this.#large.set(trace, set);
    return set;
  }

  #forgetOldest(): void {
    const traces = this.#traces;
    while (this.#spans > this.#maxSpans) {
      if (traces.size === 1 && this.#spans <= this.#maxSpans * LATEST_SHARE) return;
      const trace = traces.oldest;
      const count = traces.count[trace]!;
      if (count > SCANNED) this.#large.delete(trace);
      else this.#chunks.release(traces.head[trace]!, count);
      traces.remove(trace);
      this.#spans -= count;
    }
  }
}
