import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { axisLabels, axisTop, countAxisTop, type AxisMark } from './chart-scale.ts';
import styles from './bar-chart.module.css';

/** Labels that fit under the narrowest chart. */
const LABELS = 8;

/** One bar: its parts lie on each other, the first at the bottom. */
export interface Bar extends AxisMark {
  readonly key: string;
  /** What it says in words, when it is pointed at or reached by keys. */
  readonly text: string;
  readonly parts: readonly {
    readonly key: string;
    readonly amount: number;
    readonly color: string;
  }[];
}

/** Bars over time. Arrow keys read them one by one; a table beside it should hold the same numbers. */
export function BarChart(props: {
  bars: readonly Bar[];
  /** What it shows, for people who do not see it. */
  label: string;
  /** An amount of the scale in few characters. */
  format: (amount: number) => string;
  /** There are no parts of one. */
  counted?: boolean | undefined;
  /** A legend, below. */
  children?: ReactNode;
}) {
  const { bars, label, format, children } = props;
  const [cursor, setCursor] = useState<number | null>(null);
  const highest = Math.max(...bars.map(heightOf));
  const top = props.counted ? countAxisTop(highest) : axisTop(highest);
  const labels = axisLabels(bars, LABELS);
  const at = cursor ?? 0;
  const text = cursor === null ? '' : (bars[cursor]?.text ?? '');
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = barAfter(event.key, cursor, bars.length - 1);
    if (next === undefined) return;
    setCursor(next);
    event.preventDefault();
  };
  return (
    <div className={styles.chart}>
      <div className={styles.scale} aria-hidden="true">
        <span>{format(top)}</span>
        <span>{format(top / 2)}</span>
        <span>{format(0)}</span>
      </div>
      <div
        className={styles.plot}
        role="group"
        tabIndex={0}
        aria-label={`${label}. Arrow keys read the bars.`}
        onKeyDown={onKeyDown}
        onBlur={() => setCursor(null)}
        onPointerLeave={() => setCursor(null)}
      >
        {bars.map((bar, index) => (
          <div
            key={bar.key}
            className={styles.slot}
            data-here={cursor === index ? '' : undefined}
            onPointerEnter={() => setCursor(index)}
          >
            {bar.parts.map(({ key, amount, color }) =>
              amount > 0 ? (
                <div
                  key={key}
                  className={styles.part}
                  style={{ height: `${(amount / top) * 100}%`, background: color }}
                />
              ) : null,
            )}
          </div>
        ))}
        {text === '' ? null : (
          <div
            className={styles.tip}
            data-side={at > bars.length / 2 ? 'left' : 'right'}
            style={{ left: besideBar(at, bars.length) }}
          >
            {text}
          </div>
        )}
      </div>
      <div className={styles.axis} aria-hidden="true">
        {bars.map((bar, index) => (
          <span key={bar.key}>{labels[index]}</span>
        ))}
      </div>
      {children ? <div className={styles.legend}>{children}</div> : null}
      <div className="visually-hidden" aria-live="polite">
        {text}
      </div>
    </div>
  );
}

/** Where what is said of a bar begins: at the side of it, which is as wide as `.part`, that has more room. */
function besideBar(at: number, count: number): string {
  const half = `min(${40 / count}%, 24px)`;
  return `calc(${((at + 0.5) / count) * 100}% ${at > count / 2 ? '-' : '+'} ${half})`;
}

const heightOf = ({ parts }: Bar): number => parts.reduce((sum, { amount }) => sum + amount, 0);

function barAfter(key: string, cursor: number | null, last: number): number | undefined {
  const at = cursor ?? last + 1;
  if (key === 'ArrowLeft') return Math.max(0, at - 1);
  if (key === 'ArrowRight') return Math.min(last, at + 1);
  if (key === 'Home') return 0;
  return key === 'End' ? last : undefined;
}
