import { describe, expect, it } from 'vitest';
import { SignInService } from '../../../src/main/collector/people/sign-in-service.ts';
import { totpAt } from '../../../src/main/collector/people/totp.ts';
import { fromBase32 } from '../../support/base-32.ts';
import { addPerson, clientOf, openWithPeople, PASSWORD, signIn } from '../../support/people.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const wrong = { code: 'unauthenticated', message: 'E-mail or password is wrong.' };
/** What the console answers to a session that is none, before it looks at the call. */
const ended = { code: 'UNAUTHORIZED' };
const EMAIL = 'ann@example.org';
/** A clock that stands. */
const NO_TIME = { now: () => 0 };

/** A collector with one more person, Ann. */
async function openWithAnn() {
  const world = await openWithPeople();
  const ann = await addPerson(world, world.organizationId, { email: EMAIL });
  return { ...world, ann, nobody: clientOf(world.collector) };
}

describe('signing in', () => {
  it('takes the e-mail address in any letter case, and the password', async () => {
    const { collector, nobody } = await openWithAnn();
    const token = await signIn(collector, ' ANN@Example.org');
    expect(token).toMatch(/^sps_[\w-]{43}$/);
    expect(await clientOf(collector, token).session.me()).toMatchObject({
      email: EMAIL,
      name: 'ann',
      organizations: [{ name: 'My organization', roleName: 'Member' }],
    });
    await expect(nobody.session.me()).rejects.toMatchObject(ended);
    await expect(clientOf(collector, `${token}x`).session.me()).rejects.toMatchObject(ended);
  });

  it('says the same of a wrong password and of somebody unknown', async () => {
    const { nobody } = await openWithAnn();
    for (const email of [EMAIL, 'unknown@example.org', '']) {
      await expect(
        nobody.session.signIn({ email, password: 'a wrong password' }),
      ).rejects.toMatchObject(wrong);
    }
  });

  it('slows down guessing, and says when to try again', async () => {
    const { collector, nobody, clock } = await openWithAnn();
    const guess = (password: string) => nobody.session.signIn({ email: EMAIL, password });
    // Ann's own sign-in was the first attempt, and success forgot it.
    for (let i = 0; i < 5; i += 1) await expect(guess('wrong')).rejects.toMatchObject(wrong);
    await expect(guess(PASSWORD)).rejects.toMatchObject({
      code: 'busy',
      data: { retryAfterSeconds: 1 },
    });
    const response = await fetch(`${collector.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
    });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('1');
    clock.pass(1000);
    expect(await guess(PASSWORD)).toMatchObject({ state: 'signed_in' });
  });

  it('counts for an account what was tried, not what was turned away for its address', async () => {
    const { nobody, clock } = await openWithAnn();
    const guess = (email: string, password: string) => nobody.session.signIn({ email, password });
    for (let i = 0; i < 32; i += 1) {
      // From the thirtieth on the address waits: a second, then two, then four.
      clock.pass(i === 30 ? 1000 : i === 31 ? 2000 : 0);
      await expect(guess(`${i}@example.org`, 'wrong')).rejects.toMatchObject(wrong);
    }
    for (let i = 0; i < 12; i += 1) {
      clock.pass(i < 6 ? 0 : 500);
      await expect(guess(EMAIL, PASSWORD)).rejects.toMatchObject({ code: 'busy' });
    }
    clock.pass(1000);
    expect(await guess(EMAIL, PASSWORD)).toMatchObject({ state: 'signed_in' });
  });

  it('does not begin anew for each address of a network that one guesser has', async () => {
    const service = new SignInService({ clock: NO_TIME } as never);
    const guess = (address: string) =>
      service.guard(EMAIL, { via: 'console', address, client: '' }, () => Promise.reject(wrong));
    for (let i = 0; i < 5; i += 1) {
      await expect(guess(`2001:db8:1:2:${i}::1`)).rejects.toMatchObject(wrong);
    }
    await expect(guess('2001:db8:1:2::9')).rejects.toMatchObject({ code: 'busy' });
    await expect(guess('2001:db8:1:3::9')).rejects.toMatchObject(wrong);
  });

  it('works over REST, and a session is a credential there', async () => {
    const { collector } = await openWithAnn();
    const call = (method: string, path: string, token: string, body?: object) =>
      fetch(`${collector.url}/api/v1${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const answer = await call('POST', '/session', '', { email: EMAIL, password: PASSWORD });
    const { token } = (await answer.json()) as { token: string };
    const projects = await call('GET', '/projects', token);
    expect(await projects.json()).toMatchObject({ projects: [{ name: 'Default Project' }] });
    expect((await call('GET', '/doctor', token)).status).toBe(403);
    expect((await call('DELETE', '/session', token)).status).toBe(200);
    expect((await call('GET', '/projects', token)).status).toBe(401);
    const large = { email: EMAIL, password: 'x'.repeat(20_000) };
    expect((await call('POST', '/session', '', large)).status).toBe(413);
  });
});

describe('sessions', () => {
  it('end when nobody uses them, and at the latest after a week', async () => {
    const { ann, owner, collector, clock } = await openWithAnn();
    await owner.collector.setSettings({ sessionIdleMinutes: 720 });
    for (let i = 0; i < 15; i += 1) {
      clock.pass(11 * HOUR);
      await ann.client.session.me();
    }
    clock.pass(11 * HOUR);
    await expect(ann.client.session.me()).rejects.toMatchObject(ended);
    const again = clientOf(collector, await signIn(collector, EMAIL));
    clock.pass(12 * HOUR);
    await expect(again.session.me()).rejects.toMatchObject(ended);
  });

  it('end after the time an owner set, at once for those open; a page left alone does not use its own', async () => {
    const { ann, owner, collector, clock } = await openWithAnn();
    await owner.collector.setSettings({ sessionIdleMinutes: 5 });
    const unattended = clientOf(collector, ann.token, { 'x-spanward-unattended': '1' });
    clock.pass(4 * MINUTE);
    await unattended.session.me();
    clock.pass(2 * MINUTE);
    await expect(unattended.session.me()).rejects.toMatchObject(ended);

    const again = clientOf(collector, await signIn(collector, EMAIL));
    clock.pass(4 * MINUTE);
    await again.session.me();
    clock.pass(4 * MINUTE);
    await again.session.me();
    await expect(owner.collector.setSettings({ sessionIdleMinutes: 4 })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('are listed and revoked by their owner only, and kept as hashes', async () => {
    const { ann, owner, collector } = await openWithAnn();
    const second = clientOf(collector, await signIn(collector, EMAIL));
    const { sessions } = await ann.client.session.list();
    expect(sessions.map(({ kind, address, isThis }) => ({ kind, address, isThis }))).toHaveLength(
      2,
    );
    const other = sessions.find(({ isThis }) => !isThis)!;
    expect(other.address).toBe('127.0.0.1');
    await expect(owner.session.revoke({ sessionId: other.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await ann.client.session.revoke({ sessionId: other.id });
    await expect(second.session.me()).rejects.toMatchObject(ended);
    await ann.client.session.me();
    expect(collector.log.lines.join('\n')).not.toContain(ann.token);
  });

  it('all but this one end with a new password, whose old one has to be known', async () => {
    const { ann, nobody, collector } = await openWithAnn();
    const second = clientOf(collector, await signIn(collector, EMAIL));
    const password = 'another long password';
    await expect(
      ann.client.session.changePassword({ current: 'wrong', password }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      ann.client.session.changePassword({ current: PASSWORD, password: 'short' }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await ann.client.session.changePassword({ current: PASSWORD, password });
    await ann.client.session.me();
    await expect(second.session.me()).rejects.toMatchObject(ended);
    await expect(nobody.session.signIn({ email: EMAIL, password: PASSWORD })).rejects.toMatchObject(
      wrong,
    );
    expect(await nobody.session.signIn({ email: EMAIL, password })).toMatchObject({
      state: 'signed_in',
    });
  });

  it('keep the password that came first of two set at the same time with the old one', async () => {
    const { owner } = await openWithAnn();
    await owner.session.setProfile({ email: 'owner@example.org' });
    await owner.session.changePassword({ password: PASSWORD });
    const passwords = ['the first password', 'the second password'];
    const changes = passwords.map((password) =>
      owner.session.changePassword({ current: PASSWORD, password }),
    );
    const [first, second] = await Promise.allSettled(changes);
    const refused = first!.status === 'fulfilled' ? second : first;
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'forbidden' } });
  });
});

describe('a second factor', () => {
  it('is asked for once confirmed; codes and recovery codes work once', async () => {
    const { ann, nobody, clock } = await openWithAnn();
    const { secret } = await ann.client.session.beginSecondFactor({ password: PASSWORD });
    const code = () => totpAt(fromBase32(secret), Math.floor(clock.now() / 30_000));
    const give = (given?: string) =>
      nobody.session.signIn({
        email: EMAIL,
        password: PASSWORD,
        ...(given === undefined ? {} : { code: given }),
      });
    // Begun is not on: whoever loses the secret before the first code is not locked out.
    expect(await give()).toMatchObject({ state: 'signed_in' });
    await expect(ann.client.session.confirmSecondFactor({ code: '000000' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { recoveryCodes } = await ann.client.session.confirmSecondFactor({ code: code() });
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await give()).toEqual({ state: 'code_needed' });
    await expect(give(code())).rejects.toMatchObject({ code: 'unauthenticated' });
    clock.pass(30_000);
    expect(await give(code())).toMatchObject({ state: 'signed_in' });
    await expect(give(code())).rejects.toMatchObject({ code: 'unauthenticated' });
    const recovery = recoveryCodes[0]!.toUpperCase();
    expect(await give(recovery)).toMatchObject({ state: 'signed_in' });
    await expect(give(recovery)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await ann.client.session.me()).toMatchObject({
      secondFactor: true,
      recoveryCodesLeft: 9,
    });
    await ann.client.session.removeSecondFactor({ password: PASSWORD });
    expect(await give()).toMatchObject({ state: 'signed_in' });
  });
});
