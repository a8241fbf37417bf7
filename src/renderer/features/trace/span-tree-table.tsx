import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type Dispatch,
  type KeyboardEvent,
} from 'react';
import { formatCompact, formatCount, formatDurationNs, formatMoney } from '../../ui/format.ts';
import { VirtualRows, type VirtualRowsHandle } from '../../ui/virtual-rows.tsx';
import { gridKey } from './model/keys.ts';
import { selfTimes } from './model/self-time.ts';
import { durationText, hasStart, startText } from './model/span-times.ts';
import { widthOf } from './model/time-window.ts';
import type { TraceAction, TraceState } from './model/trace-state.ts';
import { NameCell } from './name-cell.tsx';
import { useKeptScroll } from './use-kept-scroll.ts';
import { useRevealedRow } from './use-revealed-row.ts';
import { rowElementId } from './waterfall-row.tsx';
import styles from './span-tree-table.module.css';
import shared from './waterfall.module.css';

const ROW = 28;

/** The spans as a tree with numbers instead of bars: own time, whole time, tokens and cost in columns. */
export function SpanTreeTable(props: {
  state: TraceState;
  dispatch: Dispatch<TraceAction>;
  onOpenDetails: () => void;
}) {
  const { state, dispatch } = props;
  const { model, rows, selected } = state;
  const { table, tree } = model;
  const handle = useRef<VirtualRowsHandle>(null);
  const [onScreen, setOnScreen] = useState(false);
  const self = useMemo(() => selfTimes(table, tree), [table, tree]);
  const keepScroll = useKeptScroll(handle, state, ROW);
  const row = useRevealedRow(handle, state);
  const whole = widthOf(model.extent);
  useEffect(() => handle.current?.element?.focus({ preventScroll: true }), []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.shiftKey) return;
    const press = {
      key: event.key,
      ctrl: event.ctrlKey || event.metaKey,
      shift: false,
      alt: event.altKey,
    };
    const command = gridKey(press, handle.current?.pageSize() ?? 10);
    if (command === undefined) return;
    event.preventDefault();
    if (command === 'details') props.onOpenDetails();
    else dispatch(command);
  };
  const toggle = useCallback((span: number) => dispatch({ type: 'toggle', span }), [dispatch]);
  return (
    <VirtualRows
      handle={handle}
      role="treegrid"
      aria-label={`Spans of ${model.summary.name} as a tree`}
      aria-rowcount={rows.spans.length + 1}
      aria-colcount={6}
      aria-activedescendant={
        onScreen && selected !== undefined ? rowElementId(selected) : undefined
      }
      tabIndex={0}
      className={`${shared.scroller} ${styles.table}`}
      onKeyDown={onKeyDown}
      onRange={(first, last) => setOnScreen(first <= row && row <= last)}
      onScroll={keepScroll}
      count={rows.spans.length}
      rowHeight={ROW}
      headerHeight={ROW}
      rowKey={(at) => rows.spans[at]!}
      header={
        <div role="row" aria-rowindex={1} className={styles.header}>
          <div role="columnheader">Span</div>
          {HEADINGS.map(({ name, title }) => (
            <div key={name} role="columnheader" title={title}>
              {name}
            </div>
          ))}
        </div>
      }
      renderRow={(at) => {
        const span = rows.spans[at]!;
        const tokens = table.inputTokens[span]! + table.outputTokens[span]!;
        const cost = table.costUsd[span]!;
        return (
          // The keyboard works on the grid, which names the selected row as its active descendant.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            id={rowElementId(span)}
            role="row"
            className={`${shared.row} ${styles.row}`}
            aria-level={tree.depth[span]! + 1}
            aria-rowindex={at + 2}
            aria-selected={span === selected}
            aria-expanded={tree.children[span]! > 0 ? !state.collapsed.has(span) : undefined}
            onClick={() => dispatch({ type: 'select', span })}
            onDoubleClick={() => tree.children[span]! > 0 && toggle(span)}
          >
            <NameCell
              model={model}
              span={span}
              collapsed={state.collapsed.has(span)}
              findText={state.findText}
              onToggle={toggle}
            />
            <div role="gridcell" className={styles.number}>
              {hasStart(table, span) ? formatDurationNs(self[span]!) : 'unknown'}
              <span className={styles.share} style={{ width: `${shareOf(self[span]!, whole)}%` }} />
            </div>
            <div role="gridcell" className={styles.number}>
              {durationText(table, span)}
            </div>
            <div role="gridcell" className={styles.number}>
              {startText(table, span)}
            </div>
            <div role="gridcell" className={styles.number}>
              {tokens > 0 ? (
                <span title={formatCount(tokens)}>{formatCompact(tokens, 1e6)}</span>
              ) : (
                ''
              )}
            </div>
            <div role="gridcell" className={styles.number}>
              {Number.isNaN(cost) ? '' : formatMoney(cost)}
            </div>
          </div>
        );
      }}
    />
  );
}

const HEADINGS = [
  { name: 'Self', title: 'Time in which none of its children ran' },
  { name: 'Total', title: 'From its start to its end' },
  { name: 'Start', title: 'After the start of the trace' },
  { name: 'Tokens', title: 'Input and output tokens as the span tells them' },
  { name: 'Cost', title: 'Cost of the span' },
] as const;

const shareOf = (ns: number, whole: number): number => Math.min((ns / whole) * 100, 100);
