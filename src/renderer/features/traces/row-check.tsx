import { Icon } from '../../ui/icons.tsx';
import styles from './selection.module.css';

/** Chooses a row; with Shift everything from the last one to it. */
export function RowCheck(props: {
  label: string;
  checked: boolean | 'mixed';
  /** Reached with Tab; rows are chosen by the keys of the list. */
  tab?: boolean;
  onCheck: (withShift: boolean) => void;
}) {
  const { checked } = props;
  return (
    <button
      type="button"
      role="checkbox"
      className={styles.check}
      aria-checked={checked}
      aria-label={props.label}
      tabIndex={props.tab ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation();
        props.onCheck(event.shiftKey);
      }}
    >
      <span>
        {checked ? <Icon name={checked === 'mixed' ? 'minus' : 'check'} size={11} /> : null}
      </span>
    </button>
  );
}
