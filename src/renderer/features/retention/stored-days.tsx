import { RETAINED_SIGNALS, type RetentionState } from '../../../shared/contract/retention.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import table from '../../ui/table.module.css';
import styles from './retention.module.css';

type Days = RetentionState['days'];

/** Days the chart has room for. */
const CHARTED_DAYS = 60;

/** One stack a day, a part for each signal; the table below it holds the same numbers. */
export function StoredDaysChart({ days }: { days: Days }) {
  const names = [...new Set(days.map(({ day }) => day))].toSorted().slice(-CHARTED_DAYS);
  const bytesOf = (day: string, signal: string): number =>
    days.find((each) => each.day === day && each.signal === signal)?.bytes ?? 0;
  const totals = names.map((day) =>
    RETAINED_SIGNALS.reduce((sum, signal) => sum + bytesOf(day, signal), 0),
  );
  const top = Math.max(1, ...totals);
  return (
    <>
      <div
        className={styles.chart}
        role="img"
        aria-label={`Bytes stored by day, ${names.length} days, at most ${formatBytes(top)} a day`}
      >
        {names.map((day) => (
          <div key={day} className={styles.day} title={`${day}`}>
            {RETAINED_SIGNALS.filter((signal) => bytesOf(day, signal) > 0).map((signal) => (
              <div
                key={signal}
                className={styles.part}
                data-signal={signal}
                style={{ height: `${(bytesOf(day, signal) / top) * 100}%` }}
              />
            ))}
          </div>
        ))}
      </div>
      <div className={styles.legend} aria-hidden="true">
        {RETAINED_SIGNALS.map((signal) => (
          <span key={signal}>
            <i data-signal={signal} />
            {signal}
          </span>
        ))}
      </div>
    </>
  );
}

/** What is stored of every day, the newest first, and when it goes. */
export function StoredDaysTable({ days }: { days: Days }) {
  const rows = days.toSorted((a, b) => b.day.localeCompare(a.day));
  return (
    <div
      className={`${table['wrap'] ?? ''} ${styles.days ?? ''}`}
      role="region"
      aria-label="Stored days"
      tabIndex={0}
    >
      <table className={table['table']}>
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
      </table>
    </div>
  );
}
