import type { TraceFilter, TraceHistogram } from '../../../../shared/contract/traces.ts';
import { timeSteps } from './analytics/time-steps.ts';
import { selectRows } from './row-selection.ts';
import type { TraceIndex } from './trace-index.ts';

/**
 * Counts of matching traces by start time in `buckets` equal steps.
 *
 * The steps span the filter's time range; where it is open, to the first or last match. Steps are whole microseconds.
 */
export function histogramOf(
  index: TraceIndex,
  filter: TraceFilter,
  buckets: number,
  only?: Uint32Array,
): TraceHistogram {
  const { rows, count } = selectRows(index, filter, only);
  const { startUs, errors } = index.columns;
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < count; i++) {
    const start = startUs[rows[i]!]!;
    if (start < first) first = start;
    if (start > last) last = start;
  }
  const { fromUs, stepUs } = timeSteps(filter, first, last, buckets);
  const result = {
    fromUs,
    stepUs,
    counts: Array.from({ length: buckets }, () => 0),
    errors: Array.from({ length: buckets }, () => 0),
  };
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const bucket = Math.floor((startUs[row]! - fromUs) / stepUs);
    result.counts[bucket]!++;
    if (errors[row]! > 0) result.errors[bucket]!++;
  }
  return result;
}
