import { USAGE_CALL, USAGE_NONE } from '../../otlp/types.ts';
import { wordAt } from '../../otlp/span-ids.ts';
import type { SpanHeader } from './span-header.ts';

/**
 * Columns of {@link segmentCalls}. `request` is the row of the request a span came in. `self` and `parent` name
 * spans by 53 bits of their ids: `self` is 0 for a wrapper, `parent` is 0 for none. `parentAt` is the ordinal of a
 * parent in this segment, -1 for one elsewhere.
 */
export const CALL = {
  ordinal: 0,
  request: 1,
  inputTokens: 2,
  outputTokens: 3,
  costUsd: 4,
  self: 5,
  parent: 6,
  parentAt: 7,
} as const;
export const CALL_WIDTH = 8;

/**
 * The spans of a segment that say what a model used, {@link CALL_WIDTH} numbers each: what usage is counted by once
 * it is known which of them were stored before.
 */
export function segmentCalls(header: SpanHeader, requestOf: Uint16Array): Float64Array {
  const out: number[] = [];
  for (let trace = 0; trace < header.traces; trace++) {
    const first = header.runAt[trace]!;
    for (let i = first; i < header.runAt[trace + 1]!; i++) {
      const usage = header.usage[i]!;
      if (usage === USAGE_NONE) continue;
      const input = header.inputTokens[i]!;
      const output = header.outputTokens[i]!;
      const hasCost = header.costSource[i] !== 0;
      if (input + output === 0 && !hasCost) continue;
      const place = header.parent[i]!;
      if (usage !== USAGE_CALL && place === 0) continue;
      const self = usage === USAGE_CALL ? spanName(header, trace, header.spanIds, i) : 0;
      const index = (place - 1) >>> 1;
      const isHere = place % 2 === 1;
      out.push(i, requestOf[i]!, input, output, hasCost ? header.cost[i]! : 0, self);
      if (place === 0) out.push(0, -1);
      else if (isHere)
        out.push(spanName(header, trace, header.spanIds, first + index), first + index);
      else out.push(spanName(header, trace, header.parentIds, index), -1);
    }
  }
  return Float64Array.from(out);
}

/** 53 bits of the id of a trace and of the span at `row` of `ids`, the same in every thread; never 0. */
export function spanName(
  header: Pick<SpanHeader, 'traceIds'>,
  trace: number,
  ids: Uint8Array,
  row: number,
): number {
  let high = 0x2545f491;
  let low = 0x9e3779b1;
  const mix = (word: number): void => {
    high = Math.imul(high ^ word, 0x85ebca6b);
    high ^= high >>> 13;
    low = Math.imul(low ^ word, 0xc2b2ae35);
    low ^= low >>> 16;
  };
  for (let at = 0; at < 16; at += 4) mix(wordAt(header.traceIds, trace * 16 + at));
  for (let at = 0; at < 8; at += 4) mix(wordAt(ids, row * 8 + at));
  return (high >>> 11) * 0x100000000 + (low >>> 0) || 1;
}
