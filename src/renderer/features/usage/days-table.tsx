import type { UsageReport } from '../../../shared/contract/usage.ts';
import { formatBytes, formatCount, formatMoney, utcDay } from '../../ui/format.ts';
import { ScrolledTable } from '../../ui/scrolled-table.tsx';
import table from '../../ui/table.module.css';
import { HiddenValue } from '../visibility/hidden-value.tsx';
import { isHidden, tokensOf } from './metrics.ts';
import styles from './usage.module.css';

/** The days of a report as numbers, newest first, and their sum. */
export function DaysTable({ report }: { report: UsageReport }) {
  const rows = [...report.days].reverse();
  const hidden = report.hiddenFields;
  return (
    <ScrolledTable label="Usage by day">
      <thead>
        <tr>
          <th>Day (UTC)</th>
          <th className={table['right']}>Spans</th>
          <th className={table['right']}>Logs</th>
          <th className={table['right']}>Metric points</th>
          <th className={table['right']}>Requests</th>
          <th className={table['right']}>Refused</th>
          <th className={table['right']}>Received</th>
          <th className={table['right']}>Stored</th>
          <th className={table['right']}>Tokens</th>
          <th className={table['right']}>Cost</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((day) => (
          <tr
            key={day.date}
            className={day.requests + day.requestsRefused === 0 ? styles.quietDay : undefined}
          >
            <td className={table['quiet']}>{utcDay(day.date)}</td>
            <td className={table['num']}>{formatCount(day.spans)}</td>
            <td className={table['num']}>{formatCount(day.logs)}</td>
            <td className={table['num']}>{formatCount(day.metricPoints)}</td>
            <td className={table['num']}>{formatCount(day.requests)}</td>
            <td className={table['num']}>{formatCount(day.requestsRefused)}</td>
            <td className={table['num']}>{formatBytes(day.bytesReceived)}</td>
            <td className={table['num']}>{formatBytes(day.bytesStored)}</td>
            <td className={table['num']}>
              {isHidden('tokens', hidden) ? (
                <HiddenValue what="Tokens" short />
              ) : (
                formatCount(tokensOf(day))
              )}
            </td>
            <td className={table['num']}>
              {isHidden('cost', hidden) ? (
                <HiddenValue what="Cost" short />
              ) : (
                formatMoney(day.costUsd)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrolledTable>
  );
}
