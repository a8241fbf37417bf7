import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Role } from '../../../shared/contract/roles.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Select } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import styles from './roles.module.css';

/** Asks which role the holders of a role get before it is deleted. */
export function DeleteRoleDialog(props: {
  organizationId: string;
  role: Role;
  roles: readonly Role[];
  onClose: () => void;
}) {
  const { organizationId, role, onClose } = props;
  const [replacementRoleId, setReplacement] = useState<string>(
    // The least there is: nobody is given more by a deletion unless that is chosen.
    role.scope === 'organization' ? 'organization_member' : 'project_read_only',
  );
  const reason = useReason();
  const remove = useMutation(
    api.roles.remove.mutationOptions({ context: reason.context, onSuccess: onClose }),
  );
  const options = props.roles
    .filter(({ id, scope }) => scope === role.scope && id !== role.id)
    .map(({ id, name, description }) => ({ value: id, label: name, note: description }));
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Delete the role ${role.name}?`}
      confirm="Delete role"
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ organizationId, roleId: role.id, replacementRoleId })}
    >
      <div className={styles.form}>
        <p>
          {role.holderCount === 0
            ? 'Nobody holds it. Whoever is given it meanwhile gets this role instead:'
            : `${formatPlural(role.holderCount, 'holder')}, open invitations included, will get this role instead, at once:`}
        </p>
        <div>
          <Select
            label="Role they get instead"
            value={replacementRoleId}
            onChange={setReplacement}
            options={options}
          />
        </div>
        {reason.field}
        {remove.error ? <Notice tone="error">{messageOf(remove.error)}</Notice> : null}
      </div>
    </ConfirmDialog>
  );
}
