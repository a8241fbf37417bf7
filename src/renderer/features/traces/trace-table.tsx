import { clsx } from 'clsx';
import type { Ref } from 'react';
import type { TraceSummary } from '../../../shared/contract/traces.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import type { ListOrder } from '../../app/list-look.ts';
import { Icon } from '../../ui/icons.tsx';
import { VirtualRows, type VirtualRowsHandle } from '../../ui/virtual-rows.tsx';
import { HiddenValue } from '../visibility/hidden-value.tsx';
import { RowCheck } from './row-check.tsx';
import type { ColumnFit } from './column-fit.ts';
import { isColumnHidden, type CellContext, type TraceColumn } from './columns.tsx';
import styles from './trace-table.module.css';

const rowId = (traceId: string): string => `trace-${traceId}`;

const HEADER = 28;
/** Width of the boxes that choose rows, pixels. */
const CHECKS = 26;

function HeaderCell(props: {
  column: TraceColumn;
  hidden: boolean;
  order: ListOrder;
  onOrder: (order: ListOrder) => void;
}) {
  const { column, order } = props;
  const sorted = column.sort === order.sort;
  const className = clsx(styles.headCell, column.right && styles.right);
  // The order of hidden values would tell them.
  if (!column.sort || props.hidden) {
    return (
      <div role="columnheader" className={className}>
        {column.label}
      </div>
    );
  }
  const sort = column.sort;
  return (
    <div
      role="columnheader"
      className={className}
      aria-sort={sorted ? (order.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() => props.onOrder({ sort, descending: sorted ? !order.descending : true })}
      >
        {column.label}
        {sorted ? <Icon name={order.descending ? 'arrowDown' : 'arrowUp'} size={11} /> : null}
      </button>
    </div>
  );
}

/** The traces as a grid of rows; only those on screen exist. */
export function TraceTable(props: {
  rows: readonly TraceSummary[];
  fit: ColumnFit;
  context: CellContext;
  order: ListOrder;
  onOrder: (order: ListOrder) => void;
  selected: string | null;
  onSelect: (traceId: string) => void;
  onOpen: (traceId: string) => void;
  onScroll: (top: number) => void;
  onNearEnd: () => void;
  /** First and last row on screen. */
  onRange: (first: number, last: number) => void;
  /** Traces that are chosen. */
  checked: ReadonlySet<string>;
  onCheck: (traceId: string, withShift: boolean) => void;
  onCheckAll: (on: boolean) => void;
  total: number;
  /** Columns that are blank, because a rule hides what they come from. */
  hidden: readonly DerivedField[];
  handle: Ref<VirtualRowsHandle>;
  busy: boolean;
}) {
  const { rows, selected, checked, fit } = props;
  const columns = fit.shown;
  const grid = { gridTemplateColumns: `${CHECKS}px ${fit.tracks}`, minWidth: fit.minWidth };
  const onRange = (first: number, last: number): void => {
    props.onRange(first, last);
    if (last >= rows.length - 30) props.onNearEnd();
  };
  return (
    <VirtualRows
      handle={props.handle}
      className={styles.table}
      role="grid"
      aria-label="Traces"
      aria-rowcount={props.total + 1}
      aria-colcount={columns.length + 1}
      aria-busy={props.busy}
      aria-activedescendant={selected ? rowId(selected) : undefined}
      tabIndex={0}
      count={rows.length}
      rowHeight={30}
      rowKey={(index) => rows[index]?.traceId ?? index}
      onRange={onRange}
      onScroll={props.onScroll}
      headerHeight={HEADER}
      header={
        <div role="row" aria-rowindex={1} className={styles.head} style={grid}>
          <div role="columnheader" className={styles.checkCell}>
            <RowCheck
              label="Select all loaded traces"
              tab
              checked={
                checked.size === 0
                  ? false
                  : rows.every(({ traceId }) => checked.has(traceId)) || 'mixed'
              }
              onCheck={() => props.onCheckAll(checked.size === 0)}
            />
          </div>
          {columns.map((column) => (
            <HeaderCell
              key={column.id}
              column={column}
              hidden={isColumnHidden(column, props.hidden)}
              order={props.order}
              onOrder={props.onOrder}
            />
          ))}
        </div>
      }
      renderRow={(index) => {
        const trace = rows[index];
        if (!trace) return null;
        const isSelected = trace.traceId === selected;
        return (
          // The keyboard works through the grid's active descendant, see the screen's commands.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            role="row"
            id={rowId(trace.traceId)}
            aria-rowindex={index + 2}
            aria-selected={isSelected}
            className={clsx(
              styles.row,
              checked.has(trace.traceId) && styles.checked,
              isSelected && styles.selected,
            )}
            style={grid}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey) props.onSelect(trace.traceId);
              else props.onOpen(trace.traceId);
            }}
          >
            <div role="gridcell" className={styles.checkCell}>
              <RowCheck
                label={`Select ${trace.name || 'the trace'}`}
                checked={checked.has(trace.traceId)}
                onCheck={(withShift) => props.onCheck(trace.traceId, withShift)}
              />
            </div>
            {columns.map((column) => (
              <div
                key={column.id}
                role="gridcell"
                className={clsx(
                  styles.cell,
                  column.right && styles.right,
                  column.id === 'name' && styles.nameCell,
                )}
              >
                {isColumnHidden(column, props.hidden) ? (
                  <HiddenValue what={column.label} short={column.min < 90} />
                ) : (
                  column.cell(trace, props.context)
                )}
              </div>
            ))}
          </div>
        );
      }}
    />
  );
}
