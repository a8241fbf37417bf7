import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Note, Score } from '../../../shared/contract/annotations.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { IconButton } from '../../ui/button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useMay } from '../people/use-may.ts';
import { NoteForm } from './note-form.tsx';
import { ScoreForm } from './score-form.tsx';
import { TagChip } from './tag-chip.tsx';
import { refreshAnnotations, useAnnotations, useTag } from './use-annotations.ts';
import styles from './annotations.module.css';

const onError = (error: Error): void => showToast({ title: messageOf(error), look: 'error' });

/** Notes, scores and tags of a span and of its whole trace, and writing them. */
export function NotesTab(props: { projectId: string; traceId: string; spanId: string }) {
  const { projectId, traceId, spanId } = props;
  const { data, error, refetch } = useAnnotations(projectId, traceId);
  const may = useMay(undefined, projectId);
  const tag = useTag();
  if (error) {
    return (
      <ErrorState title="Notes could not be read" error={error} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <LoadingState />;
  const tags = data.tags.filter((each) => each.spanId === spanId);
  const place = (of: { spanId: string | null }): string =>
    of.spanId === null ? 'whole trace' : of.spanId === spanId ? 'this span' : 'another span';
  const mayWrite = may('annotations:write');
  const nothing = data.notes.length + data.scores.length + tags.length === 0;
  return (
    <div className={styles.tab}>
      {tags.length > 0 ? (
        <div className={styles.chips} role="group" aria-label="Tags of the span">
          {tags.map(({ name }) => (
            <TagChip
              key={name}
              name={name}
              onRemove={
                mayWrite
                  ? () => tag.mutate({ projectId, traceIds: [traceId], spanId, remove: [name] })
                  : undefined
              }
            />
          ))}
        </div>
      ) : null}
      {data.notes.map((note) => (
        <NoteEntry
          key={note.id}
          projectId={projectId}
          note={note}
          place={place(note)}
          mayWrite={mayWrite}
          mayDelete={may('traces:delete')}
        />
      ))}
      {data.scores.length > 0 ? (
        <ul className={styles.scores} aria-label="Scores">
          {data.scores.map((score) => (
            <ScoreEntry
              key={score.id}
              projectId={projectId}
              score={score}
              place={place(score)}
              mayDelete={mayWrite && (score.own || may('traces:delete'))}
            />
          ))}
        </ul>
      ) : null}
      {nothing && !mayWrite ? <p className="faint">Nobody wrote anything yet.</p> : null}
      {mayWrite ? (
        <>
          <NoteForm
            key={`note ${spanId}`}
            projectId={projectId}
            traceId={traceId}
            spanId={spanId}
          />
          <ScoreForm
            key={`score ${spanId}`}
            projectId={projectId}
            traceId={traceId}
            spanId={spanId}
          />
        </>
      ) : null}
    </div>
  );
}

function NoteEntry(props: {
  projectId: string;
  note: Note;
  place: string;
  mayWrite: boolean;
  mayDelete: boolean;
}) {
  const { projectId, note, mayWrite } = props;
  const [editing, setEditing] = useState(false);
  const remove = useMutation(
    api.annotations.deleteNote.mutationOptions({ onSuccess: refreshAnnotations, onError }),
  );
  return (
    <article className={styles.note} aria-label={`Note by ${note.author.name}`}>
      <header className={styles.noteHead}>
        <span className={styles.noteFacts}>
          <b>{note.author.name}</b>
          <span>{props.place}</span>
          <RelativeTime iso={note.createdAt} />
          {note.editedAt === null ? null : <span title={note.editedAt}>edited</span>}
        </span>
        <span className={styles.noteActions}>
          {note.own && mayWrite ? (
            <IconButton icon="pencil" label="Edit the note" onClick={() => setEditing(true)} />
          ) : null}
          {mayWrite && (note.own || props.mayDelete) ? (
            <IconButton
              icon="trash"
              label="Delete the note"
              disabled={remove.isPending}
              onClick={() => remove.mutate({ projectId, noteId: note.id })}
            />
          ) : null}
        </span>
      </header>
      {editing ? (
        <NoteForm
          projectId={projectId}
          traceId={note.traceId}
          spanId={null}
          edited={note}
          onDone={() => setEditing(false)}
        />
      ) : (
        <div className={styles.text}>{note.text}</div>
      )}
    </article>
  );
}

function ScoreEntry(props: { projectId: string; score: Score; place: string; mayDelete: boolean }) {
  const { projectId, score } = props;
  const remove = useMutation(
    api.annotations.deleteScore.mutationOptions({ onSuccess: refreshAnnotations, onError }),
  );
  const { value } = score;
  return (
    <li className={styles.score}>
      <div className={styles.noteHead}>
        <span className={styles.noteFacts}>
          <b>{score.name}</b>
          <code>{typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)}</code>
          <span>{props.place}</span>
          <span>
            by {score.author.name}
            {score.source === 'api' ? ' (API)' : ''}
            {score.author.kind === 'import' ? ', imported' : ''}
          </span>
          <RelativeTime iso={score.scoredAt} />
        </span>
        {props.mayDelete ? (
          <span className={styles.noteActions}>
            <IconButton
              icon="trash"
              label={`Delete the score ${score.name}`}
              disabled={remove.isPending}
              onClick={() => remove.mutate({ projectId, scoreId: score.id })}
            />
          </span>
        ) : null}
      </div>
      {score.comment === '' ? null : <div className={styles.text}>{score.comment}</div>}
    </li>
  );
}
