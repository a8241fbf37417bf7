import type { Role } from '../../../shared/contract/roles.ts';
import {
  MEANINGS,
  PERMISSION_GROUPS,
  type GrantedPermission,
} from '../../../shared/permissions.ts';

/** A group of permissions that roles can be made of. */
export interface MatrixGroup {
  readonly name: string;
  readonly permissions: readonly GrantedPermission[];
}

/** Groups for the rows of the matrix; with `onlyDifferent` what all the roles allow, or none does, is left out. */
export function groupsOf(roles: readonly Role[], onlyDifferent: boolean): MatrixGroup[] {
  const differs = (permission: GrantedPermission): boolean => {
    const count = roles.filter((role) => role.permissions.includes(permission)).length;
    return count > 0 && count < roles.length;
  };
  return PERMISSION_GROUPS.filter((group) => group.scope !== 'instance')
    .map((group) => ({
      name: group.name,
      permissions: (Object.keys(group.permissions) as GrantedPermission[]).filter(
        (permission) => !onlyDifferent || differs(permission),
      ),
    }))
    .filter((group) => group.permissions.length > 0);
}

/** The whole matrix as rows of a table, the heading first. */
export function matrixRows(roles: readonly Role[]): string[][] {
  return [
    ['group', 'permission', 'meaning', ...roles.map(({ name, scope }) => `${name} (${scope})`)],
    ...groupsOf(roles, false).flatMap((group) =>
      group.permissions.map((permission) => [
        group.name,
        permission,
        MEANINGS[permission],
        ...roles.map((role) => (role.permissions.includes(permission) ? 'yes' : 'no')),
      ]),
    ),
  ];
}
