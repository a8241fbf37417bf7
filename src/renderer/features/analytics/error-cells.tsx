import { clsx } from 'clsx';
import { formatCount } from '../../ui/format.ts';
import table from '../../ui/table.module.css';
import { formatShare } from './metrics.ts';
import styles from './analytics.module.css';

/** Errors of some calls and their share, as two cells of a row; the number leads to the traces with those that failed. */
export function ErrorCells(props: { errors: number; calls: number; href: string }) {
  const { errors, calls, href } = props;
  const look = clsx(table['num'], errors > 0 && styles.failed);
  return (
    <>
      <td className={look}>
        {errors === 0 ? formatCount(errors) : <a href={href}>{formatCount(errors)}</a>}
      </td>
      <td className={look}>{formatShare(errors / calls)}</td>
    </>
  );
}
