import { clsx } from 'clsx';
import { useRef } from 'react';
import { timeTicks } from './time-ticks.ts';
import { useWidth } from './use-width.ts';
import styles from './time-axis.module.css';

/** A label with the space it needs to be read as one, and a character of it, px. */
const SPACING = 76;
const CHARACTER = 6.5;
/** So far a label may stand over the end of the axis, px. */
const OVER = 8;
const MOST = 10;

/** Round times below a chart over time, each where it is. Whoever does not see it is told by the chart itself. */
export function TimeAxis(props: { fromUs: number; toUs: number; className?: string | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const room = Math.min(MOST, Math.max(2, Math.floor(width / SPACING)));
  const fits = ({ at, label }: { at: number; label: string }): boolean => {
    const half = (label.length * CHARACTER) / 2 - OVER;
    return at * width >= half && (1 - at) * width >= half;
  };
  const ticks = width === 0 ? [] : timeTicks(props.fromUs, props.toUs, room).filter(fits);
  return (
    <div ref={place} className={clsx(styles.axis, props.className)} aria-hidden="true">
      {ticks.map(({ us, at, label }) => (
        <span key={us} style={{ left: `${at * 100}%` }}>
          {label}
        </span>
      ))}
    </div>
  );
}
