/** Where a permission holds: in the whole instance, in one organization, or in one project. */
export type PermissionScope = 'instance' | 'organization' | 'project';

interface PermissionGroup {
  /** Heading on screens and in docs. */
  readonly name: string;
  readonly scope: PermissionScope;
  /** Each permission with what it lets one do, in one line. */
  readonly permissions: Readonly<Record<string, string>>;
}

/** Everything a person or a key may be allowed to do, in the groups and words it is shown in. */
export const PERMISSION_GROUPS = [
  {
    name: 'Instance',
    scope: 'instance',
    permissions: {
      'instance:read': 'See what the collector is doing, its settings and prices',
      'instance:manage': 'Change settings and prices, check and back up the data folder',
      'organizations:create': 'Create organizations',
    },
  },
  {
    name: 'Organization',
    scope: 'organization',
    permissions: {
      'organizations:read': 'See the organization and its name',
      'organizations:update': 'Rename the organization',
      'projects:create': 'Create projects',
    },
  },
  {
    name: 'People',
    scope: 'organization',
    permissions: {
      'people:read': 'See the people of the organization, their roles and invitations',
      'people:manage': 'Invite and remove people, change their roles, let them back in',
      'people:owners': 'Give and take the ownership of the organization',
    },
  },
  {
    name: 'Roles',
    scope: 'organization',
    permissions: {
      'roles:read': 'See roles and what each allows',
      'roles:manage': 'Create, change and delete roles',
    },
  },
  {
    name: 'Project',
    scope: 'project',
    permissions: {
      'projects:read': 'See the project, its name and its sizes',
      'projects:update': 'Rename and describe the project, archive and restore it',
      'projects:delete': 'Delete the project with everything in it',
      'members:read': 'See who is a member of the project',
      'members:manage': 'Add and remove members of the project, change their roles',
      'members:owners': 'Give and take the ownership of the project',
      'members:external': 'Let people from outside the organization in, and shut them out',
    },
  },
  {
    name: 'API keys',
    scope: 'project',
    permissions: {
      'keys:read': 'See the keys of the project, never their secrets',
      'keys:manage': 'Create, change, rotate and revoke keys',
    },
  },
  {
    name: 'Usage and limits',
    scope: 'project',
    permissions: {
      'usage:read': 'See what the project uses, its limits and those of its keys',
      'limits:manage': 'Set limits of the project and of its keys',
    },
  },
  {
    name: 'Traces',
    scope: 'project',
    permissions: {
      'traces:read': 'See, search and export traces, logs and metrics',
      'traces:write': 'Send and import telemetry',
      'traces:delete': 'Delete traces, and everything with an attribute, for good',
      'annotations:write': 'Pin, tag and score traces and spans, and write notes on them',
    },
  },
  {
    name: 'Retention',
    scope: 'project',
    permissions: {
      'retention:read': 'See how long data is kept and what a sweep would remove',
      'retention:manage': 'Set how long data is kept, hold every deletion, sweep now',
    },
  },
  {
    name: 'Redaction',
    scope: 'project',
    permissions: {
      'redaction:read':
        'See what is redacted before it is stored, and how often; try rules on a text',
      'redaction:manage':
        'Set what is redacted before it is stored; scan and rewrite what is stored already',
    },
  },
  {
    name: 'Attribute visibility',
    scope: 'project',
    permissions: {
      'visibility:read': 'See which attributes are hidden from whom',
      'visibility:manage': 'Hide attributes, show them again, and view traces as another role',
    },
  },
  {
    name: 'Audit',
    scope: 'project',
    permissions: {
      'audit:read': 'See, check and export what was done, by whom and from where',
    },
  },
] as const satisfies readonly PermissionGroup[];

type KeysOf<Group> = Group extends { permissions: infer P } ? keyof P : never;

/** A permission that a role can hold. */
export type GrantedPermission = KeysOf<(typeof PERMISSION_GROUPS)[number]> & string;

/**
 * What a call asks for: a permission that roles hold, or one of three that need none.
 *
 * `open` is for calls that nobody need be known for (signing in), `none` for those that everybody who is known may
 * make (whoami), `self` for what people do with their own account.
 */
export type Permission = 'open' | 'none' | 'self' | GrantedPermission;

/** Every permission that a role can hold, in the order of the groups. */
export const GRANTED_PERMISSIONS = PERMISSION_GROUPS.flatMap(
  (group) => Object.keys(group.permissions) as GrantedPermission[],
);

/** What each permission lets one do, in one line: the words that people are told it in. */
export const MEANINGS: Readonly<Record<GrantedPermission, string>> = Object.assign(
  {},
  ...PERMISSION_GROUPS.map((group) => group.permissions),
) as Record<GrantedPermission, string>;

/** A permission as people are told it, in quotation marks; its name where it is one that no role holds. */
export function inWords(permission: Permission): string {
  return `“${permission in MEANINGS ? MEANINGS[permission as GrantedPermission] : permission}”`;
}

export const PERMISSIONS: readonly Permission[] = ['open', 'none', 'self', ...GRANTED_PERMISSIONS];

/** Permissions that hold in one scope. */
export function permissionsIn(...scopes: PermissionScope[]): GrantedPermission[] {
  return PERMISSION_GROUPS.filter((group) => scopes.includes(group.scope)).flatMap(
    (group) => Object.keys(group.permissions) as GrantedPermission[],
  );
}

/** What an API key may be used for. */
export const KEY_SCOPES = ['ingest', 'read', 'annotate', 'admin'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];
