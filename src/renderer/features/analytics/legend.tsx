import type { AnalyticsSeries } from '../../../shared/contract/analytics.ts';
import { ChartLegend } from '../../ui/chart-legend.tsx';
import { formatCount } from '../../ui/format.ts';
import { groupColor, groupLabel } from './chart-lines.ts';

/** What the colors of the charts stand for. */
export function Legend({ series, groupBy }: { series: AnalyticsSeries; groupBy: string }) {
  return (
    <ChartLegend
      label="Groups"
      items={series.groups.map(({ value }, index) => ({
        key: value,
        label: groupLabel(value),
        color: groupColor(groupBy, value, index),
      }))}
    >
      {series.moreGroups > 0 ? `and ${formatCount(series.moreGroups)} more` : null}
    </ChartLegend>
  );
}
