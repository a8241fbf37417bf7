import {
  PERMISSIONS,
  type GrantedPermission,
  type KeyScope,
  type Permission,
} from '../../../shared/permissions.ts';
import { builtInRole, PERMISSIONS_OF_EVERYBODY } from '../../../shared/roles.ts';
import type { Principal } from '../principal.ts';

/** What a call is about. `anywhere` is for lists, which leave out what their reader may not see. */
export type Place =
  | { readonly kind: 'instance' }
  | { readonly kind: 'anywhere' }
  | { readonly kind: 'organization'; readonly organizationId: string }
  | ProjectPlace
  /** Something that does not exist: only those who may do everything are told so. */
  | { readonly kind: 'unknown' };

export interface ProjectPlace {
  readonly kind: 'project';
  readonly projectId: string;
  readonly organizationId: string;
  /** The project every member of its organization may enter. */
  readonly isDefault: boolean;
  /** Whether people from outside the organization may be members of it. */
  readonly allowsExternal: boolean;
  /** Of a workspace of files: the person who opened it, who alone sees it. */
  readonly openedBy?: string;
}

/** What a person was given, as it is stored now; a person who is disabled has none. */
export interface PersonAccess {
  readonly instanceOwner: boolean;
  /** Organization to the permissions of the person's role there. */
  readonly organizations: ReadonlyMap<string, readonly GrantedPermission[]>;
  /** Project to the permissions of the person's role there. */
  readonly projects: ReadonlyMap<string, readonly GrantedPermission[]>;
}

export const NO_ACCESS: PersonAccess = {
  instanceOwner: false,
  organizations: new Map(),
  projects: new Map(),
};

/** What each scope of an API key allows, always and only inside the key's own project. */
export const SCOPE_PERMISSIONS: Readonly<Record<KeyScope, readonly GrantedPermission[]>> = {
  ingest: ['traces:write'],
  read: ['projects:read', 'traces:read'],
  annotate: ['annotations:write'],
  admin: [
    'projects:read',
    'traces:read',
    'traces:write',
    'annotations:write',
    'keys:read',
    'keys:manage',
    'audit:read',
    'visibility:read',
    'redaction:read',
    'retention:read',
    'usage:read',
  ],
};

const EVERYTHING: ReadonlySet<Permission> = new Set(PERMISSIONS);
const PERSON: readonly Permission[] = ['open', 'none', 'self'];
const DEFAULT_PROJECT = builtInRole('project_member')!.permissions;
/**
 * Who is in a project, who sees what of it and what of it stays is decided by its organization: these no role gives to
 * somebody from outside.
 */
const NEVER_EXTERNAL: ReadonlySet<Permission> = new Set<GrantedPermission>([
  'members:manage',
  'members:owners',
  'members:external',
  'projects:delete',
  'traces:delete',
  'retention:manage',
  'redaction:manage',
  'visibility:manage',
]);

/**
 * The permissions of a principal at a place: the one definition of who may do what.
 *
 * Whatever is not in the set is refused.
 * @param access what is stored of the person, for a principal that is one
 */
export function permissionsOf(
  principal: Principal,
  access: PersonAccess,
  place: Place,
): ReadonlySet<Permission> {
  if (place.kind === 'project' && place.openedBy !== undefined) {
    return ofWorkspace(principal, place.openedBy);
  }
  switch (principal.kind) {
    case 'local':
      return EVERYTHING;
    case 'person':
      return access.instanceOwner ? EVERYTHING : new Set([...PERSON, ...held(access, place)]);
    case 'key':
      return new Set(['none', 'open', ...heldByKey(principal, place)]);
    case 'keyless':
      return place.kind === 'project' && place.projectId === principal.projectId
        ? new Set(['open', 'traces:write'])
        : new Set(['open']);
    case 'nobody':
      return new Set(['open']);
  }
}

/** What one may do in a workspace of files: look, annotate and remove; it has no keys, members or rules. */
const WORKSPACE_PERMISSIONS: readonly GrantedPermission[] = [
  'projects:read',
  'traces:read',
  'traces:write',
  'traces:delete',
  'annotations:write',
];

/** Whoever sits at the machine, and the person who opened it; nobody else, whatever their role. */
function ofWorkspace(principal: Principal, openedBy: string): ReadonlySet<Permission> {
  const isPerson = principal.kind === 'person';
  const isOpener = isPerson && principal.personId === openedBy;
  if (principal.kind === 'local' || isOpener) return new Set([...PERSON, ...WORKSPACE_PERMISSIONS]);
  // Whose session it is still is somebody here: a link to another's workspace must not sign them out.
  if (isPerson) return new Set(PERSON);
  return new Set(principal.kind === 'key' ? ['none', 'open'] : ['open']);
}

function held(access: PersonAccess, place: Place): readonly GrantedPermission[] {
  const { organizations, projects } = access;
  if (organizations.size === 0 && projects.size === 0) return [];
  switch (place.kind) {
    case 'unknown':
      return [];
    case 'instance':
      return PERMISSIONS_OF_EVERYBODY;
    case 'anywhere':
      return [
        ...PERMISSIONS_OF_EVERYBODY,
        ...[...organizations.values(), ...projects.values()].flat(),
        ...(organizations.size > 0 ? DEFAULT_PROJECT : []),
      ];
    case 'organization':
      return organizations.get(place.organizationId) ?? [];
    case 'project': {
      const organization = organizations.get(place.organizationId);
      const own = projects.get(place.projectId) ?? [];
      if (organization === undefined) return place.allowsExternal ? external(own) : [];
      return [...organization, ...own, ...(place.isDefault ? DEFAULT_PROJECT : [])];
    }
  }
}

/** What is left of a role in a project for somebody who is not in its organization. */
function external(permissions: readonly GrantedPermission[]): readonly GrantedPermission[] {
  return permissions.filter((permission) => !NEVER_EXTERNAL.has(permission));
}

function heldByKey(
  key: Extract<Principal, { kind: 'key' }>,
  place: Place,
): readonly GrantedPermission[] {
  const own = place.kind === 'project' && place.projectId === key.projectId;
  if (!own && place.kind !== 'anywhere') return [];
  return key.scopes.flatMap((scope) => SCOPE_PERMISSIONS[scope]);
}
