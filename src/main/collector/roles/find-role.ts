import type { Kysely } from 'kysely';
import { inWords, type GrantedPermission, type Permission } from '../../../shared/permissions.ts';
import { builtInRole, type RoleScope } from '../../../shared/roles.ts';
import { AppError } from '../../../shared/errors.ts';
import type { CatalogTables } from '../catalog/tables.ts';
import { rolePermissions } from './role-permissions.ts';

/** What queries need of the catalog, in a transaction or outside. */
export type CatalogReader = Pick<Kysely<CatalogTables>, 'selectFrom'>;

/** A role as it is given to somebody. */
export interface GivenRole {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly GrantedPermission[];
}

/**
 * A built-in role, or one of the organization's own, for a scope.
 *
 * @throws AppError `not_found`
 */
export async function findRole(
  db: CatalogReader,
  organizationId: string,
  roleId: string,
  scope: RoleScope,
): Promise<GivenRole> {
  const builtIn = builtInRole(roleId);
  if (builtIn?.scope === scope) return builtIn;
  const row = await db
    .selectFrom('role')
    .select(['id', 'name', 'permissions'])
    .where('id', '=', roleId)
    .where('organization_id', '=', organizationId)
    .where('scope', '=', scope)
    .executeTakeFirst();
  if (row === undefined) {
    throw new AppError('not_found', `There is no ${scope} role ${roleId} in this organization.`);
  }
  return { ...row, permissions: rolePermissions(roleId, scope, row.permissions) };
}

/**
 * Whether a permission that opened a call is still held, for changes that waited behind others.
 *
 * @throws AppError `forbidden`
 */
export function requireStill(held: ReadonlySet<Permission>, permission: Permission): void {
  if (held.has(permission)) return;
  throw new AppError(
    'forbidden',
    `You may not do this any more: it takes a role that allows ${inWords(permission)}.`,
  );
}

/**
 * Nobody gives or takes away a role that allows more than they are allowed themselves.
 *
 * @param held what the one who gives may do at the same place
 * @throws AppError `forbidden` naming what is missing
 */
export function requireHeld(
  held: ReadonlySet<Permission>,
  role: Pick<GivenRole, 'name' | 'permissions'>,
): void {
  const missing = role.permissions.filter((permission) => !held.has(permission));
  if (missing.length === 0) return;
  throw new AppError(
    'forbidden',
    `The role "${role.name}" allows ${inWords(missing[0]!)}, which you may not do yourself. Ask an owner.`,
  );
}
