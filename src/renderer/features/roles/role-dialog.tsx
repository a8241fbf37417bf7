import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { Role } from '../../../shared/contract/roles.ts';
import { PERMISSION_GROUPS, type GrantedPermission } from '../../../shared/permissions.ts';
import { grantableIn, type RoleScope } from '../../../shared/roles.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import styles from './roles.module.css';

const SCOPES = [
  { value: 'organization', label: 'The organization and all its projects' },
  { value: 'project', label: 'Single projects' },
] as const;

/** The list of permissions is long: what went wrong may be out of sight above it. */
const reveal = (node: HTMLElement | null): void => node?.scrollIntoView({ block: 'nearest' });

function Permissions(props: {
  scope: RoleScope;
  held: ReadonlySet<GrantedPermission>;
  onChange: (held: ReadonlySet<GrantedPermission>) => void;
}) {
  const grantable = new Set<string>(grantableIn(props.scope));
  return PERMISSION_GROUPS.filter((group) =>
    Object.keys(group.permissions).some((permission) => grantable.has(permission)),
  ).map((group) => (
    <fieldset key={group.name} className={styles.choices}>
      <legend>{group.name}</legend>
      {(Object.entries(group.permissions) as [GrantedPermission, string][]).map(
        ([permission, meaning]) => (
          <Checkbox
            key={permission}
            checked={props.held.has(permission)}
            onChange={(checked) => {
              const held = new Set(props.held);
              if (checked) held.add(permission);
              else held.delete(permission);
              props.onChange(held);
            }}
          >
            {meaning} <code className={styles.name}>{permission}</code>
          </Checkbox>
        ),
      )}
    </fieldset>
  ));
}

/** Makes a role out of permissions, or changes one (`role`) for all who hold it. */
export function RoleDialog(props: { organizationId: string; role?: Role; onClose: () => void }) {
  const { organizationId, role, onClose } = props;
  const formId = useId();
  const [scope, setScope] = useState<RoleScope>(role?.scope ?? 'project');
  const [held, setHeld] = useState<ReadonlySet<GrantedPermission>>(new Set(role?.permissions));
  const reason = useReason();
  const options = { context: reason.context, onSuccess: onClose };
  const create = useMutation(api.roles.create.mutationOptions(options));
  const update = useMutation(api.roles.update.mutationOptions(options));
  const problem = create.error ?? update.error;
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const content = {
      organizationId,
      name: String(form.get('name') ?? ''),
      description: String(form.get('description') ?? ''),
      permissions: grantableIn(scope).filter((permission) => held.has(permission)),
    };
    if (role) update.mutate({ ...content, roleId: role.id });
    else create.mutate({ ...content, scope });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={role ? `Edit the role ${role.name}` : 'New role'}
      footer={
        <DialogButtons
          onClose={onClose}
          form={formId}
          disabled={create.isPending || update.isPending}
        >
          {role ? 'Save' : 'Create role'}
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        {problem ? (
          <div key={problem.message} ref={reveal}>
            <Notice tone="error">{messageOf(problem)}</Notice>
          </div>
        ) : null}
        <FormField label="Name" name="name">
          <FieldInput defaultValue={role?.name ?? ''} autoComplete="off" />
        </FormField>
        <FormField label="Description (optional)" name="description">
          <FieldInput defaultValue={role?.description ?? ''} autoComplete="off" />
        </FormField>
        {role ? null : (
          <div className={styles.scopes}>
            <span className="muted">Holds in</span>
            <Select label="Holds in" value={scope} options={SCOPES} onChange={setScope} />
          </div>
        )}
        <Permissions scope={scope} held={held} onChange={setHeld} />
        {reason.field}
      </form>
    </Dialog>
  );
}
