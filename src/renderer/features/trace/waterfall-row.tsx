import { memo } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { formatCount, formatDurationNs } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { spanColorToken } from '../../ui/theme-color.ts';
import { barOf, labelOf } from './model/bar.ts';
import { criticalMarks } from './model/critical-marks.ts';
import type { CriticalPath } from './model/critical-path.ts';
import { insideLabel, operationIcon, placeNote, skewNote, timeLabel } from './model/row-facts.ts';
import type { TimeWindow } from './model/time-window.ts';
import type { TraceModel } from './model/trace-model.ts';
import { Highlighted } from './values/redacted-text.tsx';
import styles from './waterfall.module.css';

/** Deepest level that is indented further; below it only `aria-level` and the guides grow no more. */
const MAX_INDENT = 24;
const INDENT = 14;
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
      <NameCell {...props} foldable={foldable} />
      <LaneCell {...props} />
    </div>
  );
});

function NameCell(props: WaterfallRowProps & { foldable: boolean }) {
  const { model, span, collapsed, foldable } = props;
  const { table, tree } = model;
  const indent = Math.min(tree.depth[span]!, MAX_INDENT) * INDENT;
  const icon = operationIcon(table.operations[table.operation[span]!]!);
  const name = table.names[table.name[span]!]!;
  const service = table.services[table.service[span]!]!;
  const parent = tree.parent[span]!;
  const sameService = parent !== -1 && table.service[parent] === table.service[span];
  const place = placeNote(model, span);
  const skew = skewNote(model, span);
  const isError = table.status[span] === 2;
  const errorsInside = collapsed ? tree.errorsBelow[span]! : 0;
  return (
    <div role="gridcell" className={styles.name}>
      <span className={styles.guides} style={{ width: indent }} />
      <button
        type="button"
        className={styles.twisty}
        tabIndex={-1}
        hidden={!foldable}
        aria-label={`${collapsed ? 'Expand' : 'Collapse'} ${name}`}
        onClick={(event) => {
          event.stopPropagation();
          props.onToggle(span);
        }}
      >
        <Icon name={collapsed ? 'chevronRight' : 'chevronDown'} size={12} />
      </button>
      {foldable ? null : <span className={styles.leaf} />}
      <span
        className={styles.service}
        style={{ background: `var(${spanColorToken(model.colors[table.service[span]!]!)})` }}
        title={service}
      />
      {icon === undefined ? null : (
        <Icon name={icon} size={13} className={styles.operation ?? ''} />
      )}
      <span className={styles.label} title={`${name} (${service})`}>
        <span className={styles.text}>
          <Highlighted text={name} wanted={props.findText} />
        </span>
        {sameService ? null : <span className={styles.of}> {service}</span>}
      </span>
      <span className={styles.notes}>
        {collapsed ? (
          <span className={styles.inside} title={`${insideLabel(model, span)} inside`}>
            {formatCount(tree.descendants[span]!)}
          </span>
        ) : null}
        {skew ? (
          <span className={styles.skew} title={skew.explanation}>
            <Icon name="clock" size={13} label={skew.explanation} />
          </span>
        ) : null}
        {place ? (
          <Badge tone="warn" icon="alert" title={place.explanation}>
            {place.word}
          </Badge>
        ) : null}
        {isError ? (
          <span className={styles.failed} title="error">
            <Icon name="error" size={13} label="error" />
          </span>
        ) : null}
        {!isError && errorsInside > 0 ? (
          <Badge tone="error" icon="error" title={`${insideLabel(model, span)} inside`}>
            {formatCount(errorsInside)}
            <span className={styles.wide}> inside</span>
          </Badge>
        ) : null}
      </span>
    </div>
  );
}

function LaneCell(props: WaterfallRowProps) {
  const { model, span, window, lane } = props;
  const { table } = model;
  const duration = table.durationNs[span]!;
  const bar = barOf(table.startNs[span]!, duration, window, lane);
  const text = formatDurationNs(duration);
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
