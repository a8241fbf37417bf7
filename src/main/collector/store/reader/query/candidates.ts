import type { SpanColumns } from '../../segment/span-header.ts';
import type { TraceIdSet } from '../trace-id-set.ts';
import type { SegmentView } from './segment-view.ts';
import { NO, type SpanMatcher, type Verdict } from './span-matcher.ts';

/** Some traces: those of a set, or all, and of them one of several parts. */
export class Candidates {
  readonly #ids: TraceIdSet | undefined;
  readonly #part: number;
  readonly #parts: number;

  /** @param ids absent for all traces */
  constructor(ids: TraceIdSet | undefined, part = 0, parts = 1) {
    this.#ids = ids;
    this.#part = part;
    this.#parts = parts;
  }

  /** One of so many parts of about the same size. */
  cut(part: number, parts: number): Candidates {
    return new Candidates(this.#ids, part, parts);
  }

  has({ traceIds }: SpanColumns<never>, trace: number): boolean {
    const at = trace * 16;
    // Senders choose ids: one who chooses them all alike makes parts of different size, no wrong answers.
    const hash = (traceIds[at + 13]! << 16) | (traceIds[at + 14]! << 8) | traceIds[at + 15]!;
    return hash % this.#parts === this.#part && (this.#ids?.has(traceIds, at) ?? true);
  }
}

/** Passes the spans of some traces that meet a condition. */
export function amongMatcher(candidates: Candidates, matcher: SpanMatcher): SpanMatcher {
  let segment: SegmentView;
  let isAmong = new Uint8Array(0);
  const isIn = (ordinal: number): boolean => isAmong[segment.traceOf[ordinal]!] === 1;
  return {
    hashes: matcher.hashes,
    usesHeader: true,
    usesBody: matcher.usesBody,
    beginSegment: (next) => {
      segment = next;
      const { header } = next;
      isAmong = new Uint8Array(header.traces);
      for (let trace = 0; trace < header.traces; trace++) {
        if (candidates.has(header, trace)) isAmong[trace] = 1;
      }
      matcher.beginSegment(next);
    },
    isTold: () => true,
    byHeader: (ordinal): Verdict => (isIn(ordinal) ? matcher.byHeader(ordinal) : NO),
    beginFrame: (frame) => matcher.beginFrame(frame),
    mayBeInFrame: () => matcher.mayBeInFrame(),
    matches: (span) => isIn(span.ordinal) && matcher.matches(span),
  };
}
