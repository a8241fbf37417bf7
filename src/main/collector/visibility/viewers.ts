import type { Viewer, ViewerId } from '../../../shared/contract/visibility.ts';
import { BUILT_IN_ROLES } from '../../../shared/roles.ts';
import { KEY_VIEWERS } from '../../../shared/visibility.ts';
import type { ProjectRow } from '../projects/project-rows.ts';
import type { CatalogReader } from '../roles/find-role.ts';
import { SCOPE_PERMISSIONS } from '../roles/permissions-of.ts';
import { rolePermissions } from '../roles/role-permissions.ts';

const KEY_SCOPES_OF = { 'key:read': 'read', 'key:admin': 'admin' } as const;

/** Roles of the project's organization, built-in ones first, and the scopes of keys. */
export async function viewersOf(db: CatalogReader, project: ProjectRow): Promise<Viewer[]> {
  const rows = await db
    .selectFrom('role')
    .select(['id', 'name', 'scope', 'permissions'])
    .where('organization_id', '=', project.organization_id)
    .orderBy('scope')
    .orderBy('name')
    .execute();
  const own = rows.map((row) => ({
    ...row,
    permissions: rolePermissions(row.id, row.scope, row.permissions),
  }));
  const roles = [...BUILT_IN_ROLES, ...own].map(({ id, name, scope, permissions }): Viewer => ({
    id: id as ViewerId,
    name,
    kind: scope === 'organization' ? 'organization_role' : 'project_role',
    readsTraces:
      permissions.some((permission) => permission === 'traces:read') ||
      // In its Default Project every member of the organization is at least project Member.
      (scope === 'organization' && project.is_default === 1),
  }));
  const keys = KEY_VIEWERS.map((id): Viewer => ({
    id,
    name: `API keys with the scope "${KEY_SCOPES_OF[id]}"`,
    kind: 'key',
    readsTraces: SCOPE_PERMISSIONS[KEY_SCOPES_OF[id]].includes('traces:read'),
  }));
  return [...roles, ...keys];
}
