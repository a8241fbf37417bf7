import { useState, type KeyboardEvent } from 'react';
import type { UsageReport } from '../../../shared/contract/usage.ts';
import { axisTop, labelledDays } from './chart-scale.ts';
import { dayLabel, type Metric } from './metrics.ts';
import styles from './usage.module.css';

/** Labels that fit under the narrowest chart. */
const LABELS = 8;

/** One bar a day; arrow keys read them one by one, and the table below holds the same numbers. */
export function UsageChart({ days, metric }: { days: UsageReport['days']; metric: Metric }) {
  const [cursor, setCursor] = useState<number | null>(null);
  const top = axisTop(Math.max(...days.map(metric.of)));
  const labelled = labelledDays(days.length, LABELS);
  const shown = cursor === null ? undefined : days[cursor];
  const text = shown ? `${dayLabel(shown.date)}: ${metric.format(metric.of(shown))}` : '';
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = days.length - 1;
    const at = cursor ?? last + 1;
    if (event.key === 'ArrowLeft') setCursor(Math.max(0, at - 1));
    else if (event.key === 'ArrowRight') setCursor(Math.min(last, at + 1));
    else if (event.key === 'Home') setCursor(0);
    else if (event.key === 'End') setCursor(last);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.chart}>
      <div className={styles.scale} aria-hidden="true">
        <span>{metric.short(top)}</span>
        <span>{metric.short(top / 2)}</span>
        <span>{metric.short(0)}</span>
      </div>
      <div
        className={styles.plot}
        role="group"
        tabIndex={0}
        aria-label={`${metric.label} by day (UTC), ${days.length} days. Arrow keys read the bars.`}
        onKeyDown={onKeyDown}
        onBlur={() => setCursor(null)}
        onPointerLeave={() => setCursor(null)}
      >
        {days.map((day, index) => (
          <div
            key={day.date}
            className={styles.day}
            data-here={cursor === index ? '' : undefined}
            onPointerEnter={() => setCursor(index)}
          >
            <div
              className={styles.amount}
              data-empty={metric.of(day) === 0 ? '' : undefined}
              style={{ height: `${(metric.of(day) / top) * 100}%` }}
            />
          </div>
        ))}
        {shown ? (
          <div
            className={styles.tip}
            data-side={(cursor ?? 0) > days.length / 2 ? 'left' : 'right'}
            style={{ left: `${(((cursor ?? 0) + 0.5) / days.length) * 100}%` }}
          >
            {text}
          </div>
        ) : null}
      </div>
      <div className={styles.axis} aria-hidden="true">
        {days.map((day, index) => (
          <span key={day.date}>{labelled.has(index) ? dayLabel(day.date) : ''}</span>
        ))}
      </div>
      <div className="visually-hidden" aria-live="polite">
        {text}
      </div>
    </div>
  );
}
