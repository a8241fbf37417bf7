import type { TraceCursor, TraceFilter, TracePage } from '../../../../shared/contract/traces.ts';
import { quantileOfSorted } from './duration-histogram.ts';
import { latestRows } from './latest-rows.ts';
import { type RankOptions, rankRows, sortValue } from './row-ranking.ts';
import { type RowSelection, selectRows } from './row-selection.ts';
import { RunningTotals } from './running-totals.ts';
import { idHex } from './trace-id.ts';
import type { TraceIndex } from './trace-index.ts';
import { summaryOf } from './trace-row.ts';

/** Up to this many traces the quantiles are exact; beyond it they are within 0.4 %. */
const EXACT_QUANTILES = 10_000;

export interface ListOptions extends RankOptions {
  readonly filter: TraceFilter;
  /** Rows an attribute scan left over, ascending; absent without attribute filters. */
  readonly only?: Uint32Array | undefined;
}

/** One page of the traces that pass a filter, with totals over all that pass. */
export function listPage(index: TraceIndex, options: ListOptions): TracePage {
  const selection = selectRows(index, options.filter, options.only);
  const { sort, descending, limit, after } = options;
  const latest =
    sort === 'start' && descending
      ? latestRows(index.columns, index.startBounds, selection, limit, after)
      : undefined;
  const { rows, more } = latest ?? rankRows(index.columns, selection, options);
  const last = rows.at(-1);
  let next: TraceCursor | null = null;
  if (more && last !== undefined) {
    next = {
      value: sortValue(index.columns, last, options.sort),
      traceId: idHex(index.columns.ids, last),
    };
  }
  return {
    traces: rows.map((row) => summaryOf(index, row)),
    next,
    totals: totalsOf(index, selection),
  };
}

function totalsOf(index: TraceIndex, selection: RowSelection): TracePage['totals'] {
  const { columns, totals: whole } = index;
  const { rows, count } = selection;
  // Only an unfiltered selection is as long as the index.
  const sums = count === index.count ? whole : new RunningTotals();
  if (sums !== whole) sums.addRows(columns, rows, count);
  let quantile = (share: number): number => sums.durations.quantile(share);
  if (count <= EXACT_QUANTILES) {
    const sorted = new Float64Array(count);
    for (let i = 0; i < count; i++)
      sorted[i] = columns.endUs[rows[i]!]! - columns.startUs[rows[i]!]!;
    sorted.sort();
    quantile = (share) => quantileOfSorted(sorted, share);
  }
  return {
    traces: count,
    errors: sums.errors,
    p50DurationUs: quantile(0.5),
    p95DurationUs: quantile(0.95),
    tokens: sums.tokens,
    costUsd: sums.costUsd,
  };
}
