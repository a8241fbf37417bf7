import { expect, it } from 'vitest';
import type { ViewerId } from '../../../src/shared/contract/visibility.ts';
import { builtInRole } from '../../../src/shared/roles.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';

// Who may not see something must not let others see it, or themselves by another name: neither by a key nor a role.

async function setUp() {
  const people = await openWithPeople();
  const { collector, owner, organizationId } = people;
  const { project } = await owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const role = await owner.roles.create({
    organizationId,
    scope: 'project',
    name: 'Key keeper',
    // All that an Admin may do but for changing rules.
    permissions: builtInRole('project_admin')!.permissions.filter(
      (permission) => permission !== 'visibility:manage',
    ),
  });
  const keeper = await addPerson({ collector, owner }, organizationId, {
    email: 'keeper@example.com',
    project: { projectId, roleId: role.id },
  });
  const other = await addPerson({ collector, owner }, organizationId, {
    email: 'other@example.com',
  });
  const ruleFor = (...visibleTo: ViewerId[]) =>
    owner.visibility.create({
      projectId,
      pattern: '*',
      match: 'glob',
      scopes: ['span'],
      hide: 'value',
      visibleTo,
      note: '',
    });
  return { ...people, projectId, roleId: role.id, keeper, other, ruleFor };
}

const REFUSED = { code: 'forbidden', message: expect.stringContaining('hidden from you') };

it('a key that sees more than its maker is not made, and a secret of one not renewed', async () => {
  const { owner, projectId, keeper, ruleFor } = await setUp();
  const { id: keyId } = await owner.keys.create({ projectId, scopes: ['read'] });
  await expect(keeper.client.keys.create({ projectId, scopes: ['read'] })).resolves.toBeDefined();
  await ruleFor('key:read');
  await expect(keeper.client.keys.create({ projectId, scopes: ['read'] })).rejects.toMatchObject(
    REFUSED,
  );
  await expect(keeper.client.keys.rotate({ keyId })).rejects.toMatchObject(REFUSED);
  await expect(keeper.client.keys.create({ projectId, scopes: ['ingest'] })).resolves.toBeDefined();
  await expect(owner.keys.create({ projectId, scopes: ['read'] })).resolves.toBeDefined();
});

it('a key with the scope admin makes none with the scope read that sees more', async () => {
  const { collector, owner, projectId, ruleFor } = await setUp();
  const { secret } = await owner.keys.create({ projectId, scopes: ['admin'] });
  const make = () =>
    fetch(`${collector.url}/api/v1/projects/${projectId}/keys`, {
      method: 'POST',
      headers: { 'x-api-key': secret, 'content-type': 'application/json' },
      body: JSON.stringify({ scopes: ['read'] }),
    });
  expect((await make()).ok).toBe(true);
  await ruleFor('key:read');
  expect((await make()).status).toBe(403);
});

it('a role that sees more is not given', async () => {
  const { projectId, keeper, other, ruleFor } = await setUp();
  const give = (roleId: string) =>
    keeper.client.members.set({ projectId, personId: other.personId, roleId });
  await ruleFor('project_read_only');
  await expect(give('project_read_only')).rejects.toMatchObject(REFUSED);
  await expect(
    keeper.client.members.set({
      projectId,
      personId: keeper.personId,
      roleId: 'project_read_only',
    }),
  ).rejects.toMatchObject(REFUSED);
  await expect(give('project_member')).resolves.toBeDefined();
});

it('a new code of an invitation to a role that sees more is not given', async () => {
  const { owner, organizationId, projectId, keeper, ruleFor } = await setUp();
  const { id: deskId } = await owner.roles.create({
    organizationId,
    scope: 'organization',
    name: 'Front desk',
    permissions: [...builtInRole('organization_member')!.permissions, 'people:manage'],
  });
  const { personId } = keeper;
  await owner.people.setRole({ organizationId, personId, roleId: deskId });
  const { id: invitationId } = await owner.invitations.create({
    organizationId,
    email: 'new@example.com',
    project: { projectId, roleId: 'project_read_only' },
  });
  const resend = () => keeper.client.invitations.resend({ organizationId, invitationId });
  await expect(resend()).resolves.toBeDefined();
  await ruleFor('project_read_only');
  await expect(resend()).rejects.toMatchObject(REFUSED);
});

it('a role that a rule names is not made to allow more by those who see less', async () => {
  const { collector, owner, organizationId, projectId, ruleFor } = await setUp();
  const maker = await owner.roles.create({
    organizationId,
    scope: 'organization',
    name: 'Role maker',
    permissions: builtInRole('organization_admin')!.permissions.filter(
      (permission) => permission !== 'visibility:manage',
    ),
  });
  const { client } = await addPerson({ collector, owner }, organizationId, {
    email: 'maker@example.com',
    roleId: maker.id,
  });
  const { id: roleId } = await owner.roles.create({
    organizationId,
    scope: 'project',
    name: 'Auditor',
    permissions: ['projects:read'],
  });
  const name = 'Auditor';
  const change = (permissions: ('projects:read' | 'traces:read' | 'members:read')[]) =>
    client.roles.update({ organizationId, roleId, name, permissions });
  await expect(change(['projects:read', 'members:read'])).resolves.toBeDefined();
  const { id: ruleId } = await ruleFor(roleId);
  await expect(change(['projects:read', 'members:read', 'traces:read'])).rejects.toMatchObject(
    REFUSED,
  );
  // What shows nobody more stays theirs, as does a copy, which no rule names.
  const { permissions } = await client.roles.update({
    organizationId,
    roleId,
    name,
    description: 'Looks at who is in it.',
    permissions: ['projects:read'],
  });
  expect(permissions).toEqual(['projects:read']);
  await expect(
    client.roles.create({
      organizationId,
      scope: 'project',
      name: 'Auditor 2',
      permissions: ['traces:read'],
    }),
  ).resolves.toBeDefined();
  await owner.visibility.remove({ projectId, ruleId });
  await expect(change(['projects:read', 'traces:read'])).resolves.toBeDefined();
});
