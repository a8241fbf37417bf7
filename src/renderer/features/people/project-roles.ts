import { useQuery } from '@tanstack/react-query';
import { EXTERNAL_ROLES } from '../../../shared/contract/members.ts';
import type { Project } from '../../../shared/contract/projects.ts';
import { BUILT_IN_ROLES } from '../../../shared/roles.ts';
import { api } from '../../client/client.ts';
import type { SelectOption } from '../../ui/select.tsx';
import { useMay } from './use-may.ts';

/** Roles one may give in a project: those that allow nothing one may not do there oneself. */
export function useProjectRoles(project: Project | undefined): readonly SelectOption<string>[] {
  const organizationId = project?.organizationId;
  const mayRead = useMay(organizationId)('roles:read');
  const { data } = useQuery(
    api.roles.list.queryOptions({
      input: { organizationId: organizationId ?? '' },
      enabled: mayRead,
      select: (answer) => answer.roles,
    }),
  );
  return (data ?? BUILT_IN_ROLES)
    .filter((role) => role.scope === 'project')
    .filter((role) => role.permissions.every((each) => project?.permissions.includes(each)))
    .map((role) => ({ value: role.id, label: role.name, note: role.description }));
}

/** Of these the ones for people from outside the organization. */
export function externalRoles(roles: readonly SelectOption<string>[]) {
  return roles.filter(({ value }) => EXTERNAL_ROLES.some((id) => id === value));
}
