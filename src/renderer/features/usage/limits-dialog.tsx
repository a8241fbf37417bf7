import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { LimitsOfProject } from '../../../shared/contract/usage.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { readLimit, writeByteLimit } from './limit-fields.ts';
import styles from './usage.module.css';

const FIELDS = [
  { name: 'spansPerDay', label: 'Spans a day', hint: 'Counted anew at midnight UTC.' },
  {
    name: 'bytes',
    label: 'Bytes kept',
    hint: 'On disk, such as 2 GB. Refuses new data of every kind; nothing is deleted.',
  },
  {
    name: 'requestsPerSecond',
    label: 'Requests a second',
    hint: 'Of any signal; a quiet second lets as many through at once.',
  },
] as const;

type Field = (typeof FIELDS)[number]['name'];

/** Keys offered for limits of their own. */
const MAX_KEYS = 200;
const PROJECT = 'project';

function valuesOf(limits: LimitsOfProject, owner: string): Record<Field, number | null> {
  if (owner === PROJECT) return limits.project;
  const key = limits.keys.find(({ keyId }) => keyId === owner);
  return {
    spansPerDay: key?.spansPerDay ?? null,
    bytes: null,
    requestsPerSecond: key?.requestsPerSecond ?? null,
  };
}

/** Sets limits of the project, or of one of its keys. */
export function LimitsDialog(props: {
  projectId: string;
  limits: LimitsOfProject;
  /** The key to begin with; absent: the project. */
  keyId?: string | undefined;
  onClose: () => void;
}) {
  const { projectId, limits, onClose } = props;
  const formId = useId();
  const [owner, setOwner] = useState<string>(props.keyId ?? PROJECT);
  const [problems, setProblems] = useState<Partial<Record<Field, string>>>({});
  const keys = useQuery(
    api.keys.list.queryOptions({
      input: { projectId, state: 'active', limit: MAX_KEYS },
      retry: false,
      select: (answer) => answer.keys,
    }),
  );
  const names = new Map<string, string>();
  for (const { keyId, name } of limits.keys) names.set(keyId, name);
  for (const key of keys.data ?? []) names.set(key.id, key.name);
  const options = [
    { value: PROJECT, label: 'The whole project' },
    ...[...names].map(([id, name]) => ({ value: id, label: name || 'Unnamed key', note: id })),
  ];
  const after = {
    onSuccess: () => {
      showToast({ title: 'Limits changed', description: 'In force from now on.', look: 'ok' });
      void queryClient.invalidateQueries({ queryKey: api.usage.key() });
      onClose();
    },
  };
  const setProject = useMutation(api.usage.setLimits.mutationOptions(after));
  const setKey = useMutation(api.usage.setKeyLimits.mutationOptions(after));
  const error = setProject.error ?? setKey.error;
  const fields = FIELDS.filter(({ name }) => owner === PROJECT || name !== 'bytes');
  const values = valuesOf(limits, owner);
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const wanted: Partial<Record<Field, number | null>> = {};
    const wrong: Partial<Record<Field, string>> = {};
    for (const { name } of fields) {
      const read = readLimit(String(data.get(name) ?? ''));
      if ('problem' in read) wrong[name] = read.problem;
      else wanted[name] = read.limit;
    }
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) return;
    if (owner === PROJECT) setProject.mutate({ projectId, ...wanted });
    else {
      const { spansPerDay, requestsPerSecond } = wanted;
      setKey.mutate({ keyId: owner, spansPerDay, requestsPerSecond });
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Edit limits"
      description="Beyond a limit, data is refused with 429 and the time to try again. An empty field is no limit."
      footer={
        <DialogButtons
          onClose={onClose}
          form={formId}
          disabled={setProject.isPending || setKey.isPending}
        >
          Save
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        <div className={styles.owner}>
          <span>Limits of</span>
          <Select
            label="Limits of"
            value={owner}
            options={options}
            onChange={(value) => {
              setOwner(value);
              setProblems({});
            }}
          />
        </div>
        {fields.map(({ name, label, hint }) => (
          <FormField
            key={`${owner} ${name}`}
            name={name}
            label={label}
            hint={hint}
            error={problems[name]}
          >
            <FieldInput
              mono
              inputMode="numeric"
              autoComplete="off"
              placeholder="No limit"
              defaultValue={
                name === 'bytes' ? writeByteLimit(values[name]) : (values[name]?.toString() ?? '')
              }
            />
          </FormField>
        ))}
        {error ? <Notice tone="error">{messageOf(error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
