import { contract } from '../../src/shared/contract/index.ts';
import { EXTERNAL_ROLES } from '../../src/shared/contract/members.ts';
import { KEY_SCOPES, type Permission } from '../../src/shared/permissions.ts';
import { BUILT_IN_ROLES, builtInRole, type BuiltInRole } from '../../src/shared/roles.ts';
import type { Principal } from '../../src/main/collector/principal.ts';
import {
  NO_ACCESS,
  permissionsOf,
  type PersonAccess,
  type Place,
} from '../../src/main/collector/roles/permissions-of.ts';

const ORGANIZATION = 'org_a';
const PROJECT = 'prj_a';

/** Every call of the contract with what it asks for. */
export const CALLS = Object.entries(contract).flatMap(([subject, members]) =>
  Object.entries(members).map(([name, procedure]) => ({
    name: `${subject}.${name}`,
    meta: procedure['~orpc'].meta,
    schema: procedure['~orpc'].inputSchema,
    route: procedure['~orpc'].route,
  })),
);

type Call = (typeof CALLS)[number];

/** Somebody who calls, and what is stored of them. */
interface Caller {
  readonly title: string;
  readonly principal: Principal;
  readonly access: PersonAccess;
}

const person = { kind: 'person', personId: 'per_a', sessionId: 'ses_a' } as const;
const withRole = (role: BuiltInRole): PersonAccess => ({
  instanceOwner: false,
  // Members of a project belong to its organization, here without a right more.
  organizations: new Map([[ORGANIZATION, role.scope === 'organization' ? role.permissions : []]]),
  projects: role.scope === 'project' ? new Map([[PROJECT, role.permissions]]) : new Map(),
});

/** Everybody there can be, in the order of the columns. */
export const CALLERS: readonly Caller[] = [
  { title: 'Local owner', principal: { kind: 'local' }, access: NO_ACCESS },
  { title: 'Instance owner', principal: person, access: { ...NO_ACCESS, instanceOwner: true } },
  ...BUILT_IN_ROLES.map((role) => ({
    title: `${role.scope === 'organization' ? 'Org' : 'Project'} ${role.name}`,
    principal: person,
    access: withRole(role),
  })),
  ...EXTERNAL_ROLES.map((id) => builtInRole(id)!).map((role) => ({
    title: `External ${role.name}`,
    principal: person,
    access: { ...withRole(role), organizations: new Map() },
  })),
  { title: 'No role', principal: person, access: NO_ACCESS },
  ...KEY_SCOPES.map((scope) => ({
    title: `Key: ${scope}`,
    principal: {
      kind: 'key',
      keyId: 'key_a',
      projectId: PROJECT,
      scopes: [scope],
      expiresMs: null,
    } as const,
    access: NO_ACCESS,
  })),
  { title: 'No key', principal: { kind: 'keyless', projectId: 'prj_default' }, access: NO_ACCESS },
  { title: 'Nobody', principal: { kind: 'nobody', reason: 'Sign in.' }, access: NO_ACCESS },
];

/** Where a call acts when it is about the caller's own organization and project, by the fields of its input. */
export function ownPlace({ schema, meta }: Call): Place {
  const shape = shapeOf(schema);
  const project = { kind: 'project', projectId: PROJECT, organizationId: ORGANIZATION } as const;
  if ('projectId' in shape || 'keyId' in shape) {
    return { ...project, isDefault: false, allowsExternal: true };
  }
  if ('organizationId' in shape) return { kind: 'organization', organizationId: ORGANIZATION };
  return meta.across ? { kind: 'anywhere' } : { kind: 'instance' };
}

/** The same place of somebody else. */
export function foreignPlace(place: Place): Place {
  if (place.kind === 'organization') return { ...place, organizationId: 'org_b' };
  if (place.kind !== 'project') return place;
  return { ...place, projectId: 'prj_b', organizationId: 'org_b', isDefault: true };
}

function shapeOf(schema: unknown): object {
  if (typeof schema !== 'object' || schema === null || !('shape' in schema)) return {};
  return schema.shape as object;
}

export function mayCall(caller: Caller, permission: Permission, place: Place): boolean {
  return permissionsOf(caller.principal, caller.access, place).has(permission);
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** The table of docs/permissions.md: a row a call, a column a caller. */
export function permissionTable(): string {
  const heading = ['Call', 'Permission', 'Where', ...CALLERS.map(({ title }) => title)];
  const rows = CALLS.map((call) => {
    const place = ownPlace(call);
    const { permission } = call.meta;
    const marks = CALLERS.map((caller) => (mayCall(caller, permission, place) ? '●' : '·'));
    return line([`\`${call.name}\``, `\`${permission}\``, place.kind, ...marks]);
  });
  return [
    line(heading),
    line(heading.map((_, index) => (index < 3 ? '---' : ':-:'))),
    ...rows,
  ].join('\n');
}
