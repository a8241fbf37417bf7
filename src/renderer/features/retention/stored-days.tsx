import { RETAINED_SIGNALS, type RetentionState } from '../../../shared/contract/retention.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { dayBars } from './day-bars.ts';
import { ScrolledTable } from '../../ui/scrolled-table.tsx';
import table from '../../ui/table.module.css';
import styles from './retention.module.css';

type Days = RetentionState['days'];

/** One stack a day, or some days, a part for each signal; the table below it holds the same numbers. */
export function StoredDaysChart({ days }: { days: Days }) {
  const { bars, daysPerBar } = dayBars(days);
  const top = Math.max(1, ...bars.map(({ total }) => total));
  const each = daysPerBar === 1 ? 'a day' : `in ${daysPerBar} days`;
  return (
    <div className={styles.chartPlace}>
      <div
        className={styles.chart}
        role="img"
        aria-label={`Bytes stored by day from ${bars[0]?.from ?? ''} to ${bars.at(-1)?.to ?? ''}, at most ${formatBytes(top)} ${each}`}
      >
        {bars.map(({ from, to, bytes, total }) => (
          <div
            key={from}
            className={styles.day}
            title={`${from === to ? from : `${from} to ${to}`}: ${formatBytes(total)}`}
          >
            {RETAINED_SIGNALS.filter((signal) => bytes[signal] > 0).map((signal) => (
              <div
                key={signal}
                className={styles.part}
                data-signal={signal}
                style={{ height: `${(bytes[signal] / top) * 100}%` }}
              />
            ))}
          </div>
        ))}
      </div>
      <div className={styles.axis} aria-hidden="true">
        <span>{bars[0]?.from}</span>
        {bars.length > 1 ? <span>{bars.at(-1)?.to}</span> : null}
      </div>
      <div className={styles.legend} aria-hidden="true">
        {RETAINED_SIGNALS.map((signal) => (
          <span key={signal}>
            <i data-signal={signal} />
            {signal}
          </span>
        ))}
        <span className={styles.scale}>
          at most {formatBytes(top)} {each}
        </span>
      </div>
    </div>
  );
}

/** What is stored of every day, the newest first, and when it goes. */
export function StoredDaysTable({ days }: { days: Days }) {
  const rows = days.toSorted((a, b) => b.day.localeCompare(a.day));
  return (
    <ScrolledTable label="Stored days">
      <thead>
        <tr>
          <th>Day (UTC)</th>
          <th>Signal</th>
          <th className={table['right']}>Records</th>
          <th className={table['right']}>On disk</th>
          <th className={table['right']}>Goes by age on</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ day, signal, records, bytes, goesOn }) => (
          <tr key={`${day} ${signal}`}>
            <td className={table['quiet']}>{day}</td>
            <td>{signal}</td>
            <td className={table['num']}>{formatCount(records)}</td>
            <td className={table['num']}>{formatBytes(bytes)}</td>
            <td className={table['num']}>{goesOn ?? 'never'}</td>
          </tr>
        ))}
      </tbody>
    </ScrolledTable>
  );
}
