import type { MouseEvent } from 'react';
import { Icon } from '../../ui/icons.tsx';
import styles from './annotations.module.css';

/** A tag; with `onRemove` it can be taken off, with `onPick` a click is about all that have it. */
export function TagChip(props: {
  name: string;
  onRemove?: (() => void) | undefined;
  onPick?: ((event: MouseEvent) => void) | undefined;
}) {
  const { name, onRemove, onPick } = props;
  if (onPick) {
    const label = `Only with the tag ${name}`;
    return (
      <button
        type="button"
        tabIndex={-1}
        className={styles.tag}
        title={label}
        aria-label={label}
        onClick={onPick}
      >
        <span className="truncate">{name}</span>
      </button>
    );
  }
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
