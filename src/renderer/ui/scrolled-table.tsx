import type { ReactNode } from 'react';
import styles from './scrolled-table.module.css';
import table from './table.module.css';

/** A long table that scrolls below its heading, with the pointer and by keys. */
export function ScrolledTable(props: {
  label: string;
  /** The last thing on its screen: it takes the height of the window, as there is nothing below to be reached. */
  isLast?: boolean;
  /** All its rows, the heading among them, where only some are drawn. */
  rowCount?: number | undefined;
  children: ReactNode;
}) {
  return (
    <div
      className={`${table['wrap'] ?? ''} ${styles.scrolled ?? ''}`}
      data-last={props.isLast ? '' : undefined}
      role="region"
      aria-label={props.label}
      tabIndex={0}
    >
      <table className={table['table']} aria-rowcount={props.rowCount}>
        {props.children}
      </table>
    </div>
  );
}
