import { expect, it } from 'vitest';
import { addPerson, clientOf, openWithPeople, PASSWORD, signIn } from '../../support/people.ts';

const conflict = { code: 'conflict' };
const forbidden = { code: 'forbidden' };

/** A shop of the first organization, and Eve of another one. */
async function openWithEve() {
  const world = await openWithPeople();
  const { owner, organizationId } = world;
  const projectId = (await owner.projects.create({ name: 'Shop' })).project.id;
  const lab = (await owner.projects.create({ name: 'Lab' })).project.id;
  const ann = await addPerson(world, organizationId, {
    email: 'ann@example.org',
    project: { projectId, roleId: 'project_admin' },
  });
  const other = await owner.organizations.create({ name: 'Other' });
  const eve = await addPerson(world, other.id, { email: 'eve@example.org' });
  return { ...world, projectId, lab, other, ann, eve };
}

it('nobody from outside is let in while the switch is off, which it is at first', async () => {
  const { owner, projectId, ann, eve } = await openWithEve();
  expect(await owner.projects.get({ projectId })).toMatchObject({ externalAllowed: false });
  await expect(owner.members.set({ projectId, personId: eve.personId })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(
    ann.client.members.addExternal({ projectId, email: 'eve@example.org' }),
  ).rejects.toMatchObject(conflict);
  const defaultId = (await owner.projects.list()).projects.find(({ isDefault }) => isDefault)!.id;
  await expect(
    owner.projects.setExternal({ projectId: defaultId, allowed: true }),
  ).rejects.toMatchObject(conflict);
});

it('who is let in sees that project and nothing else', async () => {
  const { owner, organizationId, projectId, lab, other, ann, eve } = await openWithEve();
  await ann.client.projects.setExternal({ projectId, allowed: true });
  const answer = await ann.client.members.addExternal({ projectId, email: 'EVE@example.org' });
  expect(answer).toMatchObject({
    state: 'added',
    member: { personId: eve.personId, roleName: 'Member', external: true },
  });
  const names = async () => (await eve.client.projects.list()).projects.map(({ name }) => name);
  // Her own organization's Default Project, and the one she was let into.
  expect(await names()).toEqual(['Shop', 'Default Project']);
  const { organizations } = await eve.client.organizations.list();
  expect(organizations.map(({ id }) => id)).toEqual([other.id]);
  await eve.client.traces.list({ projectId });
  await eve.client.members.list({ projectId });
  for (const refused of [
    eve.client.people.list({ organizationId }),
    eve.client.roles.list({ organizationId }),
    eve.client.invitations.list({ organizationId }),
    eve.client.projects.get({ projectId: lab }),
    eve.client.traces.list({ projectId: lab }),
    eve.client.keys.create({ projectId }),
    eve.client.members.candidates({ projectId }),
    eve.client.projects.create({ name: 'Mine', organizationId }),
  ]) {
    await expect(refused).rejects.toMatchObject(forbidden);
  }
  await expect(
    owner.members.set({ projectId, personId: eve.personId, roleId: 'project_owner' }),
  ).rejects.toMatchObject(conflict);
});

it('an Admin from outside manages keys, not people, and cannot keep the door open', async () => {
  const { owner, projectId, ann, eve } = await openWithEve();
  await owner.projects.setExternal({ projectId, allowed: true });
  const { personId } = eve;
  // By address alone: whoever has an id must not learn whose it is.
  await expect(owner.members.set({ projectId, personId })).rejects.toMatchObject({
    code: 'not_found',
  });
  await owner.members.addExternal({ projectId, email: 'eve@example.org' });
  await owner.members.set({ projectId, personId, roleId: 'project_admin' });
  await eve.client.keys.create({ projectId });
  for (const refused of [
    eve.client.members.set({ projectId, personId: ann.personId, roleId: 'project_read_only' }),
    eve.client.members.remove({ projectId, personId: ann.personId }),
    eve.client.members.addExternal({ projectId, email: 'mallory@example.org' }),
    eve.client.projects.setExternal({ projectId, allowed: false }),
    eve.client.projects.transfer({ projectId, personId, confirm: 'Shop' }),
    eve.client.projects.delete({ projectId, confirm: 'Shop' }),
  ]) {
    await expect(refused).rejects.toMatchObject(forbidden);
  }
});

it('an invitation to the project alone makes an account that has nothing but the project', async () => {
  const { collector, owner, organizationId, projectId } = await openWithEve();
  await owner.projects.setExternal({ projectId, allowed: true });
  const email = 'zoe@example.org';
  const first = await owner.members.addExternal({ projectId, email, roleId: 'project_read_only' });
  const again = await owner.members.addExternal({ projectId, email });
  if (first.state !== 'invited' || again.state !== 'invited') throw new Error('not invited');
  expect(again.invitation).toMatchObject({ id: first.invitation.id, roleName: 'Member' });
  const nobody = clientOf(collector);
  await expect(nobody.session.invitation({ code: first.code })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  expect(await nobody.session.invitation({ code: again.code })).toMatchObject({
    projectName: 'Shop',
    roleName: 'Member',
  });
  // The organization's own invitation is another matter.
  await owner.invitations.create({ organizationId, email });
  await nobody.session.acceptInvitation({ code: again.code, name: 'Zoë', password: PASSWORD });
  const zoe = clientOf(collector, await signIn(collector, email));
  expect((await zoe.projects.list()).projects.map(({ name }) => name)).toEqual(['Shop']);
  await expect(zoe.organizations.list()).rejects.toMatchObject(forbidden);
  expect((await zoe.session.me()).organizations).toEqual([]);
  const { members, invitations } = await owner.members.list({ projectId });
  expect(invitations).toEqual([]);
  expect(members.find(({ name }) => name === 'Zoë')).toMatchObject({ external: true });
  expect(
    (await owner.people.list({ organizationId })).people.map(({ name }) => name),
  ).not.toContain('Zoë');
});

it('switching off says who goes, takes them out at once, and their invitations and streams with them', async () => {
  const { collector, owner, organizationId, projectId, ann, eve } = await openWithEve();
  await owner.projects.setExternal({ projectId, allowed: true });
  const email = 'new@example.org';
  const invited = await owner.members.addExternal({ projectId, email });
  const asked: string[] = [];
  // Eve comes in after the question was put: nobody loses access unseen.
  await owner.members.addExternal({ projectId, email: 'eve@example.org' });
  const off = { projectId, allowed: false };
  await expect(ann.client.projects.setExternal({ ...off, removing: asked })).rejects.toMatchObject(
    conflict,
  );
  const stream = await eve.client.collector.events();
  await owner.people.remove({
    organizationId: (await eve.client.organizations.list()).organizations[0]!.id,
    personId: eve.personId,
  });
  expect((await eve.client.projects.list()).projects.map(({ name }) => name)).toEqual(['Shop']);
  const done = await ann.client.projects.setExternal({ ...off, removing: [eve.personId] });
  expect(done).toMatchObject({
    project: { externalAllowed: false },
    removed: [{ personId: eve.personId, name: 'eve' }],
    withdrawn: [email],
  });
  await expect(eve.client.traces.list({ projectId })).rejects.toMatchObject(forbidden);
  const end = async () => {
    for await (const _ of stream);
  };
  await expect(end()).rejects.toMatchObject(forbidden);
  const { code } = invited as { code: string };
  await expect(
    clientOf(collector).session.acceptInvitation({ code, name: 'N', password: PASSWORD }),
  ).rejects.toMatchObject({ code: 'unauthenticated' });
  // Nor does the organization's list of invitations bring it back.
  const { invitations } = await owner.invitations.list({ organizationId });
  const taken = invitations.find((each) => each.email === email)!;
  expect(taken).toMatchObject({ state: 'revoked', roleId: null, projectName: 'Shop' });
  await expect(
    owner.invitations.resend({ organizationId, invitationId: taken.id }),
  ).rejects.toMatchObject(conflict);
  const { entries } = await owner.audit.list({ projectId });
  const changes = entries.filter(({ action }) => action !== 'audit.read');
  expect(changes.slice(0, 3).map(({ action }) => action)).toEqual([
    'invitation.revoked',
    'member.removed',
    'project.external_changed',
  ]);
  // Switched on again, nobody is back.
  await owner.projects.setExternal({ projectId, allowed: true });
  await expect(eve.client.traces.list({ projectId })).rejects.toMatchObject(forbidden);
});
