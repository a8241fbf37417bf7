import type { MouseEvent } from 'react';
import type { AnnotatedTrace } from '../../../shared/contract/annotations.ts';
import { formatPlural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { TagChip } from './tag-chip.tsx';
import { tagQuery } from './tag-query.ts';
import styles from './annotations.module.css';

/** Tags that a row has room for. */
const SHOWN_TAGS = 2;

/**
 * What is said of a trace, beside its name in the list.
 *
 * @param props.onPick gets the condition that finds what is said alike
 */
export function RowAnnotations(props: {
  of: AnnotatedTrace | undefined;
  onPick: (condition: string) => void;
}) {
  const { of } = props;
  if (of === undefined) return null;
  const pick = (condition: string) => (event: MouseEvent) => {
    // A click on the row opens the trace.
    event.stopPropagation();
    props.onPick(condition);
  };
  const { pinned, tags, notes, scores } = of;
  const more = tags.slice(SHOWN_TAGS);
  const said = [
    ...(notes > 0 ? [formatPlural(notes, 'note')] : []),
    ...(scores > 0 ? [formatPlural(scores, 'score')] : []),
  ].join(', ');
  return (
    <span className={styles.row}>
      {pinned ? (
        <button
          type="button"
          tabIndex={-1}
          className={styles.pinned}
          title="Only pinned traces"
          onClick={pick('pinned = true')}
        >
          <Icon name="pin" size={13} label="Pinned" />
        </button>
      ) : null}
      {tags.length > 0 ? (
        <span className={styles.few} title={tags.join(', ')}>
          <Icon name="tag" size={12} label={`Tags: ${tags.join(', ')}`} />
          {tags.length}
        </span>
      ) : null}
      {tags.slice(0, SHOWN_TAGS).map((name) => (
        <TagChip key={name} name={name} onPick={pick(tagQuery(name))} />
      ))}
      {more.length > 0 ? (
        <span className={styles.more} title={more.join(', ')}>
          +{more.length}
        </span>
      ) : null}
      {said === '' ? null : (
        <span className={styles.said} title={said}>
          <Icon name="note" size={12} label={said} />
          {notes + scores}
        </span>
      )}
    </span>
  );
}
