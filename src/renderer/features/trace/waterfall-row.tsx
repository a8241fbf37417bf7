import { memo } from 'react';
import { Icon } from '../../ui/icons.tsx';
import { spanColorToken } from '../../ui/theme-color.ts';
import { barOf, labelOf } from './model/bar.ts';
import { criticalMarks } from './model/critical-marks.ts';
import type { CriticalPath } from './model/critical-path.ts';
import { timeLabel } from './model/row-facts.ts';
import { durationText, hasStart } from './model/span-times.ts';
import type { TimeWindow } from './model/time-window.ts';
import type { TraceModel } from './model/trace-model.ts';
import { LaneMarks } from './lane-marks.tsx';
import type { PlacedMark } from './model/marks.ts';
import { NameCell } from './name-cell.tsx';
import styles from './waterfall.module.css';

/** Width of a character of the bar labels (11 px monospaced), in pixels. */
const CHARACTER = 6.7;
/** Height of the line that marks the critical path, in pixels. */
const CRITICAL = 3;

export interface WaterfallRowProps {
  model: TraceModel;
  span: number;
  row: number;
  window: TimeWindow;
  /** Width of the time column in pixels. */
  lane: number;
  selected: boolean;
  collapsed: boolean;
  matches: boolean;
  findText: string;
  /** Marked when shown. */
  critical: CriticalPath | undefined;
  /** What happened during the span. */
  marks: readonly PlacedMark[] | undefined;
  onMark: (mark: PlacedMark) => void;
  onSelect: (span: number) => void;
  onToggle: (span: number) => void;
}

/** Id of a row's element, for `aria-activedescendant`. */
export function rowElementId(span: number): string {
  return `span-row-${span}`;
}

/** One span of the waterfall: what it is, and when. Memoized, as scrolling draws the same rows again and again. */
export const WaterfallRow = memo(function WaterfallRow(props: WaterfallRowProps) {
  const { model, span, row, selected, collapsed } = props;
  const { table, tree } = model;
  const foldable = tree.children[span]! > 0;
  return (
    // The keyboard works on the grid, which names the selected row as its active descendant.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={rowElementId(span)}
      role="row"
      className={styles.row}
      aria-level={tree.depth[span]! + 1}
      aria-rowindex={row + 2}
      aria-selected={selected}
      aria-expanded={foldable ? !collapsed : undefined}
      data-match={props.matches || undefined}
      data-error={table.status[span] === 2 || undefined}
      onClick={() => props.onSelect(span)}
      onDoubleClick={() => foldable && props.onToggle(span)}
    >
      <NameCell {...props} />
      <LaneCell {...props} />
    </div>
  );
});

function LaneCell(props: WaterfallRowProps) {
  const { model, span, window, lane } = props;
  const { table } = model;
  const duration = table.durationNs[span]!;
  const bar = barOf(table.startNs[span]!, duration, window, lane);
  const text = hasStart(table, span) ? durationText(table, span) : 'no start time';
  const label = labelOf(bar, text.length * CHARACTER, lane);
  const color = `var(${spanColorToken(model.colors[table.service[span]!]!)})`;
  const marks = props.critical && criticalMarks(props.critical, span, window, lane, CRITICAL);
  return (
    <div role="gridcell" className={styles.lane} aria-label={timeLabel(model, span)}>
      {bar.outside ? (
        <span className={styles.outside} data-side={bar.outside} style={{ color }}>
          <Icon name={bar.outside === 'left' ? 'chevronLeft' : 'chevronRight'} size={12} />
        </span>
      ) : (
        <span
          className={styles.bar}
          data-error={table.status[span] === 2 || undefined}
          data-cut-left={bar.cutLeft || undefined}
          data-cut-right={bar.cutRight || undefined}
          style={{ left: bar.left, width: bar.width, background: color }}
        />
      )}
      {marks === undefined ? null : (
        <svg className={styles.critical} width={lane} height={CRITICAL} aria-hidden="true">
          <path d={marks} />
        </svg>
      )}
      {props.marks === undefined ? null : (
        <LaneMarks marks={props.marks} window={window} lane={lane} onMark={props.onMark} />
      )}
      <span
        className={styles.duration}
        data-side={label.side}
        style={
          label.side === 'inside'
            ? { left: label.x, background: `color-mix(in oklab, ${color} 55%, black)` }
            : { left: label.x }
        }
        aria-hidden="true"
      >
        {text}
      </span>
    </div>
  );
}
