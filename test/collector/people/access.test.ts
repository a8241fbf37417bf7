import { describe, expect, it } from 'vitest';
import { builtInRole } from '../../../src/shared/roles.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';

const forbidden = { code: 'forbidden' };

describe('a person', () => {
  it('sees what the role allows and nothing else', async () => {
    const world = await openWithPeople();
    const { owner, organizationId } = world;
    const shop = (await owner.projects.create({ name: 'Shop' })).project.id;
    const lab = (await owner.projects.create({ name: 'Lab' })).project.id;
    const ann = await addPerson(world, organizationId, {
      email: 'ann@example.org',
      project: { projectId: shop, roleId: 'project_read_only' },
    });
    const { projects } = await ann.client.projects.list();
    expect(projects.map(({ name }) => name)).toEqual(['Default Project', 'Shop']);
    await expect(ann.client.traces.list({ projectId: shop })).resolves.toBeDefined();
    await expect(ann.client.traces.list({ projectId: lab })).rejects.toMatchObject(forbidden);
    await expect(ann.client.keys.list({ projectId: shop })).rejects.toMatchObject(forbidden);
    await expect(ann.client.projects.create({ name: 'Mine' })).rejects.toMatchObject(forbidden);
    await expect(ann.client.collector.setSettings({})).rejects.toMatchObject(forbidden);
    // Nobody learns from a refusal which projects there are.
    await expect(ann.client.traces.list({ projectId: 'prj_000000000000' })).rejects.toMatchObject(
      forbidden,
    );
    const status = await ann.client.collector.status();
    expect(status).toMatchObject({ dataDir: '', recentRefusals: [] });
    expect((await owner.collector.status()).dataDir).not.toBe('');
  });

  it('who is removed or demoted is so on the next call', async () => {
    const world = await openWithPeople();
    const { owner, organizationId } = world;
    const shop = (await owner.projects.create({ name: 'Shop' })).project.id;
    const ann = await addPerson(world, organizationId, {
      email: 'ann@example.org',
      roleId: 'organization_admin',
    });
    const { personId } = ann;
    await ann.client.keys.create({ projectId: shop });
    await owner.people.setRole({ organizationId, personId, roleId: 'organization_member' });
    await expect(ann.client.keys.create({ projectId: shop })).rejects.toMatchObject(forbidden);
    await owner.members.set({ projectId: shop, personId, roleId: 'project_admin' });
    await ann.client.keys.create({ projectId: shop });
    await owner.people.remove({ organizationId, personId });
    await expect(ann.client.projects.get({ projectId: shop })).rejects.toMatchObject(forbidden);
    expect((await ann.client.projects.list().catch((error) => error)).code).toBe('forbidden');
    expect((await owner.members.list({ projectId: shop })).members).toEqual([]);
  });

  it('whose role changes hears nothing more on an open stream', async () => {
    const world = await openWithPeople();
    const { owner, organizationId } = world;
    const shop = (await owner.projects.create({ name: 'Shop' })).project.id;
    const ann = await addPerson(world, organizationId, {
      email: 'ann@example.org',
      project: { projectId: shop, roleId: 'project_member' },
    });
    const events = await ann.client.collector.events();
    const next = async () => {
      for (;;) {
        const { value, done } = await events.next();
        if (done === true || value.type !== 'status') return value;
      }
    };
    const first = next();
    await owner.collector.sendTestTrace({ projectId: shop });
    expect(await first).toMatchObject({ type: 'stored', projectId: shop });
    // Out of the project: its events are left out, others still come.
    const second = next();
    await owner.members.remove({ projectId: shop, personId: ann.personId });
    expect(await second).toMatchObject({ type: 'changed' });
    // Out of the organization: the stream ends at its next event.
    await owner.people.remove({ organizationId, personId: ann.personId });
    await expect(
      (async () => {
        for (;;) await next();
      })(),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('roles', () => {
  it('nobody gives a role that allows more than they may', async () => {
    const world = await openWithPeople();
    const { owner, organizationId } = world;
    const admin = await addPerson(world, organizationId, {
      email: 'admin@example.org',
      roleId: 'organization_admin',
    });
    const ann = await addPerson(world, organizationId, { email: 'ann@example.org' });
    const ownerRole = { organizationId, roleId: 'organization_owner' };
    await expect(
      admin.client.people.setRole({ ...ownerRole, personId: ann.personId }),
    ).rejects.toMatchObject(forbidden);
    await expect(
      admin.client.people.setRole({ ...ownerRole, personId: admin.personId }),
    ).rejects.toMatchObject(forbidden);
    await expect(
      admin.client.invitations.create({ ...ownerRole, email: 'friend@example.org' }),
    ).rejects.toMatchObject(forbidden);
    const me = (await owner.session.me()).personId;
    for (const change of [
      admin.client.people.setRole({ organizationId, personId: me, roleId: 'organization_member' }),
      admin.client.people.remove({ organizationId, personId: me }),
      admin.client.people.createResetCode({ organizationId, personId: me }),
      admin.client.roles.create({
        organizationId,
        scope: 'organization',
        name: 'Boss',
        permissions: ['people:owners'],
      }),
    ]) {
      await expect(change).rejects.toMatchObject(forbidden);
    }
    await admin.client.people.createResetCode({ organizationId, personId: ann.personId });
  });

  it('nobody gets a new code of an invitation that they could not make', async () => {
    const world = await openWithPeople();
    const { owner, organizationId } = world;
    const shop = (await owner.projects.create({ name: 'Shop' })).project.id;
    const { id: roleId } = await owner.roles.create({
      organizationId,
      scope: 'organization',
      name: 'Front desk',
      permissions: [...builtInRole('organization_member')!.permissions, 'people:manage'],
    });
    const desk = await addPerson(world, organizationId, { email: 'desk@example.org', roleId });
    const project = { projectId: shop, roleId: 'project_owner' };
    const boss = { organizationId, email: 'boss@example.org', project };
    await expect(desk.client.invitations.create(boss)).rejects.toMatchObject(forbidden);
    const { id: invitationId } = await owner.invitations.create(boss);
    // Whoever has the code can set the password of the one invited.
    await expect(
      desk.client.invitations.resend({ organizationId, invitationId }),
    ).rejects.toMatchObject(forbidden);
    await owner.invitations.resend({ organizationId, invitationId });
    const plain = await owner.invitations.create({ organizationId, email: 'ann@example.org' });
    await desk.client.invitations.resend({ organizationId, invitationId: plain.id });
    await desk.client.invitations.revoke({ organizationId, invitationId });
  });

  it('the last owner of a project leaves no organization, and is not taken out of it', async () => {
    const world = await openWithPeople();
    const { owner, organizationId } = world;
    const { id: roleId } = await owner.roles.create({
      organizationId,
      scope: 'organization',
      name: 'Front desk',
      permissions: [...builtInRole('organization_member')!.permissions, 'people:manage'],
    });
    const desk = await addPerson(world, organizationId, { email: 'desk@example.org', roleId });
    const shop = (await owner.projects.create({ name: 'Shop' })).project.id;
    const project = { projectId: shop, roleId: 'project_owner' };
    const ann = await addPerson(world, organizationId, { email: 'ann@example.org', project });
    const { personId } = ann;
    const last = { code: 'conflict', message: expect.stringContaining('"Shop"') };
    await expect(ann.client.people.leave({ organizationId })).rejects.toMatchObject(last);
    await expect(owner.people.remove({ organizationId, personId })).rejects.toMatchObject(last);
    const ben = await addPerson(world, organizationId, { email: 'ben@example.org', project });
    // An ownership is taken away only by who could give it.
    await expect(desk.client.people.remove({ organizationId, personId })).rejects.toMatchObject(
      forbidden,
    );
    await ann.client.people.leave({ organizationId });
    await expect(
      owner.people.remove({ organizationId, personId: ben.personId }),
    ).rejects.toMatchObject(last);
    await owner.projects.delete({ projectId: shop, confirm: 'Shop' });
    await owner.people.remove({ organizationId, personId: ben.personId });
  });

  it('the last owner of an organization stays, also when two leave at once', async () => {
    const world = await openWithPeople();
    const { owner, organizationId } = world;
    const { id } = await owner.organizations.create({ name: 'Other' });
    await expect(owner.people.leave({ organizationId: id })).rejects.toMatchObject({
      code: 'conflict',
    });
    const ann = await addPerson(world, organizationId, {
      email: 'ann@example.org',
      roleId: 'organization_owner',
    });
    const left = await Promise.allSettled([
      owner.people.leave({ organizationId }),
      ann.client.people.leave({ organizationId }),
    ]);
    expect(left.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('of one’s own are made of permissions, and their holders go where one says', async () => {
    const world = await openWithPeople();
    const { owner, organizationId } = world;
    const shop = (await owner.projects.create({ name: 'Shop' })).project.id;
    const role = await owner.roles.create({
      organizationId,
      scope: 'project',
      name: 'Key keeper',
      permissions: ['keys:read', 'keys:manage', 'projects:read', 'traces:write'],
    });
    const ann = await addPerson(world, organizationId, {
      email: 'ann@example.org',
      project: { projectId: shop, roleId: role.id },
    });
    await ann.client.keys.create({ projectId: shop });
    await expect(ann.client.traces.list({ projectId: shop })).rejects.toMatchObject(forbidden);
    // Nor through a key that may read, made or renewed by her.
    await expect(
      ann.client.keys.create({ projectId: shop, scopes: ['read'] }),
    ).rejects.toMatchObject(forbidden);
    const reader = await owner.keys.create({ projectId: shop, scopes: ['read'] });
    for (const renewed of [
      ann.client.keys.rotate({ keyId: reader.id }),
      ann.client.keys.regenerate({ keyId: reader.id }),
    ]) {
      await expect(renewed).rejects.toMatchObject(forbidden);
    }
    await owner.roles.update({
      organizationId,
      roleId: role.id,
      name: 'Key reader',
      permissions: ['keys:read'],
    });
    await expect(ann.client.keys.create({ projectId: shop })).rejects.toMatchObject(forbidden);
    await ann.client.keys.list({ projectId: shop });
    const roles = async () => (await owner.roles.list({ organizationId })).roles;
    expect((await roles()).find(({ id }) => id === role.id)).toMatchObject({ holderCount: 2 - 1 });
    await owner.roles.remove({
      organizationId,
      roleId: role.id,
      replacementRoleId: 'project_read_only',
    });
    expect((await roles()).every(({ builtIn }) => builtIn)).toBe(true);
    await ann.client.traces.list({ projectId: shop });
    await expect(ann.client.keys.list({ projectId: shop })).rejects.toMatchObject(forbidden);
    for (const name of ['admin', 'Owner']) {
      await expect(
        owner.roles.create({ organizationId, scope: 'project', name, permissions: [] }),
      ).rejects.toMatchObject({ code: 'conflict' });
    }
    await expect(
      owner.roles.remove({
        organizationId,
        roleId: 'project_admin',
        replacementRoleId: 'project_member',
      }),
    ).rejects.toMatchObject(forbidden);
  });

  it('of one organization are not given in another', async () => {
    const world = await openWithPeople();
    const { owner, organizationId } = world;
    const other = await owner.organizations.create({ name: 'Other' });
    const role = await owner.roles.create({
      organizationId: other.id,
      scope: 'organization',
      name: 'Guest',
      permissions: [],
    });
    const ann = await addPerson(world, organizationId, { email: 'ann@example.org' });
    const { personId } = ann;
    await expect(
      owner.people.setRole({ organizationId, personId, roleId: role.id }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const project = (await owner.projects.create({ name: 'P', organizationId: other.id })).project;
    await expect(owner.members.set({ projectId: project.id, personId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(ann.client.people.list({ organizationId: other.id })).rejects.toMatchObject(
      forbidden,
    );
    expect((await ann.client.organizations.list()).organizations.map(({ id }) => id)).toEqual([
      organizationId,
    ]);
  });
});
