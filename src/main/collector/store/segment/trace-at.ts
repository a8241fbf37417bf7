import { sameTraceId } from '../trace-key.ts';
import type { SpanHeader } from './span-header.ts';

/** Number of the trace whose run begins at an ordinal, if it is the one with this id. */
export function traceAt(
  { runAt, traces, traceIds }: Pick<SpanHeader, 'runAt' | 'traces' | 'traceIds'>,
  first: number,
  id: Uint8Array,
): number | undefined {
  let low = 0;
  let high = traces;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (runAt[middle]! < first) low = middle + 1;
    else high = middle;
  }
  return low < traces && runAt[low] === first && sameTraceId(traceIds, low * 16, id, 0)
    ? low
    : undefined;
}
