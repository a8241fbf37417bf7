import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { MAX_NOTE, type Note } from '../../../shared/contract/annotations.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/input.tsx';
import { useKeptFields } from '../../ui/use-kept-fields.ts';
import { Notice } from '../../ui/states.tsx';
import { PlaceSwitch } from './place-switch.tsx';
import { refreshAnnotations } from './use-annotations.ts';
import styles from './annotations.module.css';

/** Writes a note on a span or its trace, or changes one. Ctrl or Cmd with Enter saves. */
export function NoteForm(props: {
  projectId: string;
  traceId: string;
  /** The span it can be about; null for a note that has its place. */
  spanId: string | null;
  edited?: Note;
  onDone?: () => void;
}) {
  const { projectId, traceId, spanId, edited, onDone } = props;
  const [text, setText] = useState(edited?.text ?? '');
  const [ofSpan, setOfSpan] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const name = edited ? 'Edit the note' : 'New note';
  useKeptFields(form, name);
  const onSuccess = (): void => {
    setText('');
    refreshAnnotations();
    onDone?.();
  };
  const add = useMutation(api.annotations.addNote.mutationOptions({ onSuccess }));
  const edit = useMutation(api.annotations.editNote.mutationOptions({ onSuccess }));
  const error = add.error ?? edit.error;
  const empty = text.trim() === '';
  const save = (): void => {
    if (empty || add.isPending || edit.isPending) return;
    if (edited) edit.mutate({ projectId, noteId: edited.id, text });
    else add.mutate({ projectId, traceId, text, ...(ofSpan && spanId ? { spanId } : {}) });
  };
  return (
    <form
      ref={form}
      className={styles.write}
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextArea
        rows={edited ? 4 : 2}
        maxLength={MAX_NOTE}
        value={text}
        aria-label={edited ? 'Text of the note' : 'Write a note'}
        placeholder="Write a note for everybody in the project"
        autoFocus={edited !== undefined}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            save();
          }
        }}
      />
      {error ? <Notice tone="error">{messageOf(error)}</Notice> : null}
      <div className={styles.writeFoot}>
        {spanId === null ? null : <PlaceSwitch ofSpan={ofSpan} onChange={setOfSpan} />}
        {edited ? <Button onClick={onDone}>Cancel</Button> : null}
        <Button type="submit" disabled={empty || add.isPending || edit.isPending}>
          {edited ? 'Save' : 'Add note'}
        </Button>
      </div>
    </form>
  );
}
