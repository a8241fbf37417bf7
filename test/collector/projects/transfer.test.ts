import { expect, it } from 'vitest';
import { addPerson, openWithPeople } from '../../support/people.ts';

const conflict = { code: 'conflict' };
const forbidden = { code: 'forbidden' };

/** A shop owned by Ann, and Ben and Cid of the same organization. */
async function openWithShop() {
  const world = await openWithPeople();
  const { owner, organizationId } = world;
  const projectId = (await owner.projects.create({ name: 'Shop' })).project.id;
  const join = (email: string, roleId: string | null = null) =>
    addPerson(world, organizationId, {
      email,
      ...(roleId === null ? {} : { project: { projectId, roleId } }),
    });
  const ann = await join('ann@example.org', 'project_owner');
  const ben = await join('ben@example.org');
  const cid = await join('cid@example.org', 'project_admin');
  const roles = async () =>
    Object.fromEntries(
      (await owner.members.list({ projectId })).members.map(({ name, roleName }) => [
        name,
        roleName,
      ]),
    );
  return { ...world, projectId, ann, ben, cid, roles };
}

it('the owner hands a project over and stays as admin', async () => {
  const { owner, organizationId, projectId, ann, ben, cid, roles } = await openWithShop();
  const to = { projectId, personId: ben.personId, confirm: 'Shop' };
  await expect(cid.client.projects.transfer(to)).rejects.toMatchObject(forbidden);
  await expect(ben.client.projects.transfer(to)).rejects.toMatchObject(forbidden);
  await expect(ann.client.projects.transfer({ ...to, confirm: 'shop' })).rejects.toMatchObject({
    code: 'invalid',
  });
  expect(await roles()).toEqual({ ann: 'Owner', cid: 'Admin' });
  const answer = await ann.client.projects.transfer(to);
  expect(answer).toMatchObject({ id: projectId, memberCount: 3 });
  expect(answer.permissions).not.toContain('projects:delete');
  expect(await roles()).toEqual({ ann: 'Admin', ben: 'Owner', cid: 'Admin' });
  await expect(ann.client.projects.transfer(to)).rejects.toMatchObject(forbidden);
  const { entries } = await owner.audit.list({ projectId });
  const changes = entries.filter(({ action }) => action !== 'audit.read').slice(0, 3);
  expect(changes.map(({ action, resource }) => `${action} ${resource.name}`)).toEqual([
    'member.role_changed ann',
    'member.added ben',
    'project.transferred Shop',
  ]);
  expect(changes[2]).toMatchObject({
    organizationId,
    actor: { id: ann.personId },
    before: { owner: 'ann' },
    after: { owner: 'ben' },
  });
});

it('an administrator of the organization hands it over, and nothing stays with the owner of before', async () => {
  const world = await openWithShop();
  const { owner, organizationId, projectId, ann, ben, cid, roles } = world;
  const boss = await addPerson(world, organizationId, {
    email: 'boss@example.org',
    roleId: 'organization_admin',
  });
  const shared = { projectId, keep: 'nothing', confirm: 'Shop' } as const;
  await boss.client.projects.transfer({ ...shared, personId: cid.personId });
  expect(await roles()).toEqual({ cid: 'Owner' });
  await expect(ann.client.projects.get({ projectId })).rejects.toMatchObject(forbidden);
  await expect(
    boss.client.projects.transfer({ ...shared, personId: cid.personId }),
  ).rejects.toMatchObject(conflict);
  // Several owners: one says whose it was; the others stay.
  await owner.members.set({ projectId, personId: ben.personId, roleId: 'project_owner' });
  const toAnn = { ...shared, personId: ann.personId };
  await expect(boss.client.projects.transfer(toAnn)).rejects.toMatchObject(conflict);
  await boss.client.projects.transfer({ ...toAnn, fromPersonId: ben.personId });
  expect(await roles()).toEqual({ ann: 'Owner', cid: 'Owner' });
});

it('goes to nobody from outside, nobody who cannot sign in, and never leaves without an owner', async () => {
  const world = await openWithShop();
  const { collector, owner, projectId, ann, ben, roles } = world;
  const other = await owner.organizations.create({ name: 'Other' });
  const eve = await addPerson(world, other.id, { email: 'eve@example.org' });
  const shared = { projectId, confirm: 'Shop' };
  await owner.projects.setExternal({ projectId, allowed: true });
  await owner.members.addExternal({ projectId, email: 'eve@example.org' });
  await expect(
    owner.projects.transfer({ ...shared, personId: eve.personId }),
  ).rejects.toMatchObject({ code: 'not_found' });
  const defaultId = (await owner.projects.list()).projects.find(({ isDefault }) => isDefault)!.id;
  await expect(
    owner.projects.transfer({
      projectId: defaultId,
      confirm: 'Default Project',
      personId: ben.personId,
    }),
  ).rejects.toMatchObject(conflict);
  // Nobody becomes the last owner by leaving: the one after the transfer is bound as the one before was.
  await owner.projects.transfer({ ...shared, personId: ben.personId, keep: 'nothing' });
  await expect(
    ben.client.members.remove({ projectId, personId: ben.personId }),
  ).rejects.toMatchObject(conflict);
  await expect(
    ben.client.members.set({ projectId, personId: ben.personId, roleId: 'project_admin' }),
  ).rejects.toMatchObject(conflict);
  expect(await roles()).toMatchObject({ ben: 'Owner' });
  await collector.close();
  const { default: Database } = await import('better-sqlite3');
  const catalog = new Database(`${collector.dataDir}/catalog.db`);
  catalog.prepare('UPDATE person SET disabled_ms = 1 WHERE id = ?').run(ann.personId);
  catalog.close();
  const again = await openWithPeople(collector.dataDir);
  await expect(
    again.owner.projects.transfer({ ...shared, personId: ann.personId }),
  ).rejects.toMatchObject(conflict);
  const { candidates } = await again.owner.members.candidates({ projectId, as: 'owner' });
  expect(candidates.map(({ name }) => name)).toEqual(['ben', 'cid', 'Local owner']);
});

it('of two at once one wins, and who is no owner any more transfers nothing', async () => {
  const { owner, projectId, ann, ben, cid, roles } = await openWithShop();
  const shared = { projectId, confirm: 'Shop', keep: 'nothing' } as const;
  const asked = { ...shared, fromPersonId: ann.personId };
  const settled = await Promise.allSettled([
    owner.projects.transfer({ ...asked, personId: ben.personId }),
    owner.projects.transfer({ ...asked, personId: cid.personId }),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(settled[1]).toMatchObject({ reason: { code: 'conflict' } });
  const [first, second] = await Promise.allSettled([
    ben.client.projects.transfer({ ...shared, personId: cid.personId }),
    ben.client.projects.transfer({ ...shared, personId: ann.personId }),
  ]);
  const done = [first, second].filter(({ status }) => status === 'fulfilled');
  expect(done).toHaveLength(1);
  expect(Object.values(await roles()).filter((role) => role === 'Owner')).toHaveLength(1);
  await expect(
    owner.projects.transfer({ ...shared, personId: ben.personId, fromPersonId: null }),
  ).rejects.toMatchObject(conflict);
});

it('takes no role of one’s own for ownership, and a project without an owner gets one', async () => {
  const world = await openWithPeople();
  const { owner, organizationId } = world;
  const projectId = (await owner.projects.create({ name: 'Lab' })).project.id;
  const role = await owner.roles.create({
    organizationId,
    scope: 'project',
    name: 'Heir',
    permissions: ['members:owners', 'projects:read'],
  });
  const ann = await addPerson(world, organizationId, {
    email: 'ann@example.org',
    project: { projectId, roleId: role.id },
  });
  const toAnn = { projectId, personId: ann.personId, confirm: 'Lab' };
  await expect(ann.client.projects.transfer(toAnn)).rejects.toMatchObject(forbidden);
  await owner.projects.transfer({ ...toAnn, fromPersonId: null });
  expect((await owner.members.list({ projectId })).members).toMatchObject([
    { name: 'ann', roleName: 'Owner' },
  ]);
});
