import { USAGE_CALL, USAGE_NONE } from '../otlp/types.ts';
import type { SpanHeader } from './segment/span-header.ts';
import type { UsageParts } from './trace-parts.ts';

/** Parents that a new one is compared with. */
const LOOK_BACK = 8;

/** Collects the {@link UsageParts} of a segment, span by span and trace by trace. */
export class UsageCollector {
  private readonly header: SpanHeader;
  private readonly isDead: (ordinal: number) => boolean;
  private readonly calls: number[] = [];
  /** Places of ids: ordinals of parents in this segment, and -1 - number of those that are elsewhere. */
  private readonly parents: number[] = [];
  private readonly callAt: number[] = [0];
  private readonly parentAt: number[] = [0];

  constructor(header: SpanHeader, isDead: (ordinal: number) => boolean) {
    this.header = header;
    this.isDead = isDead;
  }

  /** Takes a live span of the trace whose spans begin at ordinal `first`. */
  add(ordinal: number, first: number): void {
    const { header } = this;
    if (header.usage[ordinal] === USAGE_NONE) return;
    if (header.usage[ordinal] === USAGE_CALL) this.calls.push(ordinal);
    const tokens = header.inputTokens[ordinal]! + header.outputTokens[ordinal]!;
    if (tokens === 0 && header.costSource[ordinal] === 0) return;
    const parent = header.parent[ordinal]!;
    if (parent === 0) return;
    const index = (parent - 1) >>> 1;
    // A live parent in this segment was made a wrapper when the segment was built; of a dead one the first copy,
    // in another segment, is the one that counts.
    if (parent % 2 === 1 && !this.isDead(first + index)) return;
    const place = parent % 2 === 1 ? first + index : -1 - index;
    // Siblings come close together, so the last few are the ones to compare with; repeats do no harm.
    const from = Math.max(this.parentAt.at(-1)!, this.parents.length - LOOK_BACK);
    if (!this.parents.includes(place, from)) this.parents.push(place);
  }

  /** Ends a trace that has an entry in the parts. */
  endTrace(): void {
    this.callAt.push(this.calls.length);
    this.parentAt.push(this.parents.length);
  }

  finish(): UsageParts {
    const { header, calls, parents } = this;
    const callIds = new Uint8Array(calls.length * 8);
    for (const [i, ordinal] of calls.entries()) copyId(callIds, i, header.spanIds, ordinal);
    const parentIds = new Uint8Array(parents.length * 8);
    for (const [i, place] of parents.entries()) {
      if (place >= 0) copyId(parentIds, i, header.spanIds, place);
      else copyId(parentIds, i, header.parentIds, -1 - place);
    }
    const values = (column: Float64Array): Float64Array => {
      const out = new Float64Array(calls.length);
      for (let i = 0; i < calls.length; i++) out[i] = column[calls[i]!]!;
      return out;
    };
    const callCost = values(header.cost);
    for (let i = 0; i < calls.length; i++) {
      if (header.costSource[calls[i]!] === 0) callCost[i] = Number.NaN;
    }
    return {
      callAt: Uint32Array.from(this.callAt),
      callIds,
      callInputTokens: values(header.inputTokens),
      callOutputTokens: values(header.outputTokens),
      callCachedTokens: values(header.cachedTokens),
      callReasoningTokens: values(header.reasoningTokens),
      callCost,
      parentAt: Uint32Array.from(this.parentAt),
      parentIds,
    };
  }
}

function copyId(to: Uint8Array, row: number, from: Uint8Array, at: number): void {
  for (let k = 0; k < 8; k++) to[row * 8 + k] = from[at * 8 + k]!;
}
