import { Icon } from '../../ui/icons.tsx';
import styles from './annotations.module.css';

/** A tag; with `onRemove` it can be taken off. */
export function TagChip({ name, onRemove }: { name: string; onRemove?: (() => void) | undefined }) {
  return (
    <span className={styles.tag} title={name}>
      <span className="truncate">{name}</span>
      {onRemove ? (
        <button
          type="button"
          className={styles.untag}
          aria-label={`Take the tag ${name} off`}
          title={`Take the tag ${name} off`}
          onClick={onRemove}
        >
          <Icon name="x" size={11} />
        </button>
      ) : null}
    </span>
  );
}
