import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { changeWords, weakens } from './draft.ts';
import type { Draft } from './use-draft.ts';
import styles from './privacy.module.css';

const refresh = (): void => {
  void queryClient.invalidateQueries({ queryKey: api.redaction.get.key() });
};

/** Shows what is changed, asks why, and saves it; it can be undone for a moment. */
export function SaveDialog(props: {
  projectId: string;
  draft: Draft;
  onClose: () => void;
  /** What gets the focus afterwards. */
  finalFocus: () => HTMLElement | false;
}) {
  const { projectId, draft, onClose } = props;
  const { stored, rules, changes } = draft;
  const formId = useId();
  const reason = useReason();
  const undo = useMutation(
    api.redaction.set.mutationOptions({
      onSuccess: () => showToast({ title: 'The rules are as before', look: 'ok' }),
      onError: (error) =>
        showToast({ title: 'Not undone', description: messageOf(error), look: 'error' }),
      onSettled: refresh,
    }),
  );
  const save = useMutation(
    api.redaction.set.mutationOptions({
      context: reason.context,
      onSuccess: ({ rules: saved }) => {
        const names = Object.keys(changes) as (keyof typeof changes)[];
        const before = Object.fromEntries(names.map((name) => [name, stored[name]]));
        // Known before the screen asks again, so that nothing jumps.
        queryClient.setQueryData(
          api.redaction.get.queryKey({ input: { projectId } }),
          (state) => state && { ...state, rules: saved, isDefault: false },
        );
        draft.discard();
        refresh();
        onClose();
        showToast({
          title: 'Rules saved',
          description: 'They hold from the next request on. What is stored stays as it is.',
          look: 'ok',
          action: { label: 'Undo', run: () => undo.mutate({ projectId, ...before }) },
        });
      },
    }),
  );
  const isOff = rules.mode === 'off' && stored.mode !== 'off';
  return (
    <Dialog
      open
      onClose={onClose}
      finalFocus={props.finalFocus}
      title={isOff ? 'Switch redaction off' : 'Save rules'}
      footer={
        <DialogButtons
          onClose={onClose}
          look={isOff ? 'danger' : 'primary'}
          form={formId}
          disabled={save.isPending}
        >
          {isOff ? 'Switch off' : 'Save'}
        </DialogButtons>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ projectId, ...changes });
        }}
      >
        {weakens(stored, rules) ? (
          <Notice tone="warn">
            {stored.mode === 'on' && rules.mode !== 'on'
              ? 'From the next request on, personal data and secrets are stored as they arrive, apart from what the instance requires.'
              : stored.mode === 'on'
                ? 'Less is redacted from the next request on.'
                : 'Less is found from the next request on.'}
          </Notice>
        ) : null}
        <ul className={styles.changes} aria-label="What is changed">
          {changeWords(stored, rules).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
        {reason.field}
        {save.error ? <Notice tone="error">{messageOf(save.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
