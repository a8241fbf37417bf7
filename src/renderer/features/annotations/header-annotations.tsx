import { useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { exactTime, formatCount, formatPlural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { useMay } from '../people/use-may.ts';
import { TagChip } from './tag-chip.tsx';
import { TagsDialog } from './tags-dialog.tsx';
import { useAnnotations, usePin, useTag } from './use-annotations.ts';
import styles from './annotations.module.css';

/** Tags that the facts of a trace have room for. */
const SHOWN_TAGS = 3;

/** Pins the trace of a screen, or takes its pin off. */
export function PinButton({ projectId, traceId }: { projectId: string; traceId: string }) {
  const { data } = useAnnotations(projectId, traceId);
  const pin = usePin();
  const may = useMay(undefined, projectId);
  const pinned = (data?.pin ?? null) !== null;
  const by = data?.pin
    ? `Pinned by ${data.pin.author.name}, ${exactTime(Date.parse(data.pin.pinnedAt) * 1000)}`
    : 'Pin: retention keeps it longer';
  if (!may('annotations:write')) {
    return pinned ? (
      <span className={styles.pinned} title={by}>
        <Icon name="pin" label="Pinned" />
      </span>
    ) : null;
  }
  return (
    <IconButton
      icon="pin"
      label={pinned ? 'Take the pin off' : 'Pin this trace'}
      title={by}
      pressed={pinned}
      disabled={!data || pin.isPending}
      onClick={() => pin.mutate({ projectId, traceIds: [traceId], pinned: !pinned })}
    />
  );
}

/** Tags of the trace, and how many notes and scores it and its spans have. */
export function TraceTags(props: {
  projectId: string;
  traceId: string;
  /** Shows notes and scores. */
  onNotes: () => void;
}) {
  const { projectId, traceId, onNotes } = props;
  const { data } = useAnnotations(projectId, traceId);
  const mayWrite = useMay(undefined, projectId)('annotations:write');
  const tag = useTag();
  const [open, setOpen] = useState(false);
  if (!data) return null;
  const names = data.tags.filter(({ spanId }) => spanId === null).map(({ name }) => name);
  const said = data.notes.length + data.scores.length;
  return (
    <>
      {names.length > 0 ? (
        <span className={styles.wide} role="group" aria-label="Tags of the trace">
          {names.slice(0, SHOWN_TAGS).map((name) => (
            <TagChip
              key={name}
              name={name}
              onRemove={
                mayWrite
                  ? () => tag.mutate({ projectId, traceIds: [traceId], remove: [name] })
                  : undefined
              }
            />
          ))}
        </span>
      ) : null}
      <span className={styles.marks}>
        {mayWrite ? (
          <Button
            look="ghost"
            icon="tag"
            aria-label={names.length > 0 ? `Tags: ${formatCount(names.length)}` : 'Tags'}
            title={names.length === 0 ? 'Add tags' : names.join(', ')}
            onClick={() => setOpen(true)}
          >
            {names.length > 0 ? formatCount(names.length) : null}
          </Button>
        ) : null}
        {said > 0 || mayWrite ? (
          <Button
            look="ghost"
            icon="note"
            aria-label={`Notes and scores${said > 0 ? `: ${formatCount(said)}` : ''}`}
            title={`${formatPlural(data.notes.length, 'note')}, ${formatPlural(data.scores.length, 'score')}`}
            onClick={onNotes}
          >
            {said > 0 ? formatCount(said) : null}
          </Button>
        ) : null}
      </span>
      {open ? (
        <TagsDialog
          projectId={projectId}
          traceIds={[traceId]}
          tags={names}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
