import { useMutation } from '@tanstack/react-query';
import type { Person } from '../../../shared/contract/people.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import styles from './people.module.css';

/** Asks before somebody is taken out of the organization. */
export function RemoveDialog(props: {
  organizationId: string;
  person: Person;
  onClose: () => void;
}) {
  const { person } = props;
  const reason = useReason();
  const remove = useMutation(
    api.people.remove.mutationOptions({
      context: reason.context,
      onSuccess: () => {
        showToast({ title: `${person.name} is removed`, look: 'ok' });
        props.onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`Remove ${person.name}?`}
      confirm="Remove"
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ organizationId: props.organizationId, personId: person.id })}
    >
      <div className={styles.form}>
        <p>
          {person.name} can see nothing of this organization and its projects from now on, in open
          windows too. Keys and projects made by them stay.
        </p>
        {reason.field}
        {remove.error ? <Notice tone="error">{messageOf(remove.error)}</Notice> : null}
      </div>
    </ConfirmDialog>
  );
}
