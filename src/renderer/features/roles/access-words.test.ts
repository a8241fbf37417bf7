import { expect, it } from 'vitest';
import { accessRows, permissionsOf, sourceWords } from './access-words.ts';

const member = {
  kind: 'organization_role',
  roleId: 'organization_member',
  name: 'Member',
  permissions: ['people:read'],
} as const;
const reader = {
  kind: 'project_role',
  roleId: 'rol_1',
  name: 'Reader',
  permissions: ['people:read', 'traces:read'],
} as const;

it('a permission names all that gives it, in the order of the groups', () => {
  const sources = [reader, member].map((one) => ({ ...one, permissions: [...one.permissions] }));
  expect(
    permissionsOf(sources).map(({ permission, through }) => [permission, through.map(sourceWords)]),
  ).toEqual([
    ['people:read', ['Reader of the project', 'Member of the organization']],
    ['traces:read', ['Reader of the project']],
  ]);
});

it('the table has a row for each permission at each place', () => {
  const source = { ...member, permissions: [...member.permissions] };
  const rows = accessRows({
    personId: 'per_0123456789ab',
    name: 'Ann',
    email: null,
    disabledAt: null,
    instanceOwner: false,
    organizations: [
      {
        organizationId: 'org_0123456789ab',
        name: 'Acme',
        sources: [source],
        projects: [
          { projectId: 'prj_0123456789ab', name: 'Shop', isDefault: false, sources: [source] },
        ],
      },
    ],
  });
  expect(rows.slice(1)).toEqual([
    ['Ann', '', 'Acme', '', 'people:read', 'Member of the organization'],
    ['Ann', '', 'Acme', 'Shop', 'people:read', 'Member of the organization'],
  ]);
});
