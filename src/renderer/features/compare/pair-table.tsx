import { useEffect, useRef, type KeyboardEvent } from 'react';
import { VirtualRows, type VirtualRowsHandle } from '../../ui/virtual-rows.tsx';
import type { TraceModel } from '../trace/model/trace-model.ts';
import type { AlignedSpans } from './model/align-spans.ts';
import { pairRowId, PairRow } from './pair-row.tsx';
import styles from './compare.module.css';

const ROW = 28;

/** The spans of both traces as one tree grid. */
export function PairTable(props: {
  left: TraceModel;
  right: TraceModel;
  rows: AlignedSpans;
  changes: Uint8Array;
  shown: Int32Array;
  selected: number | undefined;
  collapsed: ReadonlySet<number>;
  onSelect: (row: number) => void;
  onToggle: (row: number) => void;
}) {
  const { left, right, rows, shown, selected, collapsed, onSelect } = props;
  const handle = useRef<VirtualRowsHandle>(null);
  const at = selected === undefined ? -1 : shown.indexOf(selected);
  const longest = Math.max(
    left.extent.toNs - left.extent.fromNs,
    right.extent.toNs - right.extent.fromNs,
  );
  useEffect(() => handle.current?.element?.focus({ preventScroll: true }), []);
  useEffect(() => {
    if (at >= 0) handle.current?.scrollToIndex(at);
  }, [at]);

  const go = (to: number): void => onSelect(shown[Math.min(Math.max(to, 0), shown.length - 1)]!);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const page = handle.current?.pageSize() ?? 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: shown.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) go(to);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const isOpen = selected !== undefined && !collapsed.has(selected);
      const folds = selected !== undefined && rows.descendants[selected]! > 0;
      if (folds && isOpen === (event.key === 'ArrowLeft')) props.onToggle(selected);
      else if (event.key === 'ArrowRight') go(at + 1);
      else go(parentAt(rows, shown, at));
    } else return;
    event.preventDefault();
  };
  return (
    <VirtualRows
      handle={handle}
      role="treegrid"
      aria-label="Spans of both traces"
      aria-rowcount={shown.length + 1}
      aria-colcount={4}
      aria-activedescendant={selected === undefined ? undefined : pairRowId(selected)}
      tabIndex={0}
      className={styles.table}
      onKeyDown={onKeyDown}
      count={shown.length}
      rowHeight={ROW}
      headerHeight={ROW}
      rowKey={(index) => shown[index]!}
      header={
        <div role="row" aria-rowindex={1} className={styles.header}>
          <div role="columnheader">Span</div>
          <div role="columnheader" className={styles.right}>
            A
          </div>
          <div role="columnheader" className={styles.right}>
            B
          </div>
          <div role="columnheader" className={styles.right}>
            Difference
          </div>
        </div>
      }
      renderRow={(index) => {
        const row = shown[index]!;
        return (
          <PairRow
            left={left}
            right={right}
            rows={rows}
            row={row}
            index={index}
            changes={props.changes[row]!}
            longestNs={longest}
            selected={row === selected}
            collapsed={collapsed.has(row)}
            onSelect={onSelect}
            onToggle={props.onToggle}
          />
        );
      }}
    />
  );
}

/** Place of the row that a row is below of; its own at the top level. */
function parentAt(rows: AlignedSpans, shown: Int32Array, at: number): number {
  const depth = rows.depth[shown[at]!]!;
  for (let above = at - 1; above >= 0; above--) {
    if (rows.depth[shown[above]!]! < depth) return above;
  }
  return at;
}
