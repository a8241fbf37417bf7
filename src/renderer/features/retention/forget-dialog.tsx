import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeletionCounts, DeletionTarget } from '../../../shared/contract/retention.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { ConfirmName } from '../projects/confirm-name.tsx';
import styles from './retention.module.css';

/** Deletes everything that has an attribute, after it was counted and the project's name was typed. */
export function ForgetDialog(props: {
  project: { readonly id: string; readonly name: string };
  onClose: () => void;
}) {
  const { project, onClose } = props;
  const projectId = project.id;
  const [key, setKey] = useState('user.id');
  const [value, setValue] = useState('');
  const [typed, setTyped] = useState('');
  const target: DeletionTarget = { kind: 'attribute', key, value };
  const reason = useReason();
  const count = useMutation(api.retention.countDeletion.mutationOptions());
  const remove = useMutation(
    api.retention.delete.mutationOptions({
      context: reason.context,
      onSuccess: ({ deleted }) => {
        showToast({
          title: `${formatPlural(deleted.traces, 'trace')} deleted`,
          description: `${formatPlural(deleted.logs, 'log record')} and ${formatPlural(deleted.metrics, 'metric')} went as well.`,
          look: 'ok',
        });
        void queryClient.invalidateQueries();
        onClose();
      },
    }),
  );
  const change = (set: (text: string) => void, text: string): void => {
    set(text);
    count.reset();
  };
  const error = count.error ?? remove.error;
  const ready = count.data && typed === project.name && !remove.isPending;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Delete by attribute"
      description="Every trace in which something has this attribute goes as a whole, with its log records; so do other log records and metrics that have it. There is no undo."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            disabled={key.trim() === '' || value === '' || count.isPending}
            onClick={() => count.mutate({ projectId, target })}
          >
            Count
          </Button>
          <Button
            look="danger"
            disabled={!ready}
            onClick={() => remove.mutate({ projectId, target, confirm: typed })}
          >
            Delete for good
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <FormField label="Attribute" name="key">
          <FieldInput mono value={key} onChange={(event) => change(setKey, event.target.value)} />
        </FormField>
        <FormField label="Value" name="value">
          <FieldInput
            mono
            autoFocus
            autoComplete="off"
            value={value}
            onChange={(event) => change(setValue, event.target.value)}
          />
        </FormField>
        {count.data ? <Counts counts={count.data} /> : null}
        {count.data ? <ConfirmName name={project.name} typed={typed} onChange={setTyped} /> : null}
        {count.data ? reason.field : null}
        {error ? <Notice tone="error">{messageOf(error)}</Notice> : null}
      </div>
    </Dialog>
  );
}

function Counts({ counts }: { counts: DeletionCounts }) {
  const facts = [
    ['Traces', counts.traces],
    ['Spans', counts.spans],
    ['Log records', counts.logs],
    ['Metrics', counts.metrics],
  ] as const;
  return (
    <dl className={styles.facts} aria-label="What is deleted">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{formatCount(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
