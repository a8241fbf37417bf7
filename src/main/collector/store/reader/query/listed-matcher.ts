import type { SegmentView } from './segment-view.ts';
import { NO, YES, type SpanMatcher, type Verdict } from './span-matcher.ts';

/** Hexadecimal digits of a trace id. */
const TRACE_DIGITS = 32;

/** Spans that are named one by one: told from the header, and mostly from the traces of a segment alone. */
export class ListedMatcher implements SpanMatcher {
  readonly hashes = [];
  readonly usesHeader = true;
  readonly usesBody = false;
  /** Span ids by trace id, hexadecimal. */
  readonly #spans = new Map<string, Set<string>>();
  #segment: SegmentView | undefined;
  /** The listed spans of each trace of the segment at hand. */
  #ofTraces: readonly (ReadonlySet<string> | undefined)[] = [];

  /** @param spans ids of trace and span together, 48 hexadecimal digits each */
  constructor(spans: readonly string[]) {
    for (const id of spans) {
      const trace = id.slice(0, TRACE_DIGITS);
      const known = this.#spans.get(trace);
      if (known === undefined) this.#spans.set(trace, new Set([id.slice(TRACE_DIGITS)]));
      else known.add(id.slice(TRACE_DIGITS));
    }
  }

  beginSegment(segment: SegmentView): void {
    this.#segment = segment;
    this.#ofTraces = [];
    if (this.#spans.size === 0) return;
    const { traceIds, traces } = segment.header;
    const hex = Buffer.from(traceIds.buffer, traceIds.byteOffset, traceIds.length).toString('hex');
    this.#ofTraces = Array.from({ length: traces }, (_, trace) =>
      this.#spans.get(hex.slice(trace * TRACE_DIGITS, (trace + 1) * TRACE_DIGITS)),
    );
  }

  isTold(): boolean {
    return true;
  }

  byHeader(ordinal: number): Verdict {
    return this.#has(ordinal) ? YES : NO;
  }

  beginFrame(): void {
    // Nothing of a frame matters.
  }

  mayBeInFrame(): boolean {
    return true;
  }

  matches({ ordinal }: { readonly ordinal: number }): boolean {
    return this.#has(ordinal);
  }

  #has(ordinal: number): boolean {
    if (this.#ofTraces.length === 0) return false;
    const { traceOf, header } = this.#segment!;
    const listed = this.#ofTraces[traceOf[ordinal]!];
    if (listed === undefined) return false;
    const id = header.spanIds.subarray(ordinal * 8, ordinal * 8 + 8);
    return listed.has(Buffer.from(id).toString('hex'));
  }
}
