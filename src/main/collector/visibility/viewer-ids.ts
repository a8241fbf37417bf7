import type { ViewerId } from '../../../shared/contract/visibility.ts';
import type { GrantedPermission } from '../../../shared/permissions.ts';
import { builtInRole, type RoleScope } from '../../../shared/roles.ts';
import type { AccessReader, GivenRoleRow } from '../catalog/access-reader.ts';
import type { Principal } from '../principal.ts';
import { SCOPE_PERMISSIONS, type Place, type ProjectPlace } from '../roles/permissions-of.ts';
import { rolePermissions } from '../roles/role-permissions.ts';

/** As whom somebody looks at a project: their roles or key scopes there; `owner` for those who own the data folder. */
export type ViewerIds = 'owner' | readonly ViewerId[];

type Given = Pick<AccessReader, 'person' | 'organizationRoles' | 'projectRoles' | 'role'>;

/** In its Default Project every member of an organization is at least project Member. */
const IMPLIED_ROLE = 'project_member';

/**
 * The roles or key scopes in which a principal looks at a project; none for whoever is not understood, from whom
 * everything is hidden that a rule covers.
 */
export function viewerIds(given: Given, principal: Principal, place: Place): ViewerIds {
  if (principal.kind === 'local') return 'owner';
  if (place.kind !== 'project') return [];
  if (principal.kind === 'key') {
    if (principal.projectId !== place.projectId) return [];
    return principal.scopes.flatMap((scope) =>
      scope === 'read' || scope === 'admin' ? [`key:${scope}` as const] : [],
    );
  }
  if (principal.kind !== 'person') return [];
  const person = given.person(principal.personId);
  if (person === undefined) return [];
  if (person.instance_owner === 1) return 'owner';
  const organization = existing(
    given.organizationRoles(principal.personId),
    place.organizationId,
    'organization',
  );
  const project = existing(given.projectRoles(principal.personId), place.projectId, 'project');
  return withImplied([...organization, ...project], organization.length > 0, place);
}

/** A role or key scope somebody looks as. */
export interface StandIn {
  readonly name: string;
  readonly ids: ViewerIds;
  readonly readsTraces: boolean;
}

/** What somebody who holds this role and no other would be; undefined for one that is not there. */
export function standIn(given: Given, id: ViewerId, place: ProjectPlace): StandIn | undefined {
  if (id === 'key:read' || id === 'key:admin') {
    const scope = id === 'key:read' ? 'read' : 'admin';
    const readsTraces = SCOPE_PERMISSIONS[scope].includes('traces:read');
    return { name: `A key with the scope "${scope}"`, ids: [id], readsTraces };
  }
  const role = builtInRole(id) ?? ownRole(given, id, place.organizationId);
  if (role === undefined) return undefined;
  const implied = role.scope === 'organization' && place.isDefault;
  return {
    name: `The role "${role.name}"`,
    ids: withImplied([id], implied, place),
    readsTraces: implied || role.permissions.includes('traces:read'),
  };
}

function ownRole(given: Given, id: string, organizationId: string) {
  const row = given.role(id, organizationId);
  if (row === undefined) return undefined;
  const permissions: readonly GrantedPermission[] = rolePermissions(id, row.scope, row.permissions);
  return { name: row.name, scope: row.scope, permissions };
}

function withImplied(ids: readonly string[], inOrganization: boolean, place: ProjectPlace) {
  const implied = inOrganization && place.isDefault ? [IMPLIED_ROLE] : [];
  return [...new Set([...ids, ...implied])] as ViewerId[];
}

/** Roles given at a place; one whose row is gone is none. */
function existing(rows: readonly GivenRoleRow[], place: string, scope: RoleScope): string[] {
  return rows
    .filter((row) => row.place === place)
    .filter(({ role, permissions }) => builtInRole(role)?.scope === scope || permissions !== null)
    .map(({ role }) => role);
}
