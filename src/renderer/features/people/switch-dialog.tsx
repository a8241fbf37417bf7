import { useMutation } from '@tanstack/react-query';
import type { Person } from '../../../shared/contract/people.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import styles from './people.module.css';

/** Asks before somebody is kept out of the instance, or let in again. */
export function SwitchDialog(props: {
  organizationId: string;
  person: Person;
  onClose: () => void;
}) {
  const { person, organizationId } = props;
  const disables = person.disabledAt === null;
  const word = disables ? 'Disable' : 'Enable';
  const reason = useReason();
  const options = {
    context: reason.context,
    onSuccess: () => {
      showToast({ title: `${person.name} is ${word.toLowerCase()}d`, look: 'ok' });
      props.onClose();
    },
  } as const;
  const disable = useMutation(api.people.disable.mutationOptions(options));
  const enable = useMutation(api.people.enable.mutationOptions(options));
  const used = disables ? disable : enable;
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={`${word} ${person.name}?`}
      footer={
        <DialogButtons
          onClose={props.onClose}
          look={disables ? 'danger' : 'primary'}
          disabled={used.isPending}
          onClick={() => used.mutate({ organizationId, personId: person.id })}
        >
          {word}
        </DialogButtons>
      }
    >
      <div className={styles.form}>
        <p>
          {disables
            ? `All sessions of ${person.name} end at once, and they can sign in to no organization of this instance. Their roles, keys and projects stay as they are.`
            : `${person.name} can sign in again, with the roles they had.`}
        </p>
        {reason.field}
        {used.error ? <Notice tone="error">{messageOf(used.error)}</Notice> : null}
      </div>
    </Dialog>
  );
}
