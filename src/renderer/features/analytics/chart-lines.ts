import type { AnalyticsSeries } from '../../../shared/contract/analytics.ts';
import { serviceColorToken } from '../../ui/service-colors.ts';
import { spanColorToken } from '../../ui/theme-color.ts';
import { METRICS, topOfAxis, type Metric } from './metrics.ts';

/** One line of a chart, or one layer of its bars. */
export interface ChartLine {
  label: string;
  /** A CSS color. */
  color: string;
  /** One a step; null where there is nothing to tell. */
  values: (number | null)[];
}

/** What one chart shows. */
export interface ChartContent {
  title: string;
  kind: 'bars' | 'lines';
  metric: Metric;
  lines: ChartLine[];
  /** The time before, drawn upon it. */
  before?: ChartLine | undefined;
  /** Value at the top of the axis. */
  top: number;
  /** Whether its colors are its own: those of groups are told once for all charts. */
  hasLegend: boolean;
}

/** Color of a group: a service keeps the one it has everywhere. */
export function groupColor(groupBy: string | null, value: string, index: number): string {
  return `var(${groupBy === 'service' ? serviceColorToken(value) : spanColorToken(index)})`;
}

/** Words for a value of a field. */
export const groupLabel = (value: string): string => value || 'not named';

function topOf(kind: ChartContent['kind'], metric: Metric, lines: readonly ChartLine[]): number {
  const steps = lines[0]?.values.length ?? 0;
  let highest = 0;
  for (let i = 0; i < steps; i++) {
    const values = lines.map(({ values }) => values[i] ?? 0);
    const height =
      kind === 'bars' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
    highest = Math.max(highest, height);
  }
  return topOfAxis(metric, highest);
}

interface Sketch {
  title: string;
  kind: ChartContent['kind'];
  /** With groups: one line each of this. */
  split: Metric;
  /** Without: these. */
  whole: readonly { metric: Metric; color: string }[];
  /** And this of the time before. */
  before: Metric;
}

const sketches = (unit: string): Sketch[] => [
  {
    title: unit,
    kind: 'bars',
    split: METRICS.count,
    before: METRICS.count,
    whole: [
      { metric: METRICS.errors, color: 'var(--err)' },
      { metric: METRICS.ok, color: 'var(--accent)' },
    ],
  },
  {
    title: 'Error rate',
    kind: 'lines',
    split: METRICS.errorRate,
    before: METRICS.errorRate,
    whole: [{ metric: METRICS.errorRate, color: 'var(--err)' }],
  },
  {
    title: 'Duration',
    kind: 'lines',
    split: METRICS.p95,
    before: METRICS.p95,
    whole: [
      { metric: METRICS.p50, color: 'var(--span-1)' },
      { metric: METRICS.p95, color: 'var(--span-2)' },
      { metric: METRICS.p99, color: 'var(--span-3)' },
    ],
  },
];

const MODEL_SKETCHES: readonly Sketch[] = [
  {
    title: 'Tokens',
    kind: 'bars',
    split: METRICS.tokens,
    before: METRICS.tokens,
    whole: [
      { metric: METRICS.cachedInput, color: 'var(--span-8)' },
      { metric: METRICS.freshInput, color: 'var(--span-5)' },
      { metric: METRICS.output, color: 'var(--span-2)' },
    ],
  },
  {
    title: 'Cost',
    kind: 'bars',
    split: METRICS.cost,
    before: METRICS.cost,
    whole: [{ metric: METRICS.cost, color: 'var(--accent)' }],
  },
  {
    title: 'Cache hit rate',
    kind: 'lines',
    split: METRICS.cacheHits,
    before: METRICS.cacheHits,
    whole: [{ metric: METRICS.cacheHits, color: 'var(--span-8)' }],
  },
];

/** The charts of a series: those of tokens and cost only where models were called. */
export function chartsOf(
  series: AnalyticsSeries,
  groupBy: string | null,
  unit: string,
): ChartContent[] {
  const { total } = series.all;
  const hasModels = total.inputTokens + total.outputTokens > 0 || total.costUsd !== null;
  return [...sketches(unit), ...(hasModels ? MODEL_SKETCHES : [])].map((sketch) => {
    const lines: ChartLine[] =
      groupBy === null
        ? sketch.whole.map(({ metric, color }) => ({
            label: metric.label,
            color,
            values: series.all.steps.map(metric.of),
          }))
        : series.groups.map(({ value, steps }, index) => ({
            label: groupLabel(value),
            color: groupColor(groupBy, value, index),
            values: steps.map(sketch.split.of),
          }));
    // Lines of groups beside those of their past could not be told apart: the table compares them.
    const past = groupBy === null ? series.before : undefined;
    const before = past && {
      label: `${sketch.before.label} before`,
      color: 'var(--muted)',
      values: past.all.steps.map(sketch.before.of),
    };
    const metric = groupBy === null ? sketch.whole[0]!.metric : sketch.split;
    const title = groupBy !== null && sketch.title === 'Duration' ? 'Duration, p95' : sketch.title;
    const top = Math.max(
      topOf(sketch.kind, metric, lines),
      before === undefined ? 0 : topOf('lines', metric, [before]),
    );
    const hasLegend = groupBy === null && lines.length > 1;
    return { title, kind: sketch.kind, metric, lines, before, top, hasLegend };
  });
}
