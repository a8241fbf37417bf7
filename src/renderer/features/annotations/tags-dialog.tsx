import { useState, type FormEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPlural } from '../../ui/format.ts';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { TagChip } from './tag-chip.tsx';
import { useTag, useTagSuggestions } from './use-annotations.ts';
import styles from './annotations.module.css';

const MAX_TAG = 50;
/** Suggestions shown at once. */
const SUGGESTED = 12;

/** Puts tags on traces, or on a span, and takes them off; each at once. */
export function TagsDialog(props: {
  projectId: string;
  traceIds: readonly string[];
  spanId?: string | undefined;
  /** Tags that something of it has. */
  tags: readonly string[];
  onClose: () => void;
}) {
  const { projectId, traceIds, spanId, tags } = props;
  const [text, setText] = useState('');
  const [added, setAdded] = useState<readonly string[]>([]);
  const [removed, setRemoved] = useState<readonly string[]>([]);
  const tag = useTag();
  const suggestions = useTagSuggestions(projectId);
  const shown = [...new Set([...tags, ...added])].filter((name) => !removed.includes(name));
  const place = { projectId, traceIds: [...traceIds], ...(spanId === undefined ? {} : { spanId }) };
  const add = (name: string): void => {
    setAdded([...added, name]);
    setRemoved(removed.filter((each) => each !== name));
    tag.mutate({ ...place, add: [name] });
  };
  const remove = (name: string): void => {
    setRemoved([...removed, name]);
    tag.mutate({ ...place, remove: [name] });
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const name = text.trim();
    if (name === '') return;
    add(name);
    setText('');
  };
  const matching = (suggestions.data?.tags ?? [])
    .filter(({ name }) => !shown.includes(name))
    .filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()))
    .slice(0, SUGGESTED);
  const what = spanId === undefined ? formatPlural(traceIds.length, 'trace') : 'the selected span';
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="Tags"
      description={`Of ${what}; everybody in the project sees them.`}
      footer={<Button onClick={props.onClose}>Done</Button>}
    >
      <form className={styles.form} onSubmit={onSubmit}>
        <FormField label="New tag" name="tag" hint="Enter puts it on.">
          <FieldInput
            autoComplete="off"
            maxLength={MAX_TAG}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </FormField>
        <div className={styles.chips} role="group" aria-label="Tags now">
          {shown.length === 0 ? <span className="faint">No tags yet</span> : null}
          {shown.map((name) => (
            <TagChip key={name} name={name} onRemove={() => remove(name)} />
          ))}
        </div>
        {matching.length > 0 ? (
          <div className={styles.chips} role="group" aria-label="Tags of the project">
            <span className="faint">Used before:</span>
            {matching.map(({ name, traces }) => (
              <button
                key={name}
                type="button"
                className={styles.suggested}
                title={formatPlural(traces, 'trace')}
                onClick={() => add(name)}
              >
                {name}
              </button>
            ))}
          </div>
        ) : null}
      </form>
    </Dialog>
  );
}
