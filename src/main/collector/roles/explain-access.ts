import type { AccessSource } from '../../../shared/contract/access.ts';
import { GRANTED_PERMISSIONS, type GrantedPermission } from '../../../shared/permissions.ts';
import { NO_ACCESS, permissionsOf, type PersonAccess, type Place } from './permissions-of.ts';

/** A role as it was given to a person somewhere. */
export interface NamedRole {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly GrantedPermission[];
}

/** Everything that can give a person permissions at one place. */
export interface Given {
  readonly instanceOwner: boolean;
  readonly organizationRole: NamedRole | null;
  readonly projectRole: NamedRole | null;
}

const PERSON = { kind: 'person', personId: '', sessionId: '' } as const;

/**
 * What gives a person their permissions at a place, by asking {@link permissionsOf} with one of them at a time: so
 * that it can never say anything else than the check.
 *
 * @param given roles in the organization and in the project of the place
 */
export function explainAccess(given: Given, place: Place): AccessSource[] {
  const sources: AccessSource[] = [];
  const add = (
    kind: AccessSource['kind'],
    role: NamedRole | null,
    name: string,
    access: PersonAccess,
    at: Place = place,
    without: readonly GrantedPermission[] = [],
  ) => {
    const held = permissionsOf(PERSON, access, at);
    const permissions = GRANTED_PERMISSIONS.filter(
      (permission) => held.has(permission) && !without.includes(permission),
    );
    if (permissions.length > 0) sources.push({ kind, roleId: role?.id ?? null, name, permissions });
    return permissions;
  };
  const { organizationRole, projectRole } = given;
  if (given.instanceOwner) {
    add('instance_owner', null, 'Owner of the instance', { ...NO_ACCESS, instanceOwner: true });
  }
  if (place.kind === 'instance') {
    const role = organizationRole ?? projectRole;
    if (role !== null) {
      add('any_role', role, role.name, { ...NO_ACCESS, organizations: new Map([['', []]]) });
    }
    return sources;
  }
  if (place.kind !== 'organization' && place.kind !== 'project') return sources;
  // What the Default Project gives everybody is told apart from what roles give there.
  const elsewhere = place.kind === 'project' ? { ...place, isDefault: false } : place;
  if (organizationRole !== null) {
    const access: PersonAccess = {
      ...NO_ACCESS,
      organizations: new Map([[place.organizationId, organizationRole.permissions]]),
    };
    const { name } = organizationRole;
    const byRole = add('organization_role', organizationRole, name, access, elsewhere);
    if (place.kind === 'project' && place.isDefault) {
      add('default_project', null, 'Default Project', access, place, byRole);
    }
  }
  if (projectRole !== null && place.kind === 'project') {
    const access: PersonAccess = {
      ...NO_ACCESS,
      // That they belong to the organization, whatever their role there.
      organizations: new Map(organizationRole === null ? [] : [[place.organizationId, []]]),
      projects: new Map([[place.projectId, projectRole.permissions]]),
    };
    add('project_role', projectRole, projectRole.name, access, elsewhere);
  }
  return sources;
}
