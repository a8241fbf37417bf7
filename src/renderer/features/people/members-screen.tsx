import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member } from '../../../shared/contract/members.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useCurrentProject } from '../../app/use-project.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { TextInput } from '../../ui/input.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Pager } from '../../ui/pager.tsx';
import type { SelectOption } from '../../ui/select.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { AddMemberDialog } from './add-member-dialog.tsx';
import { ExternalInvitations } from './external-invitations.tsx';
import { FIRST_VIEW, PAGE_SIZE, selectMembers, sortBy } from './member-query.ts';
import { MemberRoleDialog, RemoveMemberDialog } from './member-dialogs.tsx';
import { MembersTable, type MemberAct } from './members-table.tsx';
import styles from './people.module.css';
import { useProjectRoles } from './project-roles.ts';
import { ResetDialog } from './reset-dialog.tsx';
import { useMay } from './use-may.ts';

type Opened =
  | { what: 'add' }
  | { what: MemberAct; member: Member }
  | { what: 'role'; member: Member; role: SelectOption<string> };

/** Who was added to a project, and with which role. */
export function MembersScreen({ projectId }: { projectId: string }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [view, setView] = useState(FIRST_VIEW);
  const project = useCurrentProject();
  const mayManage = useMay(project?.organizationId, projectId)('members:manage');
  const mayReset = useMay(project?.organizationId)('people:manage');
  const roles = useProjectRoles(project);
  const { data, error, refetch } = useQuery(
    api.members.list.queryOptions({ input: { projectId } }),
  );
  const found = selectMembers(data?.members ?? [], view);
  const page = Math.min(view.page, Math.max(0, Math.ceil(found.length / PAGE_SIZE) - 1));
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
              <div className={styles.toolbar}>
                <TextInput
                  type="search"
                  aria-label="Search members"
                  placeholder="Name, e-mail, role, or external"
                  value={view.search}
                  onChange={(event) => setView({ ...view, search: event.target.value, page: 0 })}
                />
                <span className="faint">{formatPlural(found.length, 'member')}</span>
              </div>
              {found.length === 0 ? (
                <EmptyState
                  icon="search"
                  title="No member matches"
                  actions={<Button onClick={() => setView(FIRST_VIEW)}>Show all</Button>}
                />
              ) : (
                <MembersTable
                  members={found.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)}
                  view={view}
                  onSort={(sort) => setView(sortBy(view, sort))}
                  roles={roles}
                  mayManage={mayManage}
                  mayReset={mayReset}
                  onRole={(member, role) => setOpened({ what: 'role', member, role })}
                  onAct={(what, member) => setOpened({ what, member })}
                />
              )}
              <Pager
                page={page}
                pageSize={PAGE_SIZE}
                total={found.length}
                onPage={(next) => setView({ ...view, page: next })}
              />
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
