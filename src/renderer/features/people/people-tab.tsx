import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person } from '../../../shared/contract/people.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { InvitationsSection } from './invitations-section.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import { useMay } from './use-may.ts';

type Opened =
  | { what: 'invite' }
  | { what: 'remove'; person: Person }
  | { what: 'reset'; person: Person };

/** The people of an organization: their role, and the ways in and out. */
export function PeopleTab({ organizationId }: { organizationId: string }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const input = { organizationId };
  const mayManage = useMay(organizationId)('people:manage');
  const people = useQuery(api.people.list.queryOptions({ input }));
  const roles = useQuery(api.roles.list.queryOptions({ input }));
  const setRole = useMutation(api.people.setRole.mutationOptions());
  const options = (roles.data?.roles ?? [])
    .filter((role) => role.scope === 'organization')
    .map((role) => ({ value: role.id, label: role.name, note: role.description }));
  const close = (): void => setOpened(null);
  if (people.error) {
    return (
      <ErrorState
        title="The people could not be read"
        error={people.error}
        onRetry={() => void people.refetch()}
      />
    );
  }
  if (!people.data) return <LoadingState />;
  const rows = people.data.people;
  return (
    <>
      <Section
        title={rows.length === 1 ? '1 person' : `${rows.length} people`}
        description="Everybody here may enter the Default Project. Owners and admins may enter every project."
        actions={
          mayManage ? (
            <Button look="primary" icon="plus" onClick={() => setOpened({ what: 'invite' })}>
              Invite
            </Button>
          ) : null
        }
      >
        {setRole.error ? <Notice tone="error">{messageOf(setRole.error)}</Notice> : null}
        <div className={table['wrap']}>
          <table className={table['table']} aria-label="People">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">Also member of</th>
                <th scope="col">Last seen</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((person) => (
                <tr key={person.id}>
                  <td>
                    <span className={table['name']}>{person.name}</span>{' '}
                    {person.isLocalOwner ? <Badge>this machine</Badge> : null}{' '}
                    {person.secondFactor ? <Badge icon="check">second factor</Badge> : null}
                    <span className={table['sub']}>{person.email ?? 'no e-mail address yet'}</span>
                  </td>
                  <td>
                    {mayManage ? (
                      <Select
                        label={`Role of ${person.name}`}
                        value={person.roleId}
                        options={options}
                        onChange={(roleId) =>
                          setRole.mutate({ organizationId, personId: person.id, roleId })
                        }
                      />
                    ) : (
                      person.roleName
                    )}
                  </td>
                  <td className={table['quiet']}>{formatPlural(person.projectCount, 'project')}</td>
                  <td className={table['quiet']}>
                    {person.lastSeenAt ? <RelativeTime iso={person.lastSeenAt} /> : 'never'}
                  </td>
                  <td className={table['tight']}>
                    {person.isLocalOwner || !mayManage ? null : (
                      <>
                        <Button
                          look="ghost"
                          aria-label={`Reset the password of ${person.name}`}
                          onClick={() => setOpened({ what: 'reset', person })}
                        >
                          Reset password
                        </Button>
                        <Button
                          look="ghost"
                          aria-label={`Remove ${person.name}`}
                          onClick={() => setOpened({ what: 'remove', person })}
                        >
                          Remove
                        </Button>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <InvitationsSection organizationId={organizationId} />
      {opened?.what === 'invite' ? (
        <InviteDialog organizationId={organizationId} roles={options} onClose={close} />
      ) : null}
      {opened?.what === 'remove' ? (
        <RemoveDialog organizationId={organizationId} person={opened.person} onClose={close} />
      ) : null}
      {opened?.what === 'reset' ? (
        <ResetDialog organizationId={organizationId} person={opened.person} onClose={close} />
      ) : null}
    </>
  );
}
