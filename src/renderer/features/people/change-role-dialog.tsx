import { useMutation } from '@tanstack/react-query';
import type { Person } from '../../../shared/contract/people.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/states.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import styles from './people.module.css';

/** Asks before somebody gets another role in the organization, and why. */
export function ChangeRoleDialog(props: {
  organizationId: string;
  person: Person;
  role: { readonly value: string; readonly label: string; readonly note?: string };
  onClose: () => void;
}) {
  const { person, role } = props;
  const reason = useReason();
  const setRole = useMutation(
    api.people.setRole.mutationOptions({ context: reason.context, onSuccess: props.onClose }),
  );
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={`Make ${person.name} ${role.label}?`}
      footer={
        <DialogButtons
          onClose={props.onClose}
          disabled={setRole.isPending}
          onClick={() =>
            setRole.mutate({
              organizationId: props.organizationId,
              personId: person.id,
              roleId: role.value,
            })
          }
        >
          Change role
        </DialogButtons>
      }
    >
      <div className={styles.form}>
        <p>
          {person.name} is {person.roleName} now. From the next call on, {role.label} holds
          {role.note ? `: ${role.note}` : '.'}
        </p>
        {reason.field}
        {setRole.error ? <Notice tone="error">{messageOf(setRole.error)}</Notice> : null}
      </div>
    </Dialog>
  );
}
