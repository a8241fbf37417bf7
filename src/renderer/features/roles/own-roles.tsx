import { useState } from 'react';
import type { Role } from '../../../shared/contract/roles.ts';
import { Button } from '../../ui/button.tsx';
import { PassingButton } from '../../ui/passing-button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import table from '../../ui/table.module.css';
import { useMay } from '../people/use-may.ts';
import { DeleteRoleDialog } from './delete-role-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';

type Opened = { what: 'new' } | { what: 'edit' | 'delete'; role: Role };

/** Roles that the organization made for itself, and the ways to make, change and delete one. */
export function OwnRoles(props: { organizationId: string; roles: readonly Role[] }) {
  const { organizationId, roles } = props;
  const [opened, setOpened] = useState<Opened | null>(null);
  const mayManage = useMay(organizationId)('roles:manage');
  const close = (): void => setOpened(null);
  const own = roles.filter((role) => !role.builtIn);
  return (
    <Section
      title="Roles of your own"
      description={
        own.length === 0
          ? 'None yet. Make one where the built-in roles below allow too much or too little.'
          : undefined
      }
      actions={
        mayManage ? (
          <Button look="primary" icon="plus" onClick={() => setOpened({ what: 'new' })}>
            New role
          </Button>
        ) : null
      }
    >
      {own.length === 0 ? null : (
        <div className={table['wrap']}>
          <table className={table['table']} aria-label="Roles of your own">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Holds in</th>
                <th scope="col">Allows</th>
                <th scope="col">Held by</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {own.map((role) => (
                <tr key={role.id}>
                  <td>
                    <span className={table['name']}>{role.name}</span>
                    {role.description ? (
                      <span className={table['sub']}>{role.description}</span>
                    ) : null}
                  </td>
                  <td className={table['quiet']}>
                    {role.scope === 'project' ? 'single projects' : 'the organization'}
                  </td>
                  <td className={table['quiet']}>
                    {formatPlural(role.permissions.length, 'permission')}
                  </td>
                  <td className={table['quiet']}>{role.holderCount}</td>
                  <td className={table['tight']}>
                    {mayManage ? (
                      <>
                        <Button
                          look="ghost"
                          aria-label={`Edit ${role.name}`}
                          onClick={() => setOpened({ what: 'edit', role })}
                        >
                          Edit
                        </Button>
                        <PassingButton
                          look="ghost"
                          aria-label={`Delete ${role.name}`}
                          onClick={() => setOpened({ what: 'delete', role })}
                        >
                          Delete
                        </PassingButton>
                      </>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {opened?.what === 'new' ? (
        <RoleDialog organizationId={organizationId} onClose={close} />
      ) : null}
      {opened?.what === 'edit' ? (
        <RoleDialog organizationId={organizationId} role={opened.role} onClose={close} />
      ) : null}
      {opened?.what === 'delete' ? (
        <DeleteRoleDialog
          organizationId={organizationId}
          role={opened.role}
          roles={roles}
          onClose={close}
        />
      ) : null}
    </Section>
  );
}
