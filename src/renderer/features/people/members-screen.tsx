import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member } from '../../../shared/contract/members.ts';
import type { MembersRoute } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { placeOf, viewAt } from '../../app/table-place.ts';
import { useCurrentProject } from '../../app/use-project.ts';
import { navigate } from '../../app/use-route.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Page, Section } from '../../ui/page.tsx';
import type { SelectOption } from '../../ui/select.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { AddMemberDialog } from './add-member-dialog.tsx';
import { ExternalInvitations } from './external-invitations.tsx';
import { FIRST_VIEW, sortBy, sortMembers, textOf } from './member-query.ts';
import { MemberRoleDialog, RemoveMemberDialog } from './member-dialogs.tsx';
import { MembersTable, type MemberAct } from './members-table.tsx';
import styles from './people.module.css';
import { useProjectRoles } from './project-roles.ts';
import { ResetDialog } from './reset-dialog.tsx';
import { useMay } from './use-may.ts';
import { usePaged } from './use-paged.tsx';

type Opened =
  | { what: 'add' }
  | { what: MemberAct; member: Member }
  | { what: 'role'; member: Member; role: SelectOption<string> };

/** Who was added to a project, and with which role. */
export function MembersScreen({ route }: { route: MembersRoute }) {
  const { projectId } = route;
  const [opened, setOpened] = useState<Opened | null>(null);
  const view = viewAt(route, FIRST_VIEW);
  const go = (place: Partial<MembersRoute>): void =>
    navigate({ ...route, ...place }, { replace: true });
  const project = useCurrentProject();
  const mayManage = useMay(project?.organizationId, projectId)('members:manage');
  const mayReset = useMay(project?.organizationId)('people:manage');
  const roles = useProjectRoles(project);
  const { data, error, refetch } = useQuery(
    api.members.list.queryOptions({ input: { projectId } }),
  );
  const paged = usePaged(
    sortMembers(data?.members ?? [], view),
    textOf,
    {
      one: 'member',
      many: 'members',
      search: 'Search members',
      placeholder: 'Name, e-mail, role, or external',
    },
    [route, ({ text, page }) => go({ text, page })],
  );
  const close = (): void => setOpened(null);
  return (
    <>
      <ScreenHeader title="Members" />
      <Page>
        <Section
          title={project ? `Members of ${project.name}` : 'Members'}
          description={
            project?.isDefault
              ? 'Everybody of the organization may enter the Default Project; a role here can allow more.'
              : 'Owners and admins of the organization may enter every project and are not listed here.'
          }
          actions={
            mayManage ? (
              <Button look="primary" icon="plus" onClick={() => setOpened({ what: 'add' })}>
                Add a member
              </Button>
            ) : null
          }
        >
          {error ? (
            <ErrorState
              title="The members could not be read"
              error={error}
              onRetry={() => void refetch()}
            />
          ) : !data ? (
            <LoadingState />
          ) : data.members.length === 0 ? (
            <EmptyState icon="user" title="Nobody was added yet">
              People of the organization are added with a role that holds in this project only.
            </EmptyState>
          ) : (
            <div className={styles.list}>
              {paged.toolbar}
              {paged.found.length === 0 ? null : (
                <MembersTable
                  members={paged.shown}
                  view={view}
                  onSort={(sort) =>
                    go({ order: undefined, page: 0, ...placeOf(sortBy(view, sort), FIRST_VIEW) })
                  }
                  roles={roles}
                  mayManage={mayManage}
                  mayReset={mayReset}
                  onRole={(member, role) => setOpened({ what: 'role', member, role })}
                  onAct={(what, member) => setOpened({ what, member })}
                />
              )}
              {paged.pager}
            </div>
          )}
        </Section>
        <ExternalInvitations projectId={projectId} invitations={data?.invitations ?? []} />
      </Page>
      {opened?.what === 'add' && project ? (
        <AddMemberDialog project={project} roles={roles} onClose={close} />
      ) : null}
      {opened?.what === 'role' ? (
        <MemberRoleDialog
          projectId={projectId}
          member={opened.member}
          role={opened.role}
          onClose={close}
        />
      ) : null}
      {opened?.what === 'remove' ? (
        <RemoveMemberDialog projectId={projectId} member={opened.member} onClose={close} />
      ) : null}
      {opened?.what === 'reset' && project ? (
        <ResetDialog
          organizationId={project.organizationId}
          person={{ id: opened.member.personId, name: opened.member.name }}
          onClose={close}
        />
      ) : null}
    </>
  );
}
