import { useMutation } from '@tanstack/react-query';
import { useId, type FormEvent } from 'react';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './people.module.css';

/** Turns the second factor off, for whoever knows the password. */
export function SecondFactorOff({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const remove = useMutation(
    api.session.removeSecondFactor.mutationOptions({
      onSuccess: () => {
        showToast({ title: 'Second factor turned off', look: 'ok' });
        onClose();
      },
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    remove.mutate({ password: String(new FormData(event.currentTarget).get('password') ?? '') });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Turn the second factor off?"
      description="The password alone will sign you in, and the recovery codes are worth nothing any more."
      footer={
        <DialogButtons onClose={onClose} look="danger" form={formId} disabled={remove.isPending}>
          Turn off
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        <FormField
          label="Your password"
          name="password"
          error={remove.error ? messageOf(remove.error) : undefined}
        >
          <FieldInput type="password" autoComplete="current-password" />
        </FormField>
      </form>
    </Dialog>
  );
}
