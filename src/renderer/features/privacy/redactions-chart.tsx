import { useState, type KeyboardEvent } from 'react';
import { formatCompact, formatCount } from '../../ui/format.ts';
import { axisTop, labelledDays } from '../usage/chart-scale.ts';
import type { Bar } from './redaction-buckets.ts';
import { typeName } from './type-words.ts';
import styles from './privacy.module.css';

/** Labels that fit under the narrowest chart. */
const LABELS = 8;
/** Far enough from each other in hue; the last one is for all others. */
const COLORS = 8;

const colorOf = (index: number): string => `var(--span-${Math.min(index, COLORS - 1) + 1})`;

function label(at: string, isHourly: boolean): string {
  return new Intl.DateTimeFormat(
    navigator.language,
    isHourly
      ? { hour: '2-digit', minute: '2-digit' }
      : { day: 'numeric', month: 'short', timeZone: 'UTC' },
  ).format(new Date(at));
}

/** One stack a step, a part for each type; arrow keys read them one by one, the table below has the same numbers. */
export function RedactionsChart(props: {
  bars: readonly Bar[];
  /** In the order of the stack. */
  types: readonly string[];
  isHourly: boolean;
}) {
  const { bars, types, isHourly } = props;
  const [cursor, setCursor] = useState<number | null>(null);
  const top = axisTop(Math.max(...bars.map(({ total }) => total)));
  const labelled = labelledDays(bars.length, LABELS);
  const shown = cursor === null ? undefined : bars[cursor];
  const text = shown ? wordsOf(shown, types, isHourly) : '';
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = bars.length - 1;
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
        <span>{formatCompact(top)}</span>
        <span>{formatCompact(top / 2)}</span>
        <span>0</span>
      </div>
      <div
        className={styles.plot}
        role="group"
        tabIndex={0}
        aria-label={`Redactions by ${isHourly ? 'hour' : 'day (UTC)'}. Arrow keys read the bars.`}
        onKeyDown={onKeyDown}
        onBlur={() => setCursor(null)}
        onPointerLeave={() => setCursor(null)}
      >
        {bars.map((bar, index) => (
          <div
            key={bar.at}
            className={styles.slot}
            data-here={cursor === index ? '' : undefined}
            onPointerEnter={() => setCursor(index)}
          >
            {types.map((type, place) =>
              bar.counts[type] ? (
                <div
                  key={type}
                  className={styles.part}
                  style={{
                    height: `${(bar.counts[type] / top) * 100}%`,
                    background: colorOf(place),
                  }}
                />
              ) : null,
            )}
          </div>
        ))}
        {shown ? (
          <div
            className={styles.tip}
            data-side={(cursor ?? 0) > bars.length / 2 ? 'left' : 'right'}
            style={{ left: `${(((cursor ?? 0) + 0.5) / bars.length) * 100}%` }}
          >
            {text}
          </div>
        ) : null}
      </div>
      <div className={styles.axis} aria-hidden="true">
        {bars.map(({ at }, index) => (
          <span key={at}>{labelled.has(index) ? label(at, isHourly) : ''}</span>
        ))}
      </div>
      <ul className={styles.legend} aria-label="Types">
        {types.map((type, place) => (
          <li key={type}>
            <i style={{ background: colorOf(place) }} />
            {typeName(type)}
          </li>
        ))}
      </ul>
      <div className="visually-hidden" aria-live="polite">
        {text}
      </div>
    </div>
  );
}

function wordsOf(bar: Bar, types: readonly string[], isHourly: boolean): string {
  const parts = types
    .filter((type) => bar.counts[type])
    .map((type) => `${typeName(type)} ${formatCount(bar.counts[type]!)}`);
  return `${label(bar.at, isHourly)}: ${parts.length === 0 ? 'nothing' : parts.join(', ')}`;
}
