import { useQuery } from '@tanstack/react-query';
import type { GrantedPermission } from '../../../shared/permissions.ts';
import { api } from '../../client/client.ts';

/** Whether one holds a permission in an organization or project; see {@link useMay}. */
export type May = (permission: GrantedPermission) => boolean;

/** Whether everything here is one's own to do; undefined until it is known. */
export function useInstanceOwner(): boolean | undefined {
  return useQuery(api.session.me.queryOptions()).data?.instanceOwner;
}

/**
 * What one may do in an organization, or with `projectId` in that project of it, to show only what can be used.
 *
 * Until it is known, and for those who may not ask, nothing is hidden: the collector refuses what is not allowed.
 */
export function useMay(organizationId: string | undefined, projectId?: string): May {
  const { data: me } = useQuery(api.session.me.queryOptions());
  const { data: access } = useQuery(
    api.people.access.queryOptions({
      input: { organizationId: organizationId ?? '', personId: me?.personId ?? '' },
      enabled: me !== undefined && !me.instanceOwner && organizationId !== undefined,
      retry: false,
    }),
  );
  return (permission) => {
    if (me === undefined || me.instanceOwner || access === undefined) return true;
    const held =
      projectId === undefined
        ? access.organization
        : access.projects.find((project) => project.projectId === projectId)?.permissions;
    return held?.includes(permission) ?? false;
  };
}
