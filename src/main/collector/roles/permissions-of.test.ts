import {
  assert,
  constant,
  constantFrom,
  dictionary,
  property,
  record,
  subarray,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRANTED_PERMISSIONS, type GrantedPermission } from '../../../shared/permissions.ts';
import { BUILT_IN_ROLES, builtInRole } from '../../../shared/roles.ts';
import { NO_ACCESS, permissionsOf, type PersonAccess, type Place } from './permissions-of.ts';

const person = { kind: 'person', personId: 'per_a', sessionId: 'ses_a' } as const;
const project = (
  projectId: string,
  organizationId: string,
  isDefault = false,
  allowsExternal = false,
): Place => ({ kind: 'project', projectId, organizationId, isDefault, allowsExternal });
const access = (
  organizations: Record<string, string>,
  projects: Record<string, string> = {},
): PersonAccess => ({
  instanceOwner: false,
  organizations: roles(organizations),
  projects: roles(projects),
});
const roles = (given: Record<string, string>) =>
  new Map(Object.entries(given).map(([id, role]) => [id, builtInRole(role)!.permissions]));
const granted = (from: PersonAccess, place: Place) =>
  GRANTED_PERMISSIONS.filter((permission) => permissionsOf(person, from, place).has(permission));

describe('a person', () => {
  it('without a role may do nothing anywhere', () => {
    for (const place of [
      { kind: 'instance' } as const,
      { kind: 'anywhere' } as const,
      { kind: 'unknown' } as const,
      { kind: 'organization', organizationId: 'o' } as const,
      project('p', 'o', true),
    ]) {
      expect(granted(NO_ACCESS, place)).toEqual([]);
    }
  });

  it('who is Admin of an organization is Admin in all its projects and in no other', () => {
    const admin = access({ o: 'organization_admin' });
    expect(granted(admin, project('p', 'o'))).toEqual(
      expect.arrayContaining([...builtInRole('project_admin')!.permissions]),
    );
    expect(granted(admin, project('p', 'other', true))).toEqual([]);
    expect(granted(admin, { kind: 'organization', organizationId: 'other' })).toEqual([]);
  });

  it('who is Member of an organization works in its Default Project and sees no other', () => {
    const member = access({ o: 'organization_member' });
    expect(granted(member, project('p', 'o', true))).toContain('traces:read');
    expect(granted(member, project('p', 'o', true))).not.toContain('keys:manage');
    expect(granted(member, project('p', 'o'))).not.toContain('projects:read');
  });

  it('has in a project what either role allows there', () => {
    const reader = access({ o: 'organization_member' }, { p: 'project_read_only' });
    expect(granted(reader, project('p', 'o'))).toContain('traces:read');
    expect(granted(reader, project('p', 'o'))).not.toContain('traces:write');
  });

  it('from outside has a role in an open project only, and nothing that decides about it', () => {
    const outsider = access({ mine: 'organization_owner' }, { p: 'project_admin' });
    const open = project('p', 'o', false, true);
    expect(granted(outsider, project('p', 'o'))).toEqual([]);
    expect(granted(outsider, project('q', 'o', true, true))).toEqual([]);
    expect(granted(outsider, open)).toEqual(
      expect.arrayContaining(['traces:read', 'keys:manage', 'projects:update']),
    );
    const owner = access({}, { p: 'project_owner' });
    for (const decides of [
      'members:manage',
      'members:owners',
      'members:external',
      'projects:delete',
      'traces:delete',
      'retention:manage',
      'redaction:manage',
      'visibility:manage',
    ] as const) {
      expect(granted(owner, open)).not.toContain(decides);
    }
    // Of the organization, the same role is whole, open or not.
    expect(granted(access({ o: 'organization_member' }, { p: 'project_owner' }), open)).toContain(
      'projects:delete',
    );
  });

  it('never manages the instance but as its owner', () => {
    for (const role of BUILT_IN_ROLES.filter(({ scope }) => scope === 'organization')) {
      expect(granted(access({ o: role.id }), { kind: 'instance' })).toEqual(['instance:read']);
    }
    expect(granted({ ...NO_ACCESS, instanceOwner: true }, { kind: 'instance' })).toEqual(
      GRANTED_PERMISSIONS,
    );
  });
});

describe('whatever roles there are', () => {
  const permissions = subarray(GRANTED_PERMISSIONS) as Arbitrary<GrantedPermission[]>;
  const given = dictionary(constantFrom('a', 'b'), permissions);
  const anyAccess = record({
    instanceOwner: constant(false),
    organizations: given.map((entries) => new Map(Object.entries(entries))),
    projects: given.map((entries) => new Map(Object.entries(entries))),
  });

  it('a role allows nothing outside its own organization or project', () => {
    assert(
      property(anyAccess, (from) => {
        expect(granted(from, { kind: 'organization', organizationId: 'z' })).toEqual([]);
        expect(granted(from, project('z', 'z', true))).toEqual([]);
        expect(granted(from, { kind: 'unknown' })).toEqual([]);
      }),
    );
  });

  it('a role more never takes a permission away', () => {
    assert(
      property(anyAccess, permissions, (from, more) => {
        const place = project('a', 'b');
        const before = granted(from, place);
        const projects = new Map(from.projects).set('a', [
          ...(from.projects.get('a') ?? []),
          ...more,
        ]);
        expect(granted({ ...from, projects }, place)).toEqual(expect.arrayContaining(before));
      }),
    );
  });
});

describe('others', () => {
  it('a key acts in its own project only, and lists only that', () => {
    const key = {
      kind: 'key',
      keyId: 'k',
      projectId: 'p',
      scopes: ['admin'],
      expiresMs: null,
    } as const;
    const may = (place: Place) => permissionsOf(key, NO_ACCESS, place).has('traces:read');
    expect(may(project('p', 'o'))).toBe(true);
    expect(may({ kind: 'anywhere' })).toBe(true);
    expect(may(project('q', 'o', true))).toBe(false);
    expect(may({ kind: 'organization', organizationId: 'o' })).toBe(false);
    expect(may({ kind: 'instance' })).toBe(false);
  });

  it('nobody may sign in, and keyless telemetry may be stored in its project', () => {
    const nobody = permissionsOf({ kind: 'nobody', reason: '' }, NO_ACCESS, project('p', 'o'));
    expect([...nobody]).toEqual(['open']);
    const keyless = { kind: 'keyless', projectId: 'p' } as const;
    expect([...permissionsOf(keyless, NO_ACCESS, project('p', 'o'))]).toEqual([
      'open',
      'traces:write',
    ]);
    expect([...permissionsOf(keyless, NO_ACCESS, project('q', 'o'))]).toEqual(['open']);
  });
});
