import { useMutation } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import type { DeletionTarget } from '../../../shared/contract/deletion.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { InView } from '../../ui/in-view.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { LoadingState, Notice } from '../../ui/states.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { ConfirmName } from '../projects/confirm-name.tsx';
import { DeletionCounts, DeletionProblems } from './deletion-counts.tsx';
import { whatGoes } from '../../../shared/deletion-words.ts';
import { startDeletion } from './running-deletions.ts';
import { LOCALE } from '../../ui/format.ts';
import styles from './retention.module.css';

/** Attributes that name a person or what they did in one visit, as instrumentations write them. */
const PERSON_KEYS = ['user.id', 'enduser.id', 'session.id', 'langfuse.user.id', 'user.email'];

/** Deletes everything that has an attribute, after it was counted and the project's name was typed. */
export function ForgetDialog(props: {
  project: { readonly id: string; readonly name: string };
  onClose: () => void;
}) {
  const { project, onClose } = props;
  const projectId = project.id;
  const formId = useId();
  const begin = useRef<HTMLInputElement>(null);
  const [key, setKey] = useState('user.id');
  const [value, setValue] = useState('');
  const [typed, setTyped] = useState('');
  const target: DeletionTarget = { kind: 'attribute', key: key.trim(), value };
  const reason = useReason();
  const count = useMutation(api.retention.countDeletion.mutationOptions());
  const change = (set: (text: string) => void, text: string): void => {
    set(text);
    count.reset();
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (counts === undefined) look();
    else if (isConfirmed) remove();
  };
  const counts = count.data;
  const nothing = counts && counts.traces + counts.spans + counts.logs + counts.metrics === 0;
  const isRefused = counts?.refusal !== undefined;
  const isConfirmed = counts !== undefined && !nothing && !isRefused && typed === project.name;
  const mayLook = key.trim() !== '' && value !== '' && !count.isPending;
  const look = (): void => {
    if (mayLook) count.mutate({ projectId, target });
  };
  const remove = (): void => {
    if (counts) void startDeletion(project, target, whatGoes(counts, LOCALE), reason.context);
    onClose();
  };
  // Enter does what comes next: it counts, and once that was done and the project named it deletes.
  const next = counts === undefined ? 'count' : 'delete';
  return (
    <Dialog
      open
      initialFocus={begin}
      onClose={onClose}
      title="Delete by attribute"
      description="Every trace in which something has this attribute goes as a whole, with its log records; so do other log records and metrics that have it. Nested values count too, by their name or path. It cannot be undone."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {next === 'count' ? (
            <Button type="submit" form={formId} disabled={!mayLook}>
              Count
            </Button>
          ) : (
            <Button disabled={!mayLook} onClick={look}>
              Count again
            </Button>
          )}
          <Button
            look="danger"
            disabled={!isConfirmed}
            {...(next === 'delete' ? { type: 'submit', form: formId } : {})}
          >
            Delete for good
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        <FormField label="Attribute" name="key">
          <FieldInput mono value={key} onChange={(event) => change(setKey, event.target.value)} />
        </FormField>
        <div className={styles.keys} role="group" aria-label="Attributes that name a person">
          {PERSON_KEYS.map((name) => (
            <button
              key={name}
              type="button"
              className={styles.key}
              aria-pressed={key.trim() === name}
              onClick={() => change(setKey, name)}
            >
              {name}
            </button>
          ))}
        </div>
        <FormField
          label="Value"
          name="value"
          hint="Exactly as it was sent. One person may be named by several attributes: delete by each."
        >
          <FieldInput
            mono
            ref={begin}
            autoComplete="off"
            value={value}
            onChange={(event) => change(setValue, event.target.value)}
          />
        </FormField>
        {count.isPending ? <LoadingState inline label="Counting what would go" /> : null}
        {counts && nothing ? (
          <InView>
            <Notice>
              Nothing has this attribute with this value. It is looked for exactly as it is written.
            </Notice>
            <DeletionProblems counts={counts} />
          </InView>
        ) : null}
        {counts && !nothing ? (
          <InView className={styles.form}>
            <DeletionCounts counts={counts} />
            {isRefused ? null : (
              <>
                <ConfirmName name={project.name} typed={typed} onChange={setTyped} />
                {reason.field}
              </>
            )}
          </InView>
        ) : null}
        {count.error ? (
          <InView>
            <Notice tone="error">{messageOf(count.error)}</Notice>
          </InView>
        ) : null}
      </form>
    </Dialog>
  );
}
