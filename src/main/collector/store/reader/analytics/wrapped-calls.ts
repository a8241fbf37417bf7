import { spanName } from '../../segment/segment-calls.ts';
import type { SpanColumns } from '../../segment/span-header.ts';
import { isDead } from '../../summarize.ts';
import { roomFor } from './growing.ts';

/** What a span used, in its header. */
type UsageColumns = SpanColumns<
  'inputTokens' | 'outputTokens' | 'cachedTokens' | 'reasoningTokens' | 'cost' | 'costSource'
>;

/** Whether a span reports tokens or a cost. */
export function usesAnything(
  header: Pick<UsageColumns, 'inputTokens' | 'outputTokens' | 'costSource'>,
  ordinal: number,
): boolean {
  const tokens = header.inputTokens[ordinal]! + header.outputTokens[ordinal]!;
  return tokens > 0 || header.costSource[ordinal] !== 0;
}

/** Writes what a call used, `USAGE_WIDTH` numbers; the cost is NaN for none. */
export function writeUsage(header: UsageColumns, i: number, out: Float64Array, at: number): void {
  out[at] = header.inputTokens[i]!;
  out[at + 1] = header.outputTokens[i]!;
  out[at + 2] = header.cachedTokens[i]!;
  out[at + 3] = header.reasoningTokens[i]!;
  out[at + 4] = header.costSource[i] === 0 ? Number.NaN : header.cost[i]!;
}

/**
 * 53 bits of the id of the parent of a live span with usage, if its first copy is in another segment; else 0.
 *
 * @param dead marks spans whose first copy is elsewhere
 */
export function farParent(
  header: SpanColumns<'parent'>,
  trace: number,
  ordinal: number,
  dead: Uint8Array | undefined,
): number {
  const place = header.parent[ordinal]!;
  if (place === 0) return 0;
  const index = (place - 1) >>> 1;
  if (place % 2 === 0) return spanName(header, trace, header.parentIds, index);
  const at = header.runAt[trace]! + index;
  // A live parent in this segment was made a wrapper when the segment was built.
  return isDead(dead, at) ? spanName(header, trace, header.spanIds, at) : 0;
}

/**
 * Tells which calls only repeat the calls below them, whatever segments the two are in.
 *
 * A call is a wrapper when some other span that reports usage names it as its parent. Within a segment that is known
 * when it is built; this knows the rest.
 */
export class WrappedCalls {
  /** 53 bits of the ids of the calls added, by number of usage. */
  private names = new Float64Array(0);
  private count = 0;
  /** Parents in other segments of spans with usage. */
  private readonly parents = new Set<number>();

  /** Adds the call at an ordinal of a segment; calls are numbered in the order they are added. */
  addCall(header: SpanColumns<never>, trace: number, ordinal: number): void {
    this.names = roomFor(this.names, this.count + 1);
    this.names[this.count++] = spanName(header, trace, header.spanIds, ordinal);
  }

  /** Adds what a live span with usage tells of its parent. */
  addParent(
    header: SpanColumns<'parent'>,
    trace: number,
    ordinal: number,
    dead: Uint8Array | undefined,
  ): void {
    const name = farParent(header, trace, ordinal, dead);
    if (name !== 0) this.parents.add(name);
  }

  /** One byte a call: 1 for wrappers. */
  wrappers(): Uint8Array {
    const marks = new Uint8Array(this.count);
    for (let i = 0; i < this.count; i++) if (this.parents.has(this.names[i]!)) marks[i] = 1;
    return marks;
  }
}
