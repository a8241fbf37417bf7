import { Icon } from '../../ui/icons.tsx';
import type { FilterChip } from './filter-terms.ts';
import styles from './filter-bar.module.css';

/** One condition: its text opens it for editing, its cross takes it away. */
export function FilterChipView(props: {
  chip: FilterChip;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { chip } = props;
  const words = `${chip.field} ${chip.operator} ${chip.value}`;
  return (
    <span className={styles.chip}>
      <button
        type="button"
        className={styles.chipText}
        aria-label={`Edit filter ${words}`}
        title={words}
        onClick={(event) => {
          event.stopPropagation();
          props.onEdit();
        }}
      >
        <b>{chip.field}</b>
        <i>{chip.operator === '~' ? 'contains' : chip.operator}</i>
        <span className="truncate">{chip.value}</span>
      </button>
      <button
        type="button"
        className={styles.chipRemove}
        aria-label={`Remove filter ${words}`}
        onClick={(event) => {
          event.stopPropagation();
          props.onRemove();
        }}
      >
        <Icon name="x" size={12} />
      </button>
    </span>
  );
}
