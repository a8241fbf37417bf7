import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/input.tsx';
import { Notice } from '../../ui/states.tsx';
import { PlaceSwitch } from './place-switch.tsx';
import { readScoreValue } from './score-value.ts';
import { refreshAnnotations } from './use-annotations.ts';
import styles from './annotations.module.css';

const EMPTY = { name: '', value: '', comment: '' };

/** Scores a span or its trace; a score of the same name by oneself is replaced. */
export function ScoreForm(props: { projectId: string; traceId: string; spanId: string }) {
  const { projectId, traceId, spanId } = props;
  const [open, setOpen] = useState(false);
  const [ofSpan, setOfSpan] = useState(false);
  const [fields, setFields] = useState(EMPTY);
  const score = useMutation(
    api.annotations.score.mutationOptions({
      onSuccess: () => {
        refreshAnnotations();
        setFields(EMPTY);
        setOpen(false);
      },
    }),
  );
  if (!open) {
    return (
      <div className={styles.writeFoot}>
        <Button look="ghost" icon="plus" onClick={() => setOpen(true)}>
          Add a score
        </Button>
      </div>
    );
  }
  const ready = fields.name.trim() !== '' && fields.value.trim() !== '' && !score.isPending;
  const field = (name: keyof typeof EMPTY, label: string, placeholder: string, most: number) => (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      maxLength={most}
      autoFocus={name === 'name'}
      autoComplete="off"
      value={fields[name]}
      onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
    />
  );
  return (
    <form
      className={styles.write}
      aria-label="New score"
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        const { name, comment } = fields;
        const value = readScoreValue(fields.value);
        const place = { traceId, ...(ofSpan ? { spanId } : {}) };
        score.mutate({ projectId, scores: [{ ...place, name, value, comment }] });
      }}
    >
      <div className={styles.scoreFields}>
        {field('name', 'Name of the score', 'Name, such as helpful', 100)}
        {field('value', 'Value of the score', '0.8, yes, no, or a label', 200)}
      </div>
      {field('comment', 'Comment on the score', 'Why (optional)', 4000)}
      {score.error ? <Notice tone="error">{messageOf(score.error)}</Notice> : null}
      <div className={styles.writeFoot}>
        <PlaceSwitch ofSpan={ofSpan} onChange={setOfSpan} />
        <Button onClick={() => setOpen(false)}>Cancel</Button>
        <Button type="submit" disabled={!ready}>
          Save score
        </Button>
      </div>
    </form>
  );
}
