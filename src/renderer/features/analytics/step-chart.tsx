import { useId, type KeyboardEvent, type PointerEvent } from 'react';
import { ChartLegend } from '../../ui/chart-legend.tsx';
import { axisTime } from '../../ui/format.ts';
import { TimeAxis } from '../../ui/time-axis.tsx';
import type { ChartContent, ChartLine } from './chart-lines.ts';
import styles from './analytics.module.css';

/** Steps in equal distances: where a chart is in time. */
export interface ChartTime {
  fromUs: number;
  stepUs: number;
}

/** Bars of each line upon those of the lines before it, as the `d` of a path. */
function stackedBars(lines: readonly ChartLine[], top: number): string[] {
  const steps = lines[0]?.values.length ?? 0;
  const width = 100 / Math.max(1, steps);
  const bases = Array.from({ length: steps }, () => 0);
  return lines.map(({ values }) =>
    values
      .map((value, i) => {
        const height = ((value ?? 0) / top) * 100;
        if (height === 0) return '';
        bases[i]! += height;
        const [x, y] = [i * width + width * 0.08, 100 - bases[i]!];
        return `M${x} ${y}h${width * 0.84}v${height}h${-width * 0.84}z`;
      })
      .join(''),
  );
}

function Bars({ lines, top }: { lines: readonly ChartLine[]; top: number }) {
  const paths = stackedBars(lines, top);
  return lines.map((line, i) => (
    <path key={line.label} style={{ fill: line.color }} d={paths[i]} />
  ));
}

/** A path through the values, which breaks where there are none, and one of the values that none is beside. */
function pathsOf(
  values: readonly (number | null)[],
  top: number,
): { line: string; points: string } {
  const width = 100 / Math.max(1, values.length);
  let line = '';
  let points = '';
  for (const [i, value] of values.entries()) {
    if (value === null) continue;
    const isFirst = (values[i - 1] ?? null) === null;
    const at = `${(i + 0.5) * width} ${100 - (Math.min(value, top) / top) * 100}`;
    if (isFirst && (values[i + 1] ?? null) === null) points += `M${at}h0`;
    else line += `${isFirst ? 'M' : 'L'}${at}`;
  }
  return { line, points };
}

function Line({ line, top, className }: { line: ChartLine; top: number; className?: string }) {
  const paths = pathsOf(line.values, top);
  const style = { stroke: line.color };
  return (
    <>
      <path className={className ?? styles.line} style={style} d={paths.line} />
      <path className={styles.point} style={style} d={paths.points} />
    </>
  );
}

function Tip(props: { chart: ChartContent; time: ChartTime; cursor: number; steps: number }) {
  const { chart, time, cursor, steps } = props;
  const rangeUs = time.stepUs * steps;
  const fromUs = time.fromUs + cursor * time.stepUs;
  const rows = linesOf(chart.kind === 'bars' ? chart.lines.toReversed() : chart.lines, chart);
  return (
    <div
      className={styles.tip}
      data-side={cursor > steps / 2 ? 'left' : 'right'}
      style={{ left: `${((cursor + 0.5) / steps) * 100}%` }}
    >
      <div className={styles.tipTime}>
        {axisTime(fromUs, rangeUs)} – {axisTime(fromUs + time.stepUs, rangeUs)}
      </div>
      {rows.map((line) => (
        <div key={line.label} className={styles.tipRow}>
          <i className={styles.dot} style={{ background: line.color }} />
          <span className={styles.tipLabel}>{line.label}</span>
          <b>{tell(chart, line.values[cursor] ?? null)}</b>
        </div>
      ))}
    </div>
  );
}

/** Lines, and last that of the time before. */
const linesOf = (lines: readonly ChartLine[], { before }: ChartContent): readonly ChartLine[] =>
  before === undefined ? lines : [...lines, before];

const tell = (chart: ChartContent, value: number | null): string =>
  value === null ? '–' : chart.metric.format(value);

/** The values of a step in words. */
function sentence(chart: ChartContent, time: ChartTime, cursor: number, steps: number): string {
  const at = axisTime(time.fromUs + cursor * time.stepUs, time.stepUs * steps);
  const values = linesOf(chart.lines, chart).map(
    (line) => `${line.label} ${tell(chart, line.values[cursor] ?? null)}`,
  );
  return `${at}: ${values.join(', ')}`;
}

/** A chart over time. Its cursor is shared by all charts of a page; Enter or a click opens the traces of a step. */
export function StepChart(props: {
  chart: ChartContent;
  time: ChartTime;
  cursor: number | null;
  onCursor: (step: number | null) => void;
  onOpen: (step: number) => void;
}) {
  const { chart, time, cursor, onCursor, onOpen } = props;
  const titleId = useId();
  const steps = chart.lines[0]?.values.length ?? 0;
  const rangeUs = time.stepUs * steps;
  const stepAt = (event: PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * steps);
    return Math.min(steps - 1, Math.max(0, at));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = cursor ?? steps;
    if (event.key === 'ArrowLeft') onCursor(Math.max(0, at - 1));
    else if (event.key === 'ArrowRight') onCursor(Math.min(steps - 1, (cursor ?? -1) + 1));
    else if (event.key === 'Home') onCursor(0);
    else if (event.key === 'End') onCursor(steps - 1);
    else if (event.key === 'Enter' && cursor !== null) onOpen(cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <div className={styles.cardHead}>
        <h2 id={titleId} className="label">
          {chart.title}
        </h2>
        {chart.hasLegend ? (
          <ChartLegend
            label={`Colors of ${chart.title}`}
            items={chart.lines.map(({ label, color }) => ({ key: label, label, color }))}
          />
        ) : null}
      </div>
      <div className={styles.chart}>
        <div className={styles.scale} aria-hidden="true">
          <span>{chart.metric.short(chart.top)}</span>
          <span>{chart.metric.short(chart.top / 2)}</span>
          <span>{chart.metric.short(0)}</span>
        </div>
        <div
          className={styles.plot}
          role="group"
          tabIndex={0}
          aria-label={`${chart.title} over time. Arrow keys read the steps, Enter opens their traces.`}
          onKeyDown={onKeyDown}
          onPointerMove={(event) => onCursor(stepAt(event))}
          onPointerLeave={() => onCursor(null)}
          onBlur={() => onCursor(null)}
          onClick={() => {
            if (cursor !== null) onOpen(cursor);
          }}
        >
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            {chart.kind === 'bars' ? (
              <Bars lines={chart.lines} top={chart.top} />
            ) : (
              chart.lines.map((line) => <Line key={line.label} line={line} top={chart.top} />)
            )}
            {chart.before === undefined ? null : (
              <Line line={chart.before} top={chart.top} className={styles.before ?? ''} />
            )}
          </svg>
          {cursor !== null && cursor < steps ? (
            <>
              <div
                className={styles.cursor}
                style={{ left: `${(cursor / steps) * 100}%`, width: `${100 / steps}%` }}
              />
              <Tip chart={chart} time={time} cursor={cursor} steps={steps} />
            </>
          ) : null}
        </div>
        <TimeAxis className={styles.axis} fromUs={time.fromUs} toUs={time.fromUs + rangeUs} />
      </div>
      <div className="visually-hidden" aria-live="polite">
        {cursor !== null && cursor < steps ? sentence(chart, time, cursor, steps) : ''}
      </div>
    </section>
  );
}
