import { useProjects } from '../../app/use-project.ts';
import type { SelectOption } from '../../ui/select.tsx';
import { mayIn, useInstanceOwner } from '../people/use-may.ts';
import { useOrganizations } from '../people/use-organizations.ts';
import type { AuditSearch } from './audit-search.ts';

/** What one may read the log of, and the search narrowed to it where it names nothing. */
export function useAuditPlaces(search: AuditSearch): {
  readonly places: readonly SelectOption<string>[];
  readonly search: AuditSearch;
  readonly isOwner: boolean;
} {
  const isOwner = useInstanceOwner() ?? true;
  const { data: organizations = [] } = useOrganizations();
  const { data: projects = [] } = useProjects();
  const places = [
    ...(isOwner ? [{ value: '', label: 'Everything' }] : []),
    ...organizations
      .filter(({ permissions }) => permissions.includes('audit:read'))
      .map(({ id, name }) => ({ value: id, label: name, note: 'organization' })),
    ...projects
      .filter((project) => mayIn(project)('audit:read'))
      .map(({ id, name }) => ({ value: id, label: name })),
  ];
  const first = places[0]?.value ?? '';
  if (isOwner || search.projectId !== '' || search.organizationId !== '' || first === '') {
    return { places, search, isOwner };
  }
  const place = first.startsWith('org_') ? { organizationId: first } : { projectId: first };
  return { places, search: { ...search, ...place }, isOwner };
}
