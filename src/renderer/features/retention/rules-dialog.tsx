import { useMutation } from '@tanstack/react-query';
import { Fragment, useId, useState, type FormEvent } from 'react';
import { RETAINED_SIGNALS, type RetentionRules } from '../../../shared/contract/retention.ts';
import { describeSums } from '../../../shared/sweep-words.ts';
import { messageOf } from '../../client/call-error.ts';
import { api, type client } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { InView } from '../../ui/in-view.tsx';
import { LOCALE } from '../../ui/format.ts';
import { FieldArea, FieldInput, FormField, TextInput } from '../../ui/input.tsx';
import { LoadingState, Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { writeByteLimit } from '../usage/limit-fields.ts';
import { ChangedElsewhere } from './changed-elsewhere.tsx';
import { focusField } from './focus-field.ts';
import { RemovalsTable, WhatStays } from './removals.tsx';
import { readRules, writeEnvironments, type ReadRules } from './rule-fields.ts';
import styles from './retention.module.css';
import { SaveButtons } from './save-buttons.tsx';

const MEASURES = [
  { name: 'days', label: 'Days' },
  { name: 'bytes', label: 'Bytes' },
  { name: 'records', label: 'Records' },
] as const;

type Wanted = Parameters<typeof client.retention.set>[0];
type Preview = Awaited<ReturnType<typeof client.retention.previewRules>>;

/** Sets what is kept of a project; what the next sweep would remove is shown before it is saved. */
export function RulesDialog(props: {
  projectId: string;
  rules: RetentionRules;
  onClose: () => void;
}) {
  const { projectId, rules, onClose } = props;
  const formId = useId();
  const [began] = useState(rules);
  /** As it was ticked here; else it follows what others do, so that no hold is taken off by saving something else. */
  const [ticked, setTicked] = useState<boolean>();
  const hold = ticked ?? rules.legalHold;
  const [problem, setProblem] = useState<Extract<ReadRules, { problem: string }>>();
  const problemOf = (name: string) => (problem?.field === name ? problem.problem : undefined);
  const inGrid = problem?.field.includes('.') ? problem.problem : undefined;
  /** Read from the form, and waiting for a yes. */
  const [asked, setAsked] = useState<{ wanted: Wanted; preview: Preview }>();
  const reason = useReason();
  const save = useMutation(
    api.retention.set.mutationOptions({
      context: reason.context,
      onSuccess: ({ rules: saved }) => {
        // Known before the screen has asked again: with much stored that takes a moment.
        queryClient.setQueryData(
          api.retention.get.queryKey({ input: { projectId } }),
          (state) => state && { ...state, rules: saved },
        );
        showToast({
          title: 'Rules saved',
          description: saved.legalHold
            ? 'On legal hold nothing is deleted.'
            : 'The next sweep follows them.',
          look: 'ok',
        });
        void queryClient.invalidateQueries({ queryKey: api.retention.key() });
        // How long a project keeps, and whether it is on hold, stands with it everywhere.
        void queryClient.invalidateQueries({ queryKey: api.projects.key() });
        onClose();
      },
    }),
  );
  const look = useMutation(
    api.retention.previewRules.mutationOptions({
      onSuccess: (preview, wanted) => {
        if (preview.removals.length === 0) save.mutate(wanted);
        else setAsked({ wanted, preview });
      },
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const read = readRules((name) => String(data.get(name) ?? ''));
    setProblem('problem' in read ? read : undefined);
    if ('rules' in read) look.mutate({ projectId, ...read.rules, legalHold: hold });
    else focusField(event.currentTarget, read.field);
  };
  const change = (): void => {
    setAsked(undefined);
    setProblem(undefined);
    look.reset();
    save.reset();
  };
  const isBusy = look.isPending || save.isPending;
  const error = look.error ?? save.error;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Edit rules"
      description="Leave a field empty for no limit. What would be removed is shown before the rules are saved; what a sweep has removed cannot be restored."
      footer={
        <SaveButtons
          formId={formId}
          isBusy={isBusy}
          onClose={onClose}
          onAgree={asked && (() => save.mutate(asked.wanted))}
        />
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} onChange={change} noValidate>
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
                  aria-invalid={problem?.field === `${signal}.${name}` || undefined}
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
        {inGrid === undefined ? null : <Notice tone="error">{inGrid}</Notice>}
        <FormField
          label="Days of environments"
          name="environments"
          error={problemOf('environments')}
          hint="Instead of the days above, for traces, logs and metrics alike. One a line, such as: dev 7"
        >
          <FieldArea rows={3} defaultValue={writeEnvironments(rules.environments)} />
        </FormField>
        <div className={styles.pair}>
          <FormField
            label="Keep errors for days"
            name="errorDays"
            error={problemOf('errorDays')}
            hint="Traces with a failed span and log records of severity error, if that is longer."
          >
            <FieldInput defaultValue={String(rules.errorDays ?? '')} placeholder="as the others" />
          </FormField>
          <FormField
            label="Keep pinned traces for days"
            name="pinnedDays"
            error={problemOf('pinnedDays')}
            hint="If that is longer, whatever is stored; empty: as long as they are pinned. The ceiling of the instance stands above it."
          >
            <FieldInput defaultValue={String(rules.pinnedDays ?? '')} placeholder="while pinned" />
          </FormField>
        </div>
        <Checkbox
          checked={hold}
          onChange={(on) => {
            setTicked(on);
            change();
          }}
        >
          Legal hold: delete nothing, by no rule and by nobody
        </Checkbox>
        <div onChange={(event) => event.stopPropagation()}>{reason.field}</div>
        {rules !== began && save.isIdle ? <ChangedElsewhere /> : null}
        {look.isPending ? <LoadingState inline label="Looking for what would go" /> : null}
        {asked ? <WouldGo preview={asked.preview} /> : null}
        {error ? (
          <InView>
            <Notice tone="error">{messageOf(error)}</Notice>
          </InView>
        ) : null}
      </form>
    </Dialog>
  );
}

/** What the rules would remove, to be agreed to. */
function WouldGo({ preview }: { preview: Preview }) {
  return (
    <InView className={styles.form}>
      <div role="status">
        <Notice tone="warn">
          The next sweep would remove {describeSums(preview.removals, LOCALE)}. It cannot be undone.
        </Notice>
      </div>
      <WhatStays {...preview} />
      <RemovalsTable removals={preview.removals} />
    </InView>
  );
}
