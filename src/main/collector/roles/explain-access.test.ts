import { assert, boolean, constantFrom, option, property, record, subarray } from 'fast-check';
import { expect, it } from 'vitest';
import { GRANTED_PERMISSIONS } from '../../../shared/permissions.ts';
import { BUILT_IN_ROLES } from '../../../shared/roles.ts';
import { explainAccess, type NamedRole } from './explain-access.ts';
import { permissionsOf, type Place } from './permissions-of.ts';

const role = record({
  id: constantFrom('rol_1', 'rol_2'),
  name: constantFrom('Auditor', 'Writer'),
  permissions: subarray(GRANTED_PERMISSIONS),
});
const given = record({
  instanceOwner: boolean(),
  organizationRole: option(role),
  projectRole: option(role),
});

const ORGANIZATION = { kind: 'organization', organizationId: 'org_1' } as const;
const project = (isDefault: boolean, allowsExternal: boolean): Place => ({
  ...ORGANIZATION,
  kind: 'project',
  projectId: 'prj_1',
  isDefault,
  allowsExternal,
});
const place = constantFrom<Place>(
  { kind: 'instance' },
  ORGANIZATION,
  project(true, false),
  project(false, false),
  project(false, true),
);

const mapOf = (key: string, one: NamedRole | null) =>
  new Map(one === null ? [] : [[key, one.permissions] as const]);

it('names exactly what the permission check allows, whatever somebody was given', () => {
  assert(
    property(given, place, (all, at) => {
      const held = permissionsOf(
        { kind: 'person', personId: 'per_1', sessionId: 'ses_1' },
        {
          instanceOwner: all.instanceOwner,
          organizations: mapOf('org_1', all.organizationRole),
          projects: mapOf('prj_1', all.projectRole),
        },
        at,
      );
      const sources = explainAccess(all, at);
      const explained = new Set(sources.flatMap(({ permissions }) => permissions));
      expect(sources.filter(({ permissions }) => permissions.length === 0)).toEqual([]);
      expect(GRANTED_PERMISSIONS.filter((one) => explained.has(one))).toEqual(
        GRANTED_PERMISSIONS.filter((one) => held.has(one)),
      );
    }),
    // Whoever has no role at all is rare among them.
    { numRuns: 1000 },
  );
});

it('tells apart what the Default Project gives everybody', () => {
  const organizationRole = BUILT_IN_ROLES.find(({ id }) => id === 'organization_member')!;
  const sources = explainAccess(
    { instanceOwner: false, organizationRole, projectRole: null },
    project(true, false),
  );
  expect(sources.map(({ kind, name }) => [kind, name])).toEqual([
    ['organization_role', 'Member'],
    ['default_project', 'Default Project'],
  ]);
  expect(sources[1]!.permissions).toContain('traces:read');
});
