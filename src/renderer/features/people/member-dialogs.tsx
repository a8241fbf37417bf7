import { useMutation } from '@tanstack/react-query';
import type { Member } from '../../../shared/contract/members.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import type { SelectOption } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import styles from './people.module.css';

interface AboutMember {
  readonly projectId: string;
  readonly member: Member;
  readonly onClose: () => void;
}

/** Asks before a member of a project gets another role there, and why. */
export function MemberRoleDialog(props: AboutMember & { role: SelectOption<string> }) {
  const { projectId, member, role, onClose } = props;
  const reason = useReason();
  const set = useMutation(
    api.members.set.mutationOptions({ context: reason.context, onSuccess: onClose }),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Make ${member.name} ${role.label}?`}
      footer={
        <DialogButtons
          onClose={onClose}
          disabled={set.isPending}
          onClick={() => set.mutate({ projectId, personId: member.personId, roleId: role.value })}
        >
          Change role
        </DialogButtons>
      }
    >
      <div className={styles.form}>
        <p>
          {member.name} is {member.roleName} of this project now. From the next call on,{' '}
          {role.label} holds{role.note ? `: ${role.note}` : '.'}
        </p>
        {reason.field}
        {set.error ? <Notice tone="error">{messageOf(set.error)}</Notice> : null}
      </div>
    </Dialog>
  );
}

/** Asks before a member is taken out of a project, and why. */
export function RemoveMemberDialog({ projectId, member, onClose }: AboutMember) {
  const reason = useReason();
  const remove = useMutation(
    api.members.remove.mutationOptions({ context: reason.context, onSuccess: onClose }),
  );
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Remove ${member.name} from the project?`}
      confirm="Remove"
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ projectId, personId: member.personId })}
    >
      <div className={styles.form}>
        <p>
          {member.external
            ? 'They see nothing of it from now on, in open windows too. What they made stays.'
            : 'What their role here allows ends at once, in open windows too. Their role in the organization stays.'}
        </p>
        {reason.field}
        {remove.error ? <Notice tone="error">{messageOf(remove.error)}</Notice> : null}
      </div>
    </ConfirmDialog>
  );
}
