import { permissionsIn, type GrantedPermission, type PermissionScope } from './permissions.ts';

/** What a role is given for: an organization, with all its projects, or a single project. */
export type RoleScope = 'organization' | 'project';

/** A role that is always there and never changes. */
export interface BuiltInRole {
  readonly id: string;
  readonly name: string;
  readonly scope: RoleScope;
  readonly description: string;
  readonly permissions: readonly GrantedPermission[];
}

const ORGANIZATION = permissionsIn('organization');
const PROJECT = permissionsIn('project');
const READ_ONLY: readonly GrantedPermission[] = [
  'projects:read',
  'members:read',
  'usage:read',
  'traces:read',
  'retention:read',
];
const MEMBER: readonly GrantedPermission[] = [
  ...READ_ONLY,
  'traces:write',
  'annotations:write',
  'keys:read',
];

/** All of these but those kept for owners. */
const without = (permissions: readonly GrantedPermission[], ...kept: GrantedPermission[]) =>
  permissions.filter((permission) => !kept.includes(permission));

/**
 * The built-in roles. What an organization role allows in projects it allows in every project of the organization;
 * in the Default Project every member of the organization is at least Member.
 */
export const BUILT_IN_ROLES = [
  {
    id: 'organization_owner',
    name: 'Owner',
    scope: 'organization',
    description:
      'Everything in the organization and in all its projects; gives and takes ownership.',
    permissions: [...ORGANIZATION, ...PROJECT],
  },
  {
    id: 'organization_admin',
    name: 'Admin',
    scope: 'organization',
    description: 'Manages people, roles and projects; Admin in every project.',
    permissions: [...without(ORGANIZATION, 'people:owners'), ...PROJECT],
  },
  {
    id: 'organization_member',
    name: 'Member',
    scope: 'organization',
    description: 'Belongs to the organization; works in the Default Project and where added.',
    permissions: ['organizations:read', 'people:read', 'roles:read'],
  },
  {
    id: 'project_owner',
    name: 'Owner',
    scope: 'project',
    description: 'Everything in the project; gives and takes its ownership.',
    permissions: PROJECT,
  },
  {
    id: 'project_admin',
    name: 'Admin',
    scope: 'project',
    description: 'Manages members, keys and limits of the project.',
    permissions: without(PROJECT, 'members:owners', 'projects:delete'),
  },
  {
    id: 'project_member',
    name: 'Member',
    scope: 'project',
    description: 'Reads, annotates and sends telemetry, sees the keys.',
    permissions: MEMBER,
  },
  {
    id: 'project_read_only',
    name: 'Read-only',
    scope: 'project',
    description: 'Reads telemetry and changes nothing.',
    permissions: READ_ONLY,
  },
] as const satisfies readonly BuiltInRole[];

/** What holding any role at all allows: the address to send telemetry to is part of the collector's state. */
export const PERMISSIONS_OF_EVERYBODY: readonly GrantedPermission[] = ['instance:read'];

/** The role with this id, or undefined for one that somebody made. */
export function builtInRole(id: string): BuiltInRole | undefined {
  return BUILT_IN_ROLES.find((role) => role.id === id);
}

/** What a role of one's own may be made of. */
export function grantableIn(scope: RoleScope): GrantedPermission[] {
  const scopes: PermissionScope[] =
    scope === 'organization' ? ['organization', 'project'] : ['project'];
  return permissionsIn(...scopes);
}
