import type { UsageReport } from '../../../shared/contract/usage.ts';
import { BarChart } from '../../ui/bar-chart.tsx';
import { utcDay } from '../../ui/format.ts';
import type { Metric } from './metrics.ts';

/** One bar a day; the table below holds the same numbers. */
export function UsageChart({ days, metric }: { days: UsageReport['days']; metric: Metric }) {
  return (
    <BarChart
      label={`${metric.label} by day (UTC), ${days.length} days`}
      format={metric.short}
      counted={metric.counted}
      bars={days.map((day) => ({
        key: day.date,
        label: utcDay(day.date),
        text: `${utcDay(day.date)}: ${metric.format(metric.of(day))}`,
        parts: [{ key: metric.value, amount: metric.of(day), color: 'var(--accent)' }],
      }))}
    />
  );
}
