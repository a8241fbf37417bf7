import { useMutation } from '@tanstack/react-query';
import type { Person } from '../../../shared/contract/people.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/states.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { CodeOnce } from './code-once.tsx';
import styles from './people.module.css';

/** Makes the one-time link with which somebody locked out sets a new password. */
export function ResetDialog(props: {
  organizationId: string;
  person: Pick<Person, 'id' | 'name'>;
  onClose: () => void;
}) {
  const { organizationId, person } = props;
  const reason = useReason();
  const reset = useMutation(
    api.people.createResetCode.mutationOptions({ context: reason.context }),
  );
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={`Reset the password of ${person.name}`}
      footer={
        reset.data ? (
          <Button look="primary" icon="check" onClick={props.onClose}>
            I have handed it over
          </Button>
        ) : (
          <DialogButtons
            onClose={props.onClose}
            disabled={reset.isPending}
            onClick={() => reset.mutate({ organizationId, personId: person.id })}
          >
            Make the link
          </DialogButtons>
        )
      }
    >
      {reset.data ? (
        <CodeOnce
          kind="reset"
          code={reset.data.code}
          note="Shown only now, and good for one use within a day."
        />
      ) : (
        <div className={styles.form}>
          <p>
            A one-time link lets {person.name} set a new password. When it is used, all their
            sessions end and their second factor is turned off.
          </p>
          {reason.field}
          {reset.error ? <Notice tone="error">{messageOf(reset.error)}</Notice> : null}
        </div>
      )}
    </Dialog>
  );
}
