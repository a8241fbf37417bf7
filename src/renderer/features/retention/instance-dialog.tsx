import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { InstanceRetention } from '../../../shared/contract/retention.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { InView } from '../../ui/in-view.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { writeByteLimit } from '../usage/limit-fields.ts';
import { ChangedElsewhere } from './changed-elsewhere.tsx';
import { focusField } from './focus-field.ts';
import { readInstance, THRESHOLDS, whatMayGo, type ReadInstance } from './instance-fields.ts';
import styles from './retention.module.css';
import { SaveButtons } from './save-buttons.tsx';

/** Sets the ceiling and the guard of the disk; what lets more go is asked about before it is saved. */
export function InstanceDialog(props: { rules: InstanceRetention; onClose: () => void }) {
  const { rules, onClose } = props;
  const formId = useId();
  const [deleteOldest, setDeleteOldest] = useState(rules.disk.deleteOldest);
  const [began] = useState(rules);
  const isChangedElsewhere = rules.ceilingDays !== began.ceilingDays || rules.disk !== began.disk;
  const [problem, setProblem] = useState<Extract<ReadInstance, { problem: string }>>();
  const problemOf = (name: string) => (problem?.field === name ? problem.problem : undefined);
  /** Read from the form, and waiting for a yes. */
  const [asked, setAsked] = useState<{ wanted: InstanceRetention; question: string }>();
  const reason = useReason();
  const save = useMutation(
    api.retention.setInstance.mutationOptions({
      context: reason.context,
      onSuccess: () => {
        showToast({ title: 'Ceiling and disk saved', look: 'ok' });
        void queryClient.invalidateQueries({ queryKey: api.retention.key() });
        onClose();
      },
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const read = readInstance((name) => String(data.get(name) ?? ''), deleteOldest);
    setProblem('problem' in read ? read : undefined);
    setAsked(undefined);
    if ('problem' in read) {
      focusField(event.currentTarget, read.field);
      return;
    }
    const question = whatMayGo(rules, read.rules);
    if (question === undefined) save.mutate(read.rules);
    else setAsked({ wanted: read.rules, question });
  };
  const change = (): void => {
    setAsked(undefined);
    setProblem(undefined);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Ceiling and disk"
      description="For all projects. Amounts may have units, such as 2 GB."
      footer={
        <SaveButtons
          formId={formId}
          isBusy={save.isPending}
          onClose={onClose}
          onAgree={asked && (() => save.mutate(asked.wanted))}
        />
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} onChange={change} noValidate>
        <FormField
          label="Ceiling, days"
          name="ceilingDays"
          error={problemOf('ceilingDays')}
          hint="Nothing is kept longer, whatever a project says. Empty: no ceiling."
        >
          <FieldInput defaultValue={String(rules.ceilingDays ?? '')} placeholder="no ceiling" />
        </FormField>
        {THRESHOLDS.map(({ name, label, does }) => (
          <div key={name} className={styles.threshold}>
            <FormField
              label={`${label} below, bytes free`}
              name={name}
              hint={does}
              error={problemOf(name)}
            >
              <FieldInput
                defaultValue={writeByteLimit(rules.disk[name] || null)}
                placeholder="never"
              />
            </FormField>
            {name === 'deleteBelow' ? (
              <Checkbox
                checked={deleteOldest}
                onChange={(on) => {
                  setDeleteOldest(on);
                  change();
                }}
              >
                The oldest days may be removed; without this nothing is, however little is free
              </Checkbox>
            ) : null}
          </div>
        ))}
        {reason.field}
        {isChangedElsewhere && save.isIdle ? <ChangedElsewhere /> : null}
        {asked ? (
          <InView>
            <Notice tone="warn">{asked.question}</Notice>
          </InView>
        ) : null}
        {save.error ? <Notice tone="error">{messageOf(save.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
