import type { AnalyticsSeries } from '../../../shared/contract/analytics.ts';
import { formatPlural } from '../../ui/format.ts';
import { groupColor, groupLabel } from './chart-lines.ts';
import styles from './analytics.module.css';

/** What the colors of the charts stand for. */
export function Legend({ series, groupBy }: { series: AnalyticsSeries; groupBy: string }) {
  return (
    <ul className={styles.legend} aria-label="Groups">
      {series.groups.map(({ value }, index) => (
        <li key={value}>
          <i className={styles.dot} style={{ background: groupColor(groupBy, value, index) }} />
          {groupLabel(value)}
        </li>
      ))}
      {series.moreGroups > 0 ? (
        <li className={styles.more}>and {formatPlural(series.moreGroups, 'more')}</li>
      ) : null}
    </ul>
  );
}
