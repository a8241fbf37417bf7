import { clsx } from 'clsx';
import { formatCount } from '../../ui/format.ts';
import table from '../../ui/table.module.css';
import { formatShare } from './metrics.ts';
import styles from './analytics.module.css';

/** Errors of some calls and their share, as two cells of a row. */
export function ErrorCells({ errors, calls }: { errors: number; calls: number }) {
  const look = clsx(table['num'], errors > 0 && styles.failed);
  return (
    <>
      <td className={look}>{formatCount(errors)}</td>
      <td className={look}>{formatShare(errors / calls)}</td>
    </>
  );
}
