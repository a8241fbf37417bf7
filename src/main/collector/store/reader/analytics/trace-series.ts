import type {
  AnalyticsSeries,
  GroupField,
  SeriesInput,
} from '../../../../../shared/contract/analytics.ts';
import type { TraceColumns } from '../trace-columns.ts';
import { selectRows } from '../row-selection.ts';
import type { TraceIndex } from '../trace-index.ts';
import { SeriesFacts } from './series-facts.ts';
import { sumSeries } from './sum-series.ts';
import { timeSteps } from './time-steps.ts';

/** Series without what only a viewer's view adds. */
export type PlainSeries = Omit<AnalyticsSeries, 'hiddenFields'>;

type SeriesQuery = Omit<SeriesInput, 'projectId' | 'viewAs'>;

/** Numbers of a wrapper in {@link TraceColumns.wrappers}. */
const WRAPPER_WIDTH = 5;

/** Traces that pass a filter, by their start. */
export function traceSeries(
  index: TraceIndex,
  query: SeriesQuery,
  only?: Uint32Array,
): PlainSeries {
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
  const time = timeSteps(filter, first, last, query.steps);
  const column = groupBy && columnOf(columns, groupBy);
  const facts = new SeriesFacts();
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const start = columns.startUs[row]!;
    const entry = facts.add(
      Math.floor((start - time.fromUs) / time.stepUs),
      column?.[row] ?? 0,
      columns.endUs[row]! - start,
      columns.errors[row]! > 0,
    );
    addUsage(facts, entry, columns, row);
  }
  const sums = sumSeries(facts, {
    steps: time.steps,
    groups: column === undefined ? 0 : index.strings.size,
    textOf: (number) => index.strings.text(number),
    orderBy,
    limit,
  });
  return { fromUs: time.fromUs, stepUs: time.stepUs, ...sums };
}

function columnOf(columns: TraceColumns, field: GroupField): Uint32Array | undefined {
  return field === 'operation' ? undefined : columns[field];
}

/** What the calls of a trace used; what a wrapper says when no call says anything. */
function addUsage(facts: SeriesFacts, entry: number, c: TraceColumns, row: number): void {
  const cost = c.costUsd[row]!;
  const ofCalls = c.callsReportTokens(row);
  const wrapper = ofCalls ? 0 : c.wrapper[row]! * WRAPPER_WIDTH;
  if (!ofCalls && wrapper === 0 && Number.isNaN(cost)) return;
  const value = (calls: Float64Array, at: number): number =>
    wrapper === 0 ? calls[row]! : c.wrappers[wrapper + at]!;
  facts.addUsage(
    entry,
    value(c.inputTokens, 0),
    value(c.outputTokens, 1),
    value(c.cachedTokens, 2),
    value(c.reasoningTokens, 3),
    cost,
  );
}
