import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { restoreBackup } from '../../../src/main/collector/backup/restore.ts';
import { totpAt } from '../../../src/main/collector/people/totp.ts';
import { fromBase32 } from '../../support/base-32.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { addPerson, clientOf, openWithPeople, PASSWORD } from '../../support/people.ts';
import { saveBackup } from './save-backup.ts';

const PASSPHRASE = 'correct horse battery staple';
const EMAIL = 'ann@example.org';

/** An instance with every kind of secret there is, all of them known to the test. */
async function openWithSecrets() {
  const world = await openWithPeople();
  const { owner, organizationId, collector, clock } = world;
  const { project, key } = await owner.projects.create({ name: 'Shop', description: '' });
  const pair = await owner.keys.create({ projectId: project.id, name: 'p', kind: 'pair' });
  const rotated = await owner.keys.rotate({ keyId: key.id, overlapSeconds: 60 });
  const ann = await addPerson(world, organizationId, { email: EMAIL });
  const bob = await addPerson(world, organizationId, { email: 'bob@example.org' });
  const invited = await owner.invitations.create({ organizationId, email: 'eve@example.org' });
  const reset = await owner.people.createResetCode({ organizationId, personId: bob.personId });
  const begun = await ann.client.session.beginSecondFactor({ password: PASSWORD });
  const totp = fromBase32(begun.secret);
  const code = () => totpAt(totp, Math.floor(clock.now() / 30_000));
  const { recoveryCodes } = await ann.client.session.confirmSecondFactor({ code: code() });
  const pem = readFileSync(join(collector.dataDir, 'audit-key.pem'), 'utf8');
  const { d } = createPrivateKey(pem).export({ format: 'jwk' });
  const { token } = JSON.parse(readFileSync(join(collector.dataDir, 'instance.json'), 'utf8'));
  const secrets: (string | Buffer)[] = [
    ...[key, pair, rotated.key].flatMap(({ secret }) => [secret, secret.replace(/^spw_/, '')]),
    ann.token,
    bob.token,
    invited.code,
    reset.code,
    begun.secret,
    totp,
    ...recoveryCodes,
    PASSWORD,
    PASSPHRASE,
    pem.split('\n')[1]!,
    Buffer.from(d!, 'base64url'),
    token,
    new URL(collector.signInUrl!).hash.replace(/^#[a-z]*=?/, ''),
  ];
  return { ...world, ann, code, secrets };
}

describe('the secrets of an instance', () => {
  it.each([undefined, PASSPHRASE])(
    'are not to be found in a backup (passphrase %s)',
    async (passphrase) => {
      const { owner, secrets } = await openWithSecrets();
      const file = join(createTestFolder(), 'backup.tar');
      await saveBackup(owner, file, passphrase);
      const bytes = readFileSync(file);
      // The search finds what is there.
      expect(bytes.includes('My organization')).toBe(true);
      expect(secrets.filter((secret) => secret.length < 6)).toEqual([]);
      expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
    },
  );

  it('come back with the passphrase, and only with it', async () => {
    const { owner, clock, code } = await openWithSecrets();
    const folder = createTestFolder();
    const file = join(folder, 'backup.tar');
    await saveBackup(owner, file, PASSPHRASE);
    const dataDir = join(folder, 'restored');
    await expect(
      restoreBackup({ file, dataDir, passphrase: `${PASSPHRASE}!` }),
    ).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('passphrase') });
    const { audit } = await restoreBackup({ file, dataDir, passphrase: PASSPHRASE });
    expect(audit).toMatchObject({ ok: true, keyNow: audit.keyBefore });
    const restored = await openWithPeople(dataDir);
    restored.clock.pass(clock.now() - restored.clock.now() + 60_000);
    clock.pass(60_000);
    const nobody = clientOf(restored.collector);
    const given = { email: EMAIL, password: PASSWORD };
    expect(await nobody.session.signIn(given)).toEqual({ state: 'code_needed' });
    expect(await nobody.session.signIn({ ...given, code: code() })).toMatchObject({
      state: 'signed_in',
    });
    expect(await restored.owner.audit.verify()).toMatchObject({ ok: true });
  });

  it('left out, make nobody easier to pass for, and end sessions and codes', async () => {
    const { owner, ann } = await openWithSecrets();
    const folder = createTestFolder();
    const file = join(folder, 'backup.tar');
    await saveBackup(owner, file);
    const dataDir = join(folder, 'restored');
    const { audit } = await restoreBackup({ file, dataDir });
    expect(audit.ok).toBe(true);
    const restored = await openWithPeople(dataDir);
    const nobody = clientOf(restored.collector);
    const refused = { code: 'unauthenticated' };
    await expect(nobody.session.signIn({ email: EMAIL, password: PASSWORD })).rejects.toMatchObject(
      refused,
    );
    expect(
      await nobody.session.signIn({ email: 'bob@example.org', password: PASSWORD }),
    ).toMatchObject({ state: 'signed_in' });
    await expect(clientOf(restored.collector, ann.token).session.me()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
  });
});
