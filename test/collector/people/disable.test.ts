import { describe, expect, it } from 'vitest';
import { addPerson, clientOf, openWithPeople, PASSWORD } from '../../support/people.ts';

/** An organization with an admin and two members beside its owner. */
async function openWithTeam() {
  const world = await openWithPeople();
  const { organizationId } = world;
  const admin = await addPerson(world, organizationId, {
    email: 'admin@example.org',
    roleId: 'organization_admin',
  });
  const ann = await addPerson(world, organizationId, { email: 'ann@example.org' });
  return { ...world, admin, ann };
}

describe('a disabled person', () => {
  it('is out at once, open streams included, and comes back with the same roles', async () => {
    const { collector, owner, organizationId, admin, ann } = await openWithTeam();
    const events = (await ann.client.collector.events())[Symbol.asyncIterator]();
    const next = (async () => {
      for (;;) {
        const event = await events.next();
        if (event.done === true) return 'ended';
      }
    })().catch(() => 'ended');
    const input = { organizationId, personId: ann.personId };
    const disabled = await admin.client.people.disable(input, {
      context: { reason: 'Left the company' },
    });
    expect(disabled).toMatchObject({ id: ann.personId, disabledAt: expect.any(String) });
    expect(await next).toBe('ended');
    await expect(ann.client.session.me()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    const nobody = clientOf(collector);
    const given = { email: 'ann@example.org', password: PASSWORD };
    await expect(nobody.session.signIn(given)).rejects.toMatchObject({ code: 'unauthenticated' });
    const { organization } = await owner.people.access(input);
    expect(organization).toEqual([]);

    await admin.client.people.disable(input);
    expect(await admin.client.people.enable(input)).toMatchObject({ disabledAt: null });
    await admin.client.people.enable(input);
    // The old session stays ended.
    await expect(ann.client.session.me()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(await nobody.session.signIn(given)).toMatchObject({ state: 'signed_in' });
    const { entries } = await owner.audit.list({ resource: ann.personId, action: 'person.*abled' });
    expect(entries.map(({ action, reason, actor }) => [action, reason, actor.name])).toEqual([
      ['person.enabled', null, 'admin'],
      ['person.disabled', 'Left the company', 'admin'],
    ]);
  });

  it('is not signed in by a password that was being checked when they were disabled', async () => {
    const { collector, owner, organizationId, ann } = await openWithTeam();
    const input = { organizationId, personId: ann.personId };
    // Passwords are checked two at a time: hers waits behind those of others.
    const others = Array.from({ length: 20 }, (_, i) =>
      owner.session.signIn({ email: `${i}@example.org`, password: PASSWORD }).catch(() => {}),
    );
    const late = owner.session.signIn({ email: 'ann@example.org', password: PASSWORD });
    const outcome = late.catch(() => undefined);
    await others[0];
    await owner.people.disable(input);
    await Promise.all(others);
    const started = await outcome;
    await owner.people.enable(input);
    const token = started?.state === 'signed_in' ? started.token : 'sps_none';
    await expect(clientOf(collector, token).session.me()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
  });

  it('joins nothing by a password that was being checked when they were disabled', async () => {
    const { owner, organizationId, ann } = await openWithTeam();
    const other = await owner.organizations.create({ name: 'Other' });
    const email = 'ann@example.org';
    const { code } = await owner.invitations.create({ organizationId: other.id, email });
    const others = Array.from({ length: 20 }, (_, i) =>
      owner.session.signIn({ email: `${i}@example.org`, password: PASSWORD }).catch(() => {}),
    );
    const late = owner.session.acceptInvitation({ code, password: PASSWORD });
    const refused = expect(late).rejects.toMatchObject({ code: 'forbidden' });
    await others[0];
    await owner.people.disable({ organizationId, personId: ann.personId });
    await Promise.all(others);
    await refused;
    const { people } = await owner.people.list({ organizationId: other.id });
    expect(people.map(({ email: address }) => address)).not.toContain(email);
  });

  it('accepts no invitation and uses no code to set a password', async () => {
    const { collector, owner, organizationId, ann } = await openWithTeam();
    const other = await owner.organizations.create({ name: 'Other' });
    const invited = await owner.invitations.create({
      organizationId: other.id,
      email: 'ann@example.org',
    });
    const input = { organizationId, personId: ann.personId };
    const reset = await owner.people.createResetCode(input);
    await owner.people.disable(input);
    const nobody = clientOf(collector);
    await expect(
      nobody.session.acceptInvitation({ code: invited.code, password: PASSWORD }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      nobody.session.resetPassword({ code: reset.code, password: PASSWORD }),
    ).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('who may not be disabled', () => {
  it('is the local owner, oneself, somebody with more rights, and the last owner', async () => {
    const world = await openWithTeam();
    const { owner, organizationId, admin } = world;
    const { people } = await owner.people.list({ organizationId });
    const local = people.find(({ isLocalOwner }) => isLocalOwner)!;
    const boss = await addPerson(world, organizationId, {
      email: 'boss@example.org',
      roleId: 'organization_owner',
    });
    const one = (personId: string) => ({ organizationId, personId });
    await expect(owner.people.disable(one(local.id))).rejects.toMatchObject({ code: 'conflict' });
    await expect(admin.client.people.disable(one(admin.personId))).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(admin.client.people.disable(one(boss.personId))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await owner.people.setRole({ ...one(local.id), roleId: 'organization_member' });
    await expect(owner.people.disable(one(boss.personId))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('last owner'),
    });
  });

  it('a disabled owner does not count as another one, and admins do not let owners back in', async () => {
    const world = await openWithTeam();
    const { owner, organizationId, admin } = world;
    const { people } = await owner.people.list({ organizationId });
    const local = people.find(({ isLocalOwner }) => isLocalOwner)!;
    const boss = await addPerson(world, organizationId, {
      email: 'boss@example.org',
      roleId: 'organization_owner',
    });
    const input = { organizationId, personId: boss.personId };
    await owner.people.disable(input);
    await expect(
      owner.people.setRole({
        organizationId,
        personId: local.id,
        roleId: 'organization_member',
      }),
    ).rejects.toMatchObject({ code: 'conflict' });
    for (const call of ['enable', 'createResetCode'] as const) {
      await expect(admin.client.people[call](input)).rejects.toMatchObject({ code: 'forbidden' });
    }
    await owner.people.remove(input);
  });
});
