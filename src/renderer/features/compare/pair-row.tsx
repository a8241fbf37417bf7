import { memo } from 'react';
import { formatCount, formatDurationNs } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { spanColorToken } from '../../ui/theme-color.ts';
import { shownName } from '../../ui/shown-name.ts';
import { operationIcon } from '../trace/model/row-facts.ts';
import type { TraceModel } from '../trace/model/trace-model.ts';
import type { AlignedSpans } from './model/align-spans.ts';
import { CHANGE } from './model/pair-changes.ts';
import { STATE_WORDS, StateMark, type PairState } from './state-mark.tsx';
import styles from './compare.module.css';

const INDENT = 14;
const MAX_INDENT = 24;

export const pairRowId = (row: number): string => `pair-row-${row}`;

/** A span of both traces or of one: its name, how long it took in each, and the difference as a bar. */
export const PairRow = memo(function PairRow(props: {
  left: TraceModel;
  right: TraceModel;
  rows: AlignedSpans;
  row: number;
  index: number;
  /** Bits of `CHANGE`. */
  changes: number;
  /** What a bar of full width stands for. */
  longestNs: number;
  selected: boolean;
  collapsed: boolean;
  onSelect: (row: number) => void;
  onToggle: (row: number) => void;
}) {
  const { rows, row, changes } = props;
  const [a, b] = [rows.a[row]!, rows.b[row]!];
  const state = stateOf(changes);
  const inside = rows.descendants[row]!;
  // The name as it is now, and before it what it was.
  const [model, span] = b === -1 ? [props.left, a] : [props.right, b];
  const { table } = model;
  const name = shownName(table.names[table.name[span]!]!);
  const was = a === -1 ? name : shownName(props.left.table.names[props.left.table.name[a]!]!);
  const service = table.services[table.service[span]!]!;
  const icon = operationIcon(table.operations[table.operation[span]!]!);
  return (
    // The keyboard works on the grid, which names the selected row as its active descendant.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={pairRowId(row)}
      role="row"
      className={styles.row}
      data-state={state}
      aria-level={rows.depth[row]! + 1}
      aria-rowindex={props.index + 2}
      aria-selected={props.selected}
      aria-expanded={inside > 0 ? !props.collapsed : undefined}
      onClick={() => props.onSelect(row)}
      onDoubleClick={() => inside > 0 && props.onToggle(row)}
    >
      <div role="gridcell" className={styles.name}>
        <span
          className={styles.indent}
          style={{ width: Math.min(rows.depth[row]!, MAX_INDENT) * INDENT }}
        />
        <button
          type="button"
          className={styles.twisty}
          tabIndex={-1}
          disabled={inside === 0}
          aria-label={`${props.collapsed ? 'Expand' : 'Collapse'} ${name}`}
          onClick={(event) => {
            event.stopPropagation();
            props.onToggle(row);
          }}
        >
          {inside > 0 ? (
            <Icon name={props.collapsed ? 'chevronRight' : 'chevronDown'} size={12} />
          ) : null}
        </button>
        <StateMark state={state} />
        <span
          className={styles.service}
          style={{ background: `var(${spanColorToken(model.colors[table.service[span]!]!)})` }}
          title={service}
        />
        {icon === undefined ? null : <Icon name={icon} size={13} />}
        <span className={styles.label} title={`${name} (${service})`}>
          {was === name ? null : <del>{was}</del>}
          {was === name ? null : ' '}
          {name}
        </span>
        {state === 'same' ? null : <span className="visually-hidden">{STATE_WORDS[state]}</span>}
        {props.collapsed ? <span className={styles.quiet}>{formatCount(inside)}</span> : null}
        <Failed {...props} a={a} b={b} />
      </div>
      <Time model={props.left} span={a} />
      <Time model={props.right} span={b} />
      <Difference {...props} a={a} b={b} />
    </div>
  );
});

function stateOf(changes: number): PairState {
  if (changes === CHANGE.added) return 'added';
  if (changes === CHANGE.removed) return 'removed';
  return changes === 0 ? 'same' : 'changed';
}

function Failed(props: {
  left: TraceModel;
  right: TraceModel;
  a: number;
  b: number;
  changes: number;
}) {
  const { left, right, a, b } = props;
  const [was, is] = [
    a !== -1 && left.table.status[a] === 2,
    b !== -1 && right.table.status[b] === 2,
  ];
  if (!was && !is) return null;
  const word = was && is ? 'error' : is ? 'error in B' : 'error in A';
  return (
    <span className={styles.failed} title={word}>
      <Icon name="error" size={13} label={word} />
      <span className={styles.failedIn} aria-hidden="true">
        {word}
      </span>
    </span>
  );
}

function Time({ model, span }: { model: TraceModel; span: number }) {
  return (
    <div role="gridcell" className={styles.number}>
      {span === -1 ? (
        <span className={styles.none}>–</span>
      ) : (
        formatDurationNs(model.table.durationNs[span]!)
      )}
    </div>
  );
}

/** Longer grows to the right and shorter to the left of the middle. */
function Difference(props: {
  left: TraceModel;
  right: TraceModel;
  a: number;
  b: number;
  changes: number;
  longestNs: number;
}) {
  const { a, b } = props;
  if (a === -1 || b === -1) {
    return (
      <div role="gridcell" className={styles.difference}>
        <span className={styles.delta}>only in {a === -1 ? 'B' : 'A'}</span>
      </div>
    );
  }
  const ns = props.right.table.durationNs[b]! - props.left.table.durationNs[a]!;
  const share = Math.min(Math.abs(ns) / props.longestNs, 1) * 50;
  return (
    <div
      role="gridcell"
      className={styles.difference}
      data-notable={(props.changes & CHANGE.duration) !== 0 || undefined}
    >
      <span
        className={styles.bar}
        data-side={ns < 0 ? 'less' : 'more'}
        style={ns < 0 ? { right: '50%', width: `${share}%` } : { left: '50%', width: `${share}%` }}
      />
      <span className={styles.delta}>{signed(ns)}</span>
    </div>
  );
}

/** `+1.20 s`, `−310 ms`, `±0`. */
function signed(ns: number): string {
  if (ns === 0) return '±0';
  return `${ns < 0 ? '−' : '+'}${formatDurationNs(Math.abs(ns))}`;
}
