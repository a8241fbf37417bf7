import { expect, it } from 'vitest';
import { addPerson, clientOf, openWithPeople, PASSWORD } from '../../support/people.ts';

const forbidden = { code: 'forbidden' };
const NEW_PASSWORD = 'a new long password';
const askOwner = { ...forbidden, message: expect.stringContaining('owner of the instance') };

/** A shop with an admin of its organization, and Eve, who is let into it and belongs to no organization. */
async function openWithEve() {
  const world = await openWithPeople();
  const { collector, owner, organizationId } = world;
  const projectId = (await owner.projects.create({ name: 'Shop' })).project.id;
  await owner.projects.setExternal({ projectId, allowed: true });
  const admin = await addPerson(world, organizationId, {
    email: 'admin@example.org',
    roleId: 'organization_admin',
  });
  const email = 'eve@example.org';
  const invited = await owner.members.addExternal({
    projectId,
    email,
    roleId: 'project_admin',
  });
  if (invited.state !== 'invited') throw new Error('She has an account already.');
  const nobody = clientOf(collector);
  await nobody.session.acceptInvitation({ code: invited.code, name: 'Eve', password: PASSWORD });
  const { members } = await owner.members.list({ projectId });
  const personId = members.find((member) => member.email === email)!.personId;
  return { ...world, projectId, admin, email, nobody, personId };
}

it('somebody from outside who forgot the password is let back in by who decides about people', async () => {
  const world = await openWithEve();
  const { collector, owner, organizationId, projectId, admin, email, nobody, personId } = world;
  expect((await owner.people.list({ organizationId })).people.map(({ id }) => id)).not.toContain(
    personId,
  );
  const lead = await addPerson(world, organizationId, {
    email: 'lead@example.org',
    project: { projectId, roleId: 'project_owner' },
  });
  const wanted = { organizationId, personId };
  // Members are theirs to choose, people are not.
  await expect(lead.client.people.createResetCode(wanted)).rejects.toMatchObject(forbidden);
  const { code } = await admin.client.people.createResetCode(wanted, {
    context: { reason: 'Forgot it' },
  });
  await nobody.session.resetPassword({ code, password: NEW_PASSWORD });
  const answer = await nobody.session.signIn({ email, password: NEW_PASSWORD });
  if (answer.state !== 'signed_in') throw new Error('A code is needed.');
  const { projects } = await clientOf(collector, answer.token).projects.list();
  expect(projects.map(({ name }) => name)).toEqual(['Shop']);
  const { entries } = await owner.audit.list({ action: 'person.reset_code_created' });
  expect(entries).toMatchObject([
    { resource: { id: personId }, organizationId, reason: 'Forgot it', actor: { name: 'admin' } },
  ]);

  await owner.members.remove({ projectId, personId });
  await expect(admin.client.people.createResetCode(wanted)).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('but not where they have to do with an organization in which one has no say', async () => {
  const { owner, organizationId, admin, email, nobody, personId } = await openWithEve();
  const wanted = { organizationId, personId };
  const other = await owner.organizations.create({ name: 'Other' });
  const elsewhere = (await owner.projects.create({ name: 'Lab', organizationId: other.id })).project
    .id;
  await expect(
    admin.client.people.createResetCode({ ...wanted, organizationId: other.id }),
  ).rejects.toMatchObject(forbidden);

  // Into a project of it.
  await owner.projects.setExternal({ projectId: elsewhere, allowed: true });
  await owner.members.addExternal({ projectId: elsewhere, email, roleId: 'project_read_only' });
  await expect(admin.client.people.createResetCode(wanted)).rejects.toMatchObject(askOwner);
  await owner.members.remove({ projectId: elsewhere, personId });
  await admin.client.people.createResetCode(wanted);

  // Into itself, with a role that allows nothing.
  const guest = await owner.roles.create({
    organizationId: other.id,
    scope: 'organization',
    name: 'Guest',
    permissions: [],
  });
  const { code } = await owner.invitations.create({
    organizationId: other.id,
    email,
    roleId: guest.id,
  });
  await nobody.session.acceptInvitation({ code, password: PASSWORD });
  await expect(admin.client.people.createResetCode(wanted)).rejects.toMatchObject(askOwner);
  expect(await owner.people.createResetCode(wanted)).toMatchObject({ email });
});

it('roles of somebody who is disabled count: nobody below makes a code or lets them in', async () => {
  const world = await openWithEve();
  const { owner, organizationId, admin } = world;
  const boss = await addPerson(world, organizationId, {
    email: 'boss@example.org',
    roleId: 'organization_owner',
  });
  const wanted = { organizationId, personId: boss.personId };
  await owner.people.disable(wanted);
  expect((await owner.people.access(wanted)).organization).toEqual([]);
  await expect(admin.client.people.createResetCode(wanted)).rejects.toMatchObject(forbidden);
  await expect(admin.client.people.enable(wanted)).rejects.toMatchObject(forbidden);
});
