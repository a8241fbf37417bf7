import { useMutation } from '@tanstack/react-query';
import { Fragment, useId, useState, type FormEvent } from 'react';
import { RETAINED_SIGNALS, type RetentionRules } from '../../../shared/contract/retention.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldArea, FieldInput, FormField, TextInput } from '../../ui/input.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { writeByteLimit } from '../usage/limit-fields.ts';
import { readRules, writeEnvironments } from './rule-fields.ts';
import styles from './retention.module.css';

const MEASURES = [
  { name: 'days', label: 'Days' },
  { name: 'bytes', label: 'Bytes' },
  { name: 'records', label: 'Records' },
] as const;

/** Sets what is kept of a project. */
export function RulesDialog(props: {
  projectId: string;
  rules: RetentionRules;
  onClose: () => void;
}) {
  const { projectId, rules, onClose } = props;
  const formId = useId();
  const [hold, setHold] = useState(rules.legalHold);
  const [problem, setProblem] = useState<string>();
  const reason = useReason();
  const save = useMutation(
    api.retention.set.mutationOptions({
      context: reason.context,
      onSuccess: () => {
        showToast({
          title: 'Rules saved',
          description: 'The next sweep follows them.',
          look: 'ok',
        });
        void queryClient.invalidateQueries({ queryKey: api.retention.key() });
        onClose();
      },
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const read = readRules((name) => String(data.get(name) ?? ''));
    setProblem('problem' in read ? read.problem : undefined);
    if ('rules' in read) save.mutate({ projectId, ...read.rules, legalHold: hold });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Edit rules"
      description="An empty field is no limit. What goes, goes for good: look at the dry run first."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} disabled={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        <div className={styles.grid}>
          <strong />
          {MEASURES.map(({ name, label }) => (
            <strong key={name}>{label}</strong>
          ))}
          {RETAINED_SIGNALS.map((signal) => (
            <Fragment key={signal}>
              <span>{signal}</span>
              {MEASURES.map(({ name, label }) => (
                <TextInput
                  key={name}
                  name={`${signal}.${name}`}
                  aria-label={`${label} of ${signal}`}
                  placeholder="no limit"
                  defaultValue={
                    name === 'bytes'
                      ? writeByteLimit(rules[signal][name])
                      : String(rules[signal][name] ?? '')
                  }
                />
              ))}
            </Fragment>
          ))}
        </div>
        <FormField
          label="Days of environments"
          name="environments"
          hint="One a line, such as: dev 7"
        >
          <FieldArea rows={3} defaultValue={writeEnvironments(rules.environments)} />
        </FormField>
        <FormField
          label="Keep errors for days"
          name="errorDays"
          hint="Traces with a failed span and log records of severity error, if that is longer."
        >
          <FieldInput defaultValue={String(rules.errorDays ?? '')} placeholder="as the others" />
        </FormField>
        <FormField
          label="Keep pinned traces for days"
          name="pinnedDays"
          hint="If that is longer, whatever is stored; empty: as long as they are pinned. The ceiling of the instance stands above it."
        >
          <FieldInput defaultValue={String(rules.pinnedDays ?? '')} placeholder="while pinned" />
        </FormField>
        <Checkbox checked={hold} onChange={setHold}>
          Legal hold: delete nothing, by no rule and by nobody
        </Checkbox>
        {reason.field}
        {problem ? <Notice tone="error">{problem}</Notice> : null}
        {save.error ? <Notice tone="error">{messageOf(save.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
