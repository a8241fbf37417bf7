import { describe, expect, it } from 'vitest';
import { addPerson, openWithPeople } from '../../support/people.ts';

async function openWithRoles() {
  const world = await openWithPeople();
  const { owner, organizationId } = world;
  const { project, key } = await owner.projects.create({ name: 'Shop', description: '' });
  const other = await owner.organizations.create({ name: 'Other' });
  const admin = await addPerson(world, organizationId, {
    email: 'admin@example.org',
    roleId: 'organization_admin',
  });
  const ann = await addPerson(world, organizationId, {
    email: 'ann@example.org',
    project: { projectId: project.id, roleId: 'project_read_only' },
  });
  const { code } = await owner.invitations.create({
    organizationId: other.id,
    email: 'ann@example.org',
    roleId: 'organization_admin',
  });
  return { ...world, project, key, other, admin, ann, code };
}

describe('what a person may do', () => {
  it('is named for each place with the role that gives it, and only where the reader may look', async () => {
    const { collector, owner, organizationId, project, other, admin, ann, code } =
      await openWithRoles();
    await ann.client.session.acceptInvitation({ code, password: 'correct horse battery' });
    const all = await owner.access.person({ personId: ann.personId });
    const names = all.organizations.map(({ name }) => name);
    expect(names.toSorted()).toEqual(['My organization', 'Other']);
    const first = all.organizations.find((one) => one.organizationId === organizationId);
    const shop = first!.projects.find(({ projectId }) => projectId === project.id)!;
    expect(shop.sources.map(({ kind, name }) => [kind, name])).toEqual([
      ['organization_role', 'Member'],
      ['project_role', 'Read-only'],
    ]);
    expect(shop.sources[1]!.permissions).toContain('traces:read');
    const home = first!.projects.find(({ isDefault }) => isDefault)!;
    expect(home.sources.at(-1)).toMatchObject({ kind: 'default_project', roleId: null });

    const seen = await admin.client.access.person({ personId: ann.personId });
    expect(seen.organizations.map((one) => one.organizationId)).toEqual([organizationId]);
    const stranger = await addPerson({ collector, owner }, other.id, { email: 'eve@example.org' });
    await expect(stranger.client.access.person({ personId: admin.personId })).rejects.toMatchObject(
      { code: 'not_found' },
    );
    await owner.people.disable({ organizationId, personId: ann.personId });
    expect(await owner.access.person({ personId: ann.personId })).toMatchObject({
      disabledAt: expect.any(String),
      organizations: [],
    });
  });
});

describe('who has a permission', () => {
  it('are people and keys, each with what gives it', async () => {
    const { collector, owner, organizationId, project, key, other, admin, ann } =
      await openWithRoles();
    const held = await owner.access.holders({
      organizationId,
      permission: 'traces:write',
      inProjectId: project.id,
    });
    expect(held.people.map(({ name, sources }) => [name, sources.map((one) => one.kind)])).toEqual([
      ['admin', ['organization_role']],
      ['Local owner', ['instance_owner', 'organization_role']],
    ]);
    expect(held.keys).toMatchObject([{ keyId: key.id }]);
    expect(held.keys[0]!.scopes.length).toBeGreaterThan(0);
    await owner.keys.revoke({ keyId: key.id });
    const reading = { organizationId, permission: 'traces:read', inProjectId: project.id } as const;
    const readers = await owner.access.holders(reading);
    expect(readers.people.map(({ name }) => name)).toEqual(['admin', 'ann', 'Local owner']);
    expect(readers.keys).toEqual([]);
    // Members see people, and keys only where they may see those of the project.
    expect((await ann.client.access.holders(reading)).people).toHaveLength(3);
    const inOrganization = await owner.access.holders({
      organizationId,
      permission: 'people:manage',
    });
    expect(inOrganization.people.map(({ name }) => name)).toEqual(['admin', 'Local owner']);
    await expect(
      admin.client.access.holders({ ...reading, organizationId: other.id }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      owner.access.holders({ ...reading, organizationId: other.id }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const url = `${collector.url}/api/v1/organizations/${organizationId}/holders?permission=roles:manage`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${admin.token}` } });
    expect(await answer.json()).toMatchObject({ people: [{ name: 'admin' }, {}], keys: [] });
  });
});

it('tells nobody of projects they may not see, but who decides about people', async () => {
  const { owner, organizationId, admin, ann } = await openWithRoles();
  const { project: lab } = await owner.projects.create({ name: 'Hidden lab' });
  const inLab = { projectId: lab.id, roleId: 'project_member' } as const;
  await owner.projects.setExternal({ projectId: lab.id, allowed: true });
  await owner.members.addExternal({ projectId: lab.id, email: 'guest@example.org' });
  await owner.invitations.create({ organizationId, email: 'bob@example.org', project: inLab });
  await owner.members.set({ projectId: lab.id, personId: admin.personId, roleId: inLab.roleId });
  const { personId } = admin;
  const told = async (client: typeof owner) => [
    ...(await client.people.access({ organizationId, personId })).projects.map((one) => one.name),
    ...(await client.access.person({ personId })).organizations
      .flatMap(({ projects }) => projects)
      .map((one) => one.name),
    ...(await client.invitations.list({ organizationId })).invitations.flatMap((one) => [
      one.email,
      one.projectName,
    ]),
  ];
  const reading = { organizationId, permission: 'traces:read', inProjectId: lab.id } as const;
  const seen = await told(ann.client);
  expect(seen).toEqual(expect.arrayContaining(['Shop', 'bob@example.org']));
  expect(seen.filter((text) => text === 'Hidden lab' || text === 'guest@example.org')).toEqual([]);
  await expect(ann.client.access.holders(reading)).rejects.toMatchObject({
    code: 'not_found',
    message: `There is no project ${lab.id} in this organization.`,
  });
  expect(await told(admin.client)).toEqual(expect.arrayContaining(['guest@example.org']));
  expect((await told(admin.client)).filter((text) => text === 'Hidden lab')).toHaveLength(4);
  await expect(admin.client.access.holders(reading)).resolves.toBeDefined();
  // Of oneself one is told all.
  await owner.members.set({ projectId: lab.id, personId: ann.personId, roleId: inLab.roleId });
  const mine = await ann.client.access.person({ personId: ann.personId });
  expect(mine.organizations[0]!.projects.map(({ name }) => name)).toContain('Hidden lab');
});
