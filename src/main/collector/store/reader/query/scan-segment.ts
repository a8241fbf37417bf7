import { isDead } from '../../summarize.ts';
import type { LeafProgress } from './leaf-progress.ts';
import { FrameView, SpanView, type SegmentView } from './segment-view.ts';
import { UNKNOWN, YES, type SpanMatcher } from './span-matcher.ts';

/** A condition to be tested, and where what is found will go. */
interface Due {
  readonly matcher: SpanMatcher;
  readonly progress: { readonly isCounted: boolean };
}

/**
 * Tests the live spans of a segment against conditions. Nothing is added before all of it was read, so that a damaged
 * segment is left out as a whole.
 *
 * Throws `SegmentError`.
 */
export function scanSegment(segment: SegmentView, due: readonly Due[]): TraceMarks[] {
  const all = due.map(({ matcher, progress }) => {
    matcher.beginSegment(segment);
    const marks = new TraceMarks(segment, progress.isCounted);
    // Most conditions on attributes come here by chance: the header is read only when it tells something.
    const told =
      matcher.usesHeader || matcher.isTold() ? byHeader(segment, matcher, marks) : undefined;
    return { matcher, marks, told };
  });
  const open = all.filter(
    ({ matcher, told }) => matcher.usesBody && told?.includes(UNKNOWN) !== false,
  );
  if (open.length === 0) return all.map(({ marks }) => marks);
  const { row } = segment;
  for (const frame of segment.reader.frames(row.id, 0, row.records)) {
    const end = frame.first + frame.records;
    const left = open.filter(
      ({ told }) => told?.subarray(frame.first, end).includes(UNKNOWN) !== false,
    );
    if (left.length === 0) continue;
    const view = new FrameView(segment, frame);
    const possible = left.filter(({ matcher }) => {
      matcher.beginFrame(view);
      return matcher.mayBeInFrame();
    });
    if (possible.length === 0) continue;
    for (const [offset, body] of view.bodies.entries()) {
      const ordinal = frame.first + offset;
      if (isDead(row.dead, ordinal)) continue;
      let span: SpanView | undefined;
      for (const { matcher, marks, told } of possible) {
        if (told !== undefined && told[ordinal] !== UNKNOWN) continue;
        if (marks.isDone(ordinal)) continue;
        span ??= new SpanView(segment, view, ordinal, body);
        if (matcher.matches(span)) marks.mark(ordinal);
      }
    }
  }
  return all.map(({ marks }) => marks);
}

/** Marks the spans that can be told without their bodies; the verdicts of all of them. */
function byHeader(segment: SegmentView, matcher: SpanMatcher, marks: TraceMarks): Uint8Array {
  const { count } = segment.header;
  const { dead } = segment.row;
  const told = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    if (isDead(dead, i)) continue;
    const verdict = matcher.byHeader(i);
    told[i] = verdict;
    if (verdict === YES) marks.mark(i);
  }
  return told;
}

/** Spans of each trace of a segment that met a condition. */
export class TraceMarks {
  readonly #segment: SegmentView;
  readonly #isCounted: boolean;
  #counts: Uint32Array | undefined;

  constructor(segment: SegmentView, isCounted: boolean) {
    this.#segment = segment;
    this.#isCounted = isCounted;
  }

  /** Whether another span of the same trace changes nothing. */
  isDone(ordinal: number): boolean {
    if (this.#isCounted || this.#counts === undefined) return false;
    return this.#counts[this.#segment.traceOf[ordinal]!]! > 0;
  }

  mark(ordinal: number): void {
    this.#counts ??= new Uint32Array(this.#segment.header.traces);
    this.#counts[this.#segment.traceOf[ordinal]!]!++;
  }

  addTo(progress: LeafProgress): void {
    if (this.#counts === undefined) return;
    const { traceIds } = this.#segment.header;
    for (const [trace, spans] of this.#counts.entries()) {
      if (spans > 0) progress.add(traceIds, trace * 16, spans);
    }
  }
}
