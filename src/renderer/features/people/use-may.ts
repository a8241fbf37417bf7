import { useQuery } from '@tanstack/react-query';
import type { Project } from '../../../shared/contract/projects.ts';
import type { GrantedPermission } from '../../../shared/permissions.ts';
import { useProjectsAndWorkspaces } from '../../app/use-project.ts';
import { api } from '../../client/client.ts';
import { useOrganizations } from './use-organizations.ts';

/** Whether one holds a permission in an organization or project; see {@link useMay}. */
export type May = (permission: GrantedPermission) => boolean;

/** Whether everything here is one's own to do; undefined until it is known. */
export function useInstanceOwner(): boolean | undefined {
  return useQuery(api.session.me.queryOptions()).data?.instanceOwner;
}

/**
 * What one may do in an organization, or with `projectId` in that project of it, to show only what can be used.
 *
 * The lists of projects and organizations say it of each, so it costs no call more and is known as soon as they are;
 * until then nothing is offered. The collector refuses what is not allowed whatever is shown.
 */
export function useMay(organizationId: string | undefined, projectId?: string): May {
  const projects = useProjectsAndWorkspaces();
  const { data: organizations } = useOrganizations();
  const place =
    projectId === undefined
      ? organizations?.find(({ id }) => id === organizationId)
      : projects?.find(({ id }) => id === projectId);
  const held: readonly GrantedPermission[] = place?.permissions ?? [];
  return (permission) => held.includes(permission);
}

/** As {@link useMay}, for a project one has at hand. */
export function mayIn(project: Pick<Project, 'permissions'> | undefined): May {
  return (permission) => project?.permissions.includes(permission) ?? false;
}

/** The organizations in which one may create a project. */
export function useMayCreateIn() {
  const { data: organizations = [] } = useOrganizations();
  return organizations.filter(({ permissions }) => permissions.includes('projects:create'));
}
