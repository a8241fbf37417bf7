import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person } from '../../../shared/contract/people.ts';
import type { PeopleRoute } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { ChangeRoleDialog } from './change-role-dialog.tsx';
import { InvitationsSection } from './invitations-section.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import styles from './people.module.css';
import { PeopleTable, type PersonAct } from './people-table.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import { SwitchDialog } from './switch-dialog.tsx';
import { useMay } from './use-may.ts';
import { usePaged } from './use-paged.tsx';

type Opened =
  | { what: 'invite' }
  | { what: PersonAct; person: Person }
  | { what: 'role'; person: Person; roleId: string };

const textOf = ({ name, email, roleName, disabledAt }: Person): string =>
  [name, email ?? '', roleName, disabledAt === null ? '' : 'disabled'].join('\n');

/** The people of an organization: their role, and the ways in and out. */
export function PeopleTab(props: { organizationId: string; route: PeopleRoute }) {
  const { organizationId, route } = props;
  const [opened, setOpened] = useState<Opened | null>(null);
  const input = { organizationId };
  const mayManage = useMay(organizationId)('people:manage');
  const people = useQuery(api.people.list.queryOptions({ input }));
  const roles = useQuery(api.roles.list.queryOptions({ input }));
  const options = (roles.data?.roles ?? [])
    .filter((role) => role.scope === 'organization')
    .map((role) => ({ value: role.id, label: role.name, note: role.description }));
  const rows = people.data?.people ?? [];
  const { text, page, ...screen } = route;
  const paged = usePaged(
    rows,
    textOf,
    {
      one: 'person',
      many: 'people',
      search: 'Search people',
      placeholder: 'Name, e-mail, role, or disabled',
    },
    [{ text, page }, (place) => navigate({ ...screen, ...place }, { replace: true })],
  );
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
  const newRole = options.find(({ value }) => opened?.what === 'role' && value === opened.roleId);
  return (
    <>
      <Section
        title={formatPlural(rows.length, 'person', 'people')}
        description="Everybody here may enter the Default Project. Owners and admins may enter every project."
        actions={
          mayManage ? (
            <Button look="primary" icon="plus" onClick={() => setOpened({ what: 'invite' })}>
              Invite
            </Button>
          ) : null
        }
      >
        <div className={styles.list}>
          {rows.length > 5 || text ? paged.toolbar : null}
          {paged.found.length === 0 ? null : (
            <PeopleTable
              organizationId={organizationId}
              people={paged.shown}
              mayManage={mayManage}
              roles={options}
              onRole={(person, roleId) => setOpened({ what: 'role', person, roleId })}
              onAct={(what, person) => setOpened({ what, person })}
            />
          )}
          {paged.pager}
        </div>
      </Section>
      <InvitationsSection organizationId={organizationId} />
      {opened?.what === 'invite' ? (
        <InviteDialog organizationId={organizationId} roles={options} onClose={close} />
      ) : null}
      {opened?.what === 'role' && newRole ? (
        <ChangeRoleDialog {...input} person={opened.person} role={newRole} onClose={close} />
      ) : null}
      {opened?.what === 'switch' ? (
        <SwitchDialog {...input} person={opened.person} onClose={close} />
      ) : null}
      {opened?.what === 'remove' ? (
        <RemoveDialog {...input} person={opened.person} onClose={close} />
      ) : null}
      {opened?.what === 'reset' ? (
        <ResetDialog {...input} person={opened.person} onClose={close} />
      ) : null}
    </>
  );
}
