import type { GrantedPermission } from '../../../shared/permissions.ts';
import { builtInRole, grantableIn, type RoleScope } from '../../../shared/roles.ts';

/**
 * What a role allows: that of a built-in one, or the stored list of one somebody made.
 *
 * A role of another scope, one that is gone, and permissions this version does not know allow nothing.
 * @param stored JSON array of permissions; null where the table has no such role
 */
export function rolePermissions(
  roleId: string,
  scope: RoleScope,
  stored: string | null,
): readonly GrantedPermission[] {
  const builtIn = builtInRole(roleId);
  if (builtIn !== undefined) return builtIn.scope === scope ? builtIn.permissions : [];
  const listed = new Set(stored === null ? [] : (JSON.parse(stored) as string[]));
  return grantableIn(scope).filter((permission) => listed.has(permission));
}
