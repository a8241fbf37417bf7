import type {
  AnalyticsSeries,
  GroupField,
  SeriesInput,
} from '../../../../../shared/contract/analytics.ts';
import type { TraceColumns } from '../trace-columns.ts';
import { selectRows } from '../row-selection.ts';
import type { TraceIndex } from '../trace-index.ts';
import { FactsSource } from './facts-source.ts';
import { SeriesFacts } from './series-facts.ts';
import { sumSeries } from './sum-series.ts';
import { type TimeSteps, wholeSteps } from './time-steps.ts';
import { USAGE_WIDTH } from './usage-sum.ts';

/** Series without what only a viewer's view adds. */
export type PlainSeries = Omit<AnalyticsSeries, 'hiddenFields'>;

/** Where steps are given they are not chosen. */
export type SeriesQuery = SeriesInput & { readonly time?: TimeSteps };

type TraceQuery = Omit<SeriesQuery, 'projectId' | 'viewAs'>;

/** Room that is kept between charts, of so many traces at most: fresh memory takes longer than to count them. */
const MAX_KEPT = 200_000;
let kept = new SeriesFacts();

/** What one trace used, written anew for each. */
const used = new Float64Array(USAGE_WIDTH);

/** Traces that pass a filter, by their start. */
export function traceSeries(index: TraceIndex, query: TraceQuery, only?: Uint32Array): PlainSeries {
  const { filter, groupBy, orderBy, groups: limit } = query;
  const { columns } = index;
  const { rows, count } = selectRows(index, filter, only);
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < count; i++) {
    const start = columns.startUs[rows[i]!]!;
    if (start < first) first = start;
    if (start > last) last = start;
  }
  const time = query.time ?? wholeSteps(filter, first, last, query.steps);
  const column = groupBy && columnOf(columns, groupBy);
  const facts = kept;
  facts.clear();
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const start = columns.startUs[row]!;
    const entry = facts.add(
      Math.floor((start - time.fromUs) / time.stepUs),
      column?.[row] ?? 0,
      columns.endUs[row]! - start,
      columns.errors[row]! > 0,
    );
    addTraceUsage(facts, entry, columns, row);
  }
  if (count > MAX_KEPT) kept = new SeriesFacts();
  const sums = sumSeries([new FactsSource(facts, time.steps)], {
    steps: time.steps,
    groups: column === undefined ? 0 : index.strings.size,
    textOf: (number) => index.strings.text(number),
    orderBy,
    limit,
    only: query.values,
    groupOf: (value) => index.strings.find(value),
  });
  return { fromUs: time.fromUs, stepUs: time.stepUs, ...sums };
}

function columnOf(columns: TraceColumns, field: GroupField): Uint32Array | undefined {
  return field === 'operation' ? undefined : columns[field];
}

/** What the calls of a trace used; what a wrapper says when no call says anything. */
export function addTraceUsage(
  facts: SeriesFacts,
  entry: number,
  c: TraceColumns,
  row: number,
): void {
  const cost = c.costUsd[row]!;
  const ofCalls = c.callsReportTokens(row);
  // Numbers of a wrapper are in the order of a usage.
  const wrapper = ofCalls ? 0 : c.wrapper[row]! * USAGE_WIDTH;
  if (!ofCalls && wrapper === 0 && Number.isNaN(cost)) return;
  const value = (calls: Float64Array, at: number): number =>
    wrapper === 0 ? calls[row]! : c.wrappers[wrapper + at]!;
  used[0] = value(c.inputTokens, 0);
  used[1] = value(c.outputTokens, 1);
  used[2] = value(c.cachedTokens, 2);
  used[3] = value(c.reasoningTokens, 3);
  used[4] = cost;
  facts.addUsage(entry, used);
}
