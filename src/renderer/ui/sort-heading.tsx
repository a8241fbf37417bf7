import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import styles from './sort-heading.module.css';
import table from './table.module.css';

/** The heading of a column that sorts the table; tells which one does now, and which way. */
export function SortHeading<Column extends string>(props: {
  column: Column;
  /** The column that sorts now. */
  by: Column;
  order: 'asc' | 'desc';
  onSort: (column: Column) => void;
  children: ReactNode;
  right?: boolean;
}) {
  const { column, by, order } = props;
  const here = column === by;
  return (
    <th
      scope="col"
      aria-sort={here ? (order === 'asc' ? 'ascending' : 'descending') : undefined}
      className={props.right ? table['right'] : undefined}
    >
      <button
        type="button"
        className={clsx(styles.button, here && styles.here, props.right && styles.reversed)}
        onClick={() => props.onSort(column)}
      >
        {props.children}
        <Icon name={here && order === 'asc' ? 'arrowUp' : 'arrowDown'} size={11} />
      </button>
    </th>
  );
}
