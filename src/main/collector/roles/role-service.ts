import type { Role } from '../../../shared/contract/roles.ts';
import { AppError } from '../../../shared/errors.ts';
import type { GrantedPermission, Permission } from '../../../shared/permissions.ts';
import { BUILT_IN_ROLES, builtInRole, grantableIn, type RoleScope } from '../../../shared/roles.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Clock } from '../clock.ts';
import { findRole, requireHeld, requireStill, type CatalogReader } from './find-role.ts';
import { countHolders, moveHolders } from './role-holders.ts';
import { rolePermissions } from './role-permissions.ts';

interface RoleContent {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly GrantedPermission[];
}

/**
 * Who changes roles: the actor for the log, and what they may do there themselves. That is looked up each time: asked
 * within a change it is what holds after all changes before it.
 */
export interface Granter {
  readonly actor: Actor;
  /** As it is when it is read: inside a change it takes those before into account. */
  readonly held: ReadonlySet<Permission>;
}

/** Roles of an organization: the built-in ones, and those made out of permissions. */
export class RoleService {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;

  constructor(catalog: Catalog, clock: Clock, audit: AuditTrail) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
  }

  async list(organizationId: string, db: CatalogReader = this.#catalog.db): Promise<Role[]> {
    const holders = await countHolders(db, organizationId);
    const rows = await db
      .selectFrom('role')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .orderBy('scope')
      .orderBy('name')
      .execute();
    const own = rows.map((row) => ({
      ...row,
      permissions: rolePermissions(row.id, row.scope, row.permissions),
      builtIn: false,
    }));
    const all = [...BUILT_IN_ROLES.map((role) => ({ ...role, builtIn: true })), ...own];
    return all.map(({ id, name, scope, description, permissions, builtIn }) => ({
      id,
      name,
      scope,
      description,
      permissions: [...permissions],
      builtIn,
      holderCount: holders.get(id) ?? 0,
    }));
  }

  /** @throws AppError `conflict` for a name that is taken, `invalid` for permissions of another scope, `forbidden` */
  async create(
    granter: Granter,
    organizationId: string,
    scope: RoleScope,
    content: RoleContent,
  ): Promise<Role> {
    const id = createRowId('rol');
    const permissions = checkPermissions(scope, content.permissions);
    await this.#audit.change(granter.actor, async (tx) => {
      requireStill(granter.held, 'roles:manage');
      requireHeld(granter.held, content);
      await requireFreeName(tx, organizationId, scope, content.name, id);
      const { name, description } = content;
      const created_ms = this.#clock.now();
      await tx
        .insertInto('role')
        .values({
          id,
          organization_id: organizationId,
          scope,
          name,
          description,
          permissions: JSON.stringify(permissions),
          created_ms,
        })
        .execute();
      return {
        answer: undefined,
        entries: [
          {
            action: 'role.created',
            resource: 'role',
            resourceId: id,
            resourceName: name,
            organizationId,
            after: { scope, name, description, permissions },
          },
        ],
      };
    });
    return this.#get(organizationId, id);
  }

  /**
   * @param requireSight throws where holders of the role would see what is hidden from the one who changes it; asked
   * where it is to allow more: to read, or to give what it shows to others
   * @throws AppError as `create`, and `forbidden` for a built-in role
   */
  async update(
    granter: Granter,
    organizationId: string,
    roleId: string,
    content: RoleContent,
    requireSight: () => void,
  ): Promise<Role> {
    await this.#audit.change(granter.actor, async (tx) => {
      requireStill(granter.held, 'roles:manage');
      const before = await this.#own(tx, organizationId, roleId);
      const permissions = checkPermissions(before.scope, content.permissions);
      requireHeld(granter.held, before);
      requireHeld(granter.held, content);
      if (permissions.some((permission) => !before.permissions.includes(permission))) {
        requireSight();
      }
      await requireFreeName(tx, organizationId, before.scope, content.name, roleId);
      const { name, description } = content;
      await tx
        .updateTable('role')
        .set({ name, description, permissions: JSON.stringify(permissions) })
        .where('id', '=', roleId)
        .execute();
      return {
        answer: undefined,
        entries: [
          {
            action: 'role.updated',
            resource: 'role',
            resourceId: roleId,
            resourceName: name,
            organizationId,
            before,
            after: { scope: before.scope, name, description, permissions },
          },
        ],
      };
    });
    return this.#get(organizationId, roleId);
  }

  /** Deletes a role; whoever holds it or is invited to it gets the replacement, in the same transaction. */
  async remove(
    granter: Granter,
    organizationId: string,
    roleId: string,
    replacementRoleId: string,
  ): Promise<void> {
    if (replacementRoleId === roleId) {
      throw new AppError('invalid', 'Choose another role for those who hold this one.');
    }
    await this.#audit.change(granter.actor, async (tx) => {
      requireStill(granter.held, 'roles:manage');
      const before = await this.#own(tx, organizationId, roleId);
      requireHeld(granter.held, before);
      const replacement = await findRole(tx, organizationId, replacementRoleId, before.scope);
      requireHeld(granter.held, replacement);
      const moved = await moveHolders(tx, organizationId, roleId, replacement.id);
      await tx.deleteFrom('role').where('id', '=', roleId).execute();
      return {
        answer: undefined,
        entries: [
          {
            action: 'role.deleted',
            resource: 'role',
            resourceId: roleId,
            resourceName: before.name,
            organizationId,
            before: { ...before, movedTo: replacement.name, moved },
          },
        ],
      };
    });
  }

  async #get(organizationId: string, roleId: string): Promise<Role> {
    return (await this.list(organizationId)).find((role) => role.id === roleId)!;
  }

  async #own(tx: CatalogTransaction, organizationId: string, roleId: string): Promise<Role> {
    if (builtInRole(roleId) !== undefined) {
      throw new AppError(
        'forbidden',
        'Built-in roles stay as they are. Create a role of your own.',
      );
    }
    const role = (await this.list(organizationId, tx)).find(({ id }) => id === roleId);
    if (role === undefined) {
      throw new AppError('not_found', `There is no role ${roleId} in this organization.`);
    }
    return role;
  }
}

function checkPermissions(
  scope: RoleScope,
  permissions: readonly GrantedPermission[],
): GrantedPermission[] {
  const grantable = grantableIn(scope);
  const foreign = permissions.find((permission) => !grantable.includes(permission));
  if (foreign !== undefined) {
    throw new AppError('invalid', `A role for a ${scope} cannot allow "${foreign}".`);
  }
  return grantable.filter((permission) => permissions.includes(permission));
}

async function requireFreeName(
  tx: CatalogTransaction,
  organizationId: string,
  scope: RoleScope,
  name: string,
  roleId: string,
): Promise<void> {
  const taken = await tx
    .selectFrom('role')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('scope', '=', scope)
    .where('name', '=', name)
    .where('id', '!=', roleId)
    .executeTakeFirst();
  const wanted = name.toLowerCase();
  const builtIn = BUILT_IN_ROLES.some(
    (role) => role.scope === scope && role.name.toLowerCase() === wanted,
  );
  if (taken === undefined && !builtIn) return;
  throw new AppError('conflict', `There is a ${scope} role named "${name}" already.`);
}
