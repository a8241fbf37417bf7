import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { TraceHistogram } from '../../../shared/contract/traces.ts';
import { axisTime, formatCount, formatPlural } from '../../ui/format.ts';
import { TimeAxis } from '../../ui/time-axis.tsx';
import { barAt, coveredTime, histogramBars, type HistogramBar } from './histogram-model.ts';
import styles from './histogram.module.css';

interface Brush {
  from: number;
  to: number;
}

function describe(bar: HistogramBar, rangeUs: number): string {
  const time = `${axisTime(bar.fromUs, rangeUs)} – ${axisTime(bar.toUs, rangeUs)}`;
  const errors = bar.errors > 0 ? `, ${formatCount(bar.errors)} with errors` : '';
  return `${time}: ${formatPlural(bar.count, 'trace')}${errors}`;
}

function Bars({ bars }: { bars: readonly HistogramBar[] }) {
  const width = 100 / Math.max(1, bars.length);
  return (
    <svg
      className={styles.bars}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {bars.map((bar, index) => (
        <g key={bar.fromUs}>
          <rect
            className={styles.bar}
            x={index * width + width * 0.07}
            width={width * 0.86}
            y={100 - bar.height * 100}
            height={bar.height * 100}
          />
          <rect
            className={styles.error}
            x={index * width + width * 0.07}
            width={width * 0.86}
            y={100 - bar.errorHeight * 100}
            height={bar.errorHeight * 100}
          />
        </g>
      ))}
    </svg>
  );
}

/** Marks on the axis below bars with errors: a shape, for those who cannot tell the colors apart. */
function ErrorMarks({ bars }: { bars: readonly HistogramBar[] }) {
  return (
    <div className={styles.marks} aria-hidden="true">
      {bars.map((bar, index) =>
        bar.errors > 0 ? (
          <i key={bar.fromUs} style={{ left: `${((index + 0.5) / bars.length) * 100}%` }} />
        ) : null,
      )}
    </div>
  );
}

/** Traces over time; dragging (or arrow keys with Shift, then Enter) chooses a range. */
export function Histogram(props: {
  histogram: TraceHistogram;
  onBrush: (range: { fromUs: number; toUs: number }) => void;
}) {
  const { histogram, onBrush } = props;
  const plot = useRef<HTMLDivElement>(null);
  const [brush, setBrush] = useState<Brush | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const bars = histogramBars(histogram);
  const rangeUs = histogram.stepUs * bars.length;
  const total = histogram.counts.reduce((sum, count) => sum + count, 0);
  const shown = cursor === null ? undefined : bars[cursor];

  const indexAt = (event: PointerEvent): number => {
    const box = plot.current?.getBoundingClientRect();
    return box ? barAt((event.clientX - box.left) / box.width, bars.length) : 0;
  };
  const apply = (chosen: Brush): void => {
    const covered = coveredTime(bars, chosen.from, chosen.to);
    setBrush(null);
    if (covered) onBrush(covered);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = cursor ?? bars.length;
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step !== 0) {
      const next = Math.min(bars.length - 1, Math.max(0, at + step));
      setCursor(next);
      setBrush(event.shiftKey ? { from: brush?.from ?? at, to: next } : null);
    } else if (event.key === 'Enter' && cursor !== null) {
      apply(brush ?? { from: cursor, to: cursor });
    } else if (event.key === 'Escape' && brush) setBrush(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.wrap}>
      <div
        ref={plot}
        className={styles.plot}
        role="group"
        tabIndex={0}
        aria-label={`${formatPlural(total, 'trace')} over time. Arrow keys read the bars, Shift and arrow keys choose a range, Enter applies it.`}
        onKeyDown={onKeyDown}
        onPointerLeave={() => (brush ? undefined : setCursor(null))}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setBrush({ from: indexAt(event), to: indexAt(event) });
        }}
        onPointerMove={(event) => {
          const index = indexAt(event);
          setCursor(index);
          if (brush && event.buttons > 0) setBrush({ from: brush.from, to: index });
        }}
        onPointerUp={() => {
          if (brush) apply(brush);
        }}
        onPointerCancel={() => setBrush(null)}
        onBlur={() => {
          setCursor(null);
          setBrush(null);
        }}
      >
        <Bars bars={bars} />
        {cursor !== null && !brush ? (
          <div
            className={styles.cursor}
            style={{ left: `${(cursor / bars.length) * 100}%`, width: `${100 / bars.length}%` }}
          />
        ) : null}
        {brush ? (
          <div
            className={styles.brush}
            style={{
              left: `${(Math.min(brush.from, brush.to) / bars.length) * 100}%`,
              width: `${((Math.abs(brush.to - brush.from) + 1) / bars.length) * 100}%`,
            }}
          />
        ) : null}
        {shown ? (
          <div
            className={styles.tip}
            data-side={(cursor ?? 0) > bars.length / 2 ? 'left' : 'right'}
            style={{ left: `${(((cursor ?? 0) + 0.5) / bars.length) * 100}%` }}
          >
            {describe(shown, rangeUs)}
          </div>
        ) : null}
      </div>
      <ErrorMarks bars={bars} />
      <TimeAxis
        className={styles.axis}
        fromUs={histogram.fromUs}
        toUs={histogram.fromUs + rangeUs}
      />
      <div className="visually-hidden" aria-live="polite">
        {shown ? describe(shown, rangeUs) : ''}
      </div>
    </div>
  );
}
