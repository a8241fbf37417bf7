import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useCurrentProject } from '../../app/use-project.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { EmptyState, ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { AddMemberDialog } from './add-member-dialog.tsx';
import { MembersTable } from './members-table.tsx';
import { useMay } from './use-may.ts';

/** Who was added to a project, and with which role. */
export function MembersScreen({ projectId }: { projectId: string }) {
  const [adding, setAdding] = useState(false);
  const project = useCurrentProject();
  const organizationId = project?.organizationId;
  const mayManage = useMay(organizationId, projectId)('members:manage');
  const members = useQuery(
    api.members.list.queryOptions({
      input: { projectId },
      select: (answer) => answer.members,
    }),
  );
  const roles = useQuery(
    api.roles.list.queryOptions({
      input: { organizationId: organizationId ?? '' },
      enabled: organizationId !== undefined,
      select: (answer) =>
        answer.roles
          .filter((role) => role.scope === 'project')
          .map((role) => ({ value: role.id, label: role.name, note: role.description })),
    }),
  );
  const setRole = useMutation(api.members.set.mutationOptions());
  const remove = useMutation(api.members.remove.mutationOptions());
  const problem = setRole.error ?? remove.error;
  const add = (
    <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
      Add a member
    </Button>
  );
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
          actions={mayManage ? add : null}
        >
          {problem ? <Notice tone="error">{messageOf(problem)}</Notice> : null}
          {members.error ? (
            <ErrorState
              title="The members could not be read"
              error={members.error}
              onRetry={() => void members.refetch()}
            />
          ) : !members.data ? (
            <LoadingState />
          ) : members.data.length === 0 ? (
            <EmptyState icon="user" title="Nobody was added yet">
              People of the organization are added with a role that holds in this project only.
            </EmptyState>
          ) : (
            <MembersTable
              members={members.data}
              roles={roles.data ?? []}
              mayManage={mayManage}
              onRole={(personId, roleId) => setRole.mutate({ projectId, personId, roleId })}
              onRemove={(personId) => remove.mutate({ projectId, personId })}
            />
          )}
        </Section>
      </Page>
      {adding && organizationId !== undefined ? (
        <AddMemberDialog
          projectId={projectId}
          organizationId={organizationId}
          members={members.data ?? []}
          roles={roles.data ?? []}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </>
  );
}
