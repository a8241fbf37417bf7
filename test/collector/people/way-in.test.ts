import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Passwords } from '../../../src/main/collector/people/passwords.ts';
import { addPerson, clientOf, openWithPeople, PASSWORD, signIn } from '../../support/people.ts';

const DAY = 86_400_000;
const worthless = { code: 'unauthenticated' };
/** What the console answers to a session that is none, before it looks at the call. */
const ended = { code: 'UNAUTHORIZED' };

describe('an invitation', () => {
  it('is accepted once, within seven days', async () => {
    const { collector, owner, organizationId, clock } = await openWithPeople();
    const nobody = clientOf(collector);
    const email = 'ann@example.org';
    const made = await owner.invitations.create({ organizationId, email });
    expect(made).toMatchObject({ email, roleName: 'Member', state: 'pending' });
    expect(made.code).toMatch(/^spi_[\w-]{43}$/);
    expect(JSON.stringify(await owner.invitations.list({ organizationId }))).not.toContain(
      made.code,
    );
    expect(await nobody.session.invitation({ code: made.code })).toMatchObject({
      organizationName: 'My organization',
      email,
      hasAccount: false,
    });
    const accept = (code: string, password = PASSWORD) =>
      nobody.session.acceptInvitation({ code, name: 'Ann', password });
    await expect(accept(made.code, 'short')).rejects.toMatchObject({ code: 'invalid' });
    clock.pass(7 * DAY);
    await expect(accept(made.code)).rejects.toMatchObject(worthless);
    const invitationId = made.id;
    const renewed = await owner.invitations.resend({ organizationId, invitationId });
    await expect(accept(made.code)).rejects.toMatchObject(worthless);
    await owner.invitations.revoke({ organizationId, invitationId });
    await expect(accept(renewed.code)).rejects.toMatchObject(worthless);
    clock.pass(60_000);
    const again = await owner.invitations.resend({ organizationId, invitationId });
    expect(await accept(again.code)).toEqual({ email });
    await expect(accept(again.code)).rejects.toMatchObject(worthless);
    await expect(owner.invitations.resend({ organizationId, invitationId })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(owner.invitations.create({ organizationId, email })).rejects.toMatchObject({
      code: 'conflict',
    });
    const { people } = await owner.people.list({ organizationId });
    expect(people.map(({ name, roleName }) => [name, roleName]).sort()).toEqual([
      ['Ann', 'Member'],
      ['Local owner', 'Owner'],
    ]);
  });

  it('to a second organization takes the password there is', async () => {
    const world = await openWithPeople();
    const { collector, owner, organizationId } = world;
    const ann = await addPerson(world, organizationId, { email: 'ann@example.org' });
    const other = await owner.organizations.create({ name: 'Other' });
    const { code } = await owner.invitations.create({
      organizationId: other.id,
      email: 'Ann@Example.org',
    });
    const nobody = clientOf(collector);
    await expect(
      nobody.session.acceptInvitation({ code, password: 'not her password' }),
    ).rejects.toMatchObject(worthless);
    await nobody.session.acceptInvitation({ code, password: PASSWORD });
    expect((await ann.client.session.me()).organizations).toHaveLength(2);
  });
});

/** Does something in between, once the code was found worth something. */
function between(method: 'hash' | 'verify', work: () => Promise<unknown>): void {
  const real: (...given: never[]) => Promise<unknown> = Passwords.prototype[method];
  const spied = vi.spyOn(Passwords.prototype, method);
  onTestFinished(() => spied.mockRestore());
  const slow = async function (this: Passwords, ...given: never[]) {
    await work();
    return real.apply(this, given);
  };
  spied.mockImplementationOnce(slow as never);
}

/** Ann, and an invitation of hers to another organization. */
async function invited() {
  const world = await openWithPeople();
  const { collector, owner, organizationId } = world;
  const ann = await addPerson(world, organizationId, { email: 'ann@example.org' });
  const other = await owner.organizations.create({ name: 'Other' });
  const made = await owner.invitations.create({
    organizationId: other.id,
    email: 'ann@example.org',
  });
  const accept = () =>
    clientOf(collector).session.acceptInvitation({ code: made.code, password: PASSWORD });
  const joined = async () =>
    (await owner.people.list({ organizationId: other.id })).people.some(
      ({ email }) => email === 'ann@example.org',
    );
  return { ...world, ann, other, made, accept, joined };
}

describe('while the password of who accepts is checked', () => {
  it('the invitation may be taken back', async () => {
    const { owner, other, made, accept, joined } = await invited();
    between('verify', () =>
      owner.invitations.revoke({ organizationId: other.id, invitationId: made.id }),
    );
    await expect(accept()).rejects.toMatchObject(worthless);
    expect(await joined()).toBe(false);
  });

  it('the account may be disabled', async () => {
    const { owner, organizationId, ann, accept, joined } = await invited();
    const { personId } = ann;
    between('verify', () => owner.people.disable({ organizationId, personId }));
    await expect(accept()).rejects.toMatchObject({ code: 'forbidden' });
    expect(await joined()).toBe(false);
  });

  it('the password may become another', async () => {
    const { ann, accept, joined } = await invited();
    const password = 'another long password';
    between('verify', () => ann.client.session.changePassword({ current: PASSWORD, password }));
    await expect(accept()).rejects.toMatchObject(worthless);
    expect(await joined()).toBe(false);
  });

  it('somebody may join with the same address', async () => {
    const { collector, owner, organizationId } = await openWithPeople();
    const other = await owner.organizations.create({ name: 'Other' });
    const email = 'bob@example.org';
    const [first, second] = await Promise.all(
      [organizationId, other.id].map((id) =>
        owner.invitations.create({ organizationId: id, email }),
      ),
    );
    const accept = (code: string) =>
      clientOf(collector).session.acceptInvitation({ code, name: 'Bob', password: PASSWORD });
    between('hash', () => accept(second!.code));
    await expect(accept(first!.code)).rejects.toMatchObject({ code: 'conflict' });
    const { people } = await owner.people.list({ organizationId });
    expect(people.map(({ email: address }) => address)).not.toContain(email);
  });
});

describe('a reset code', () => {
  it('of an administrator sets a new password once, and ends all sessions', async () => {
    const world = await openWithPeople();
    const { collector, owner, organizationId, clock } = world;
    const ann = await addPerson(world, organizationId, { email: 'ann@example.org' });
    const { personId } = ann;
    const nobody = clientOf(collector);
    const old = await owner.people.createResetCode({ organizationId, personId });
    clock.pass(DAY);
    await expect(
      nobody.session.resetPassword({ code: old.code, password: PASSWORD }),
    ).rejects.toMatchObject(worthless);
    const { code } = await owner.people.createResetCode({ organizationId, personId });
    const password = 'a new long password';
    expect(await nobody.session.resetPassword({ code, password })).toEqual({
      email: 'ann@example.org',
    });
    await expect(ann.client.session.me()).rejects.toMatchObject(ended);
    await expect(nobody.session.resetPassword({ code, password })).rejects.toMatchObject(worthless);
    expect(await nobody.session.signIn({ email: 'ann@example.org', password })).toMatchObject({
      state: 'signed_in',
    });
  });

  it('cannot be made for somebody who may more elsewhere', async () => {
    const world = await openWithPeople();
    const { owner, organizationId } = world;
    const other = await owner.organizations.create({ name: 'Other' });
    const boss = await addPerson(world, other.id, {
      email: 'boss@example.org',
      roleId: 'organization_owner',
    });
    const { code } = await owner.invitations.create({ organizationId, email: 'boss@example.org' });
    await boss.client.session.acceptInvitation({ code, password: PASSWORD });
    const admin = await addPerson(world, organizationId, {
      email: 'admin@example.org',
      roleId: 'organization_admin',
    });
    await expect(
      admin.client.people.createResetCode({ organizationId, personId: boss.personId }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the sign-in link', () => {
  it('ends with "require sign-in", which wants an owner with a password first', async () => {
    const { collector, owner } = await openWithPeople();
    const page = collector.listeners.console!.url;
    const token = collector.signInUrl!.split('#token=')[1]!;
    const link = () => fetch(`${page}/sign-in`, { method: 'POST', body: token });
    await expect(owner.collector.setSettings({ requireSignIn: true })).rejects.toMatchObject({
      code: 'conflict',
    });
    const { session } = (await (await link()).json()) as { session: string };
    const visitor = clientOf(collector, session);
    expect(await visitor.session.me()).toMatchObject({ isLocalOwner: true, instanceOwner: true });
    await expect(visitor.session.changePassword({ password: PASSWORD })).rejects.toMatchObject({
      code: 'conflict',
    });
    await visitor.session.setProfile({ name: 'Olga', email: 'olga@example.org' });
    await visitor.session.changePassword({ password: PASSWORD });
    await visitor.collector.setSettings({ requireSignIn: true });
    await expect(visitor.session.me()).rejects.toMatchObject(ended);
    expect((await link()).status).toBe(403);
    const olga = clientOf(collector, await signIn(collector, 'olga@example.org'));
    await olga.collector.setSettings({ requireSignIn: false });
    expect((await link()).status).toBe(200);
    await expect(olga.people.resetOwner({})).rejects.toMatchObject({ code: 'forbidden' });
    const { code, email } = await owner.people.resetOwner({});
    expect(email).toBe('olga@example.org');
    await clientOf(collector).session.resetPassword({ code, password: 'yet another password' });
    await expect(olga.session.me()).rejects.toMatchObject(ended);
  });

  it('gives a session that ends with the process', async () => {
    const { collector } = await openWithPeople();
    const token = collector.signInUrl!.split('#token=')[1]!;
    const page = collector.listeners.console!.url;
    const answer = await fetch(`${page}/sign-in`, { method: 'POST', body: token });
    const { session } = (await answer.json()) as { session: string };
    await clientOf(collector, session).session.me();
    await collector.close();
    const again = await openWithPeople(collector.dataDir);
    await expect(clientOf(again.collector, session).session.me()).rejects.toMatchObject(ended);
  });
});
