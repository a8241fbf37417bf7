import { IconButton } from './button.tsx';
import { formatCount } from './format.ts';
import styles from './pager.module.css';

/** Which rows of a long table are shown, and the way to the others; nothing where all fit on one page. */
export function Pager(props: {
  /** From 0. */
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
}) {
  const { page, pageSize, total } = props;
  if (total <= pageSize) return null;
  const first = page * pageSize;
  const last = Math.min(total, first + pageSize);
  return (
    <nav className={styles.pager} aria-label="Pages">
      <IconButton
        icon="chevronLeft"
        label="Previous page"
        disabled={page === 0}
        onClick={() => props.onPage(page - 1)}
      />
      <span className={styles.place}>
        {formatCount(first + 1)} to {formatCount(last)} of {formatCount(total)}
      </span>
      <IconButton
        icon="chevronRight"
        label="Next page"
        disabled={last >= total}
        onClick={() => props.onPage(page + 1)}
      />
    </nav>
  );
}
