import type { AnalyticsSeries, SeriesInput } from '../../../../../shared/contract/analytics.ts';
import { readSplitKey, type SplitKey } from '../../../../../shared/query/group-key.ts';
import type { TraceColumns } from '../trace-columns.ts';
import { selectRows } from '../row-selection.ts';
import type { TraceIndex } from '../trace-index.ts';
import { sumSeries } from './sum-series.ts';
import { type TimeSteps, wholeSteps } from './time-steps.ts';
import { TraceSource } from './trace-source.ts';

/** Series without what only a viewer's view adds. */
export type PlainSeries = Omit<AnalyticsSeries, 'hiddenFields'>;

/** Where steps are given they are not chosen. */
export type SeriesQuery = SeriesInput & { readonly time?: TimeSteps };

type TraceQuery = Omit<SeriesQuery, 'projectId' | 'viewAs'>;

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
  const column = groupBy === undefined ? undefined : columnOf(columns, readSplitKey(groupBy));
  const source = new TraceSource(columns, rows, count, time, column);
  const sums = sumSeries([source], {
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

/** Of an operation or an attribute a trace has several: it is not split by them. */
function columnOf(columns: TraceColumns, key: SplitKey): Uint32Array | undefined {
  if (key.kind === 'attribute' || key.field === 'operation') return undefined;
  return columns[key.field];
}
