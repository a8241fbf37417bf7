import type { ReactNode } from 'react';
import styles from './scrolled-table.module.css';
import table from './table.module.css';

/** A long table that scrolls below its heading, with the pointer and by keys. */
export function ScrolledTable(props: { label: string; children: ReactNode }) {
  return (
    <div
      className={`${table['wrap'] ?? ''} ${styles.scrolled ?? ''}`}
      role="region"
      aria-label={props.label}
      tabIndex={0}
    >
      <table className={table['table']}>{props.children}</table>
    </div>
  );
}
