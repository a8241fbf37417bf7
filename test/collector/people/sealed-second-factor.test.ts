import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { CATALOG_APPLICATION_ID } from '../../../src/main/collector/catalog/migrate.ts';
import { MIGRATIONS } from '../../../src/main/collector/catalog/migrations.ts';
import { fromBase32 } from '../../support/base-32.ts';
import { totpAt } from '../../../src/main/collector/people/totp.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { addPerson, clientOf, openWithPeople, PASSWORD } from '../../support/people.ts';

const EMAIL = 'ann@example.org';
const KEY_FILE = 'second-factor.key';

/** Whether any file of a folder (not below it) has these bytes. */
function isAnywhere(folder: string, bytes: Buffer): boolean {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(folder, entry.name)).includes(bytes));
}

/** Somebody with a second factor, and the codes of their app. */
async function openWithSecondFactor() {
  const world = await openWithPeople();
  const ann = await addPerson(world, world.organizationId, { email: EMAIL });
  const begun = await ann.client.session.beginSecondFactor({ password: PASSWORD });
  const secret = fromBase32(begun.secret);
  const codeAt = (ms: number) => totpAt(secret, Math.floor(ms / 30_000));
  const { recoveryCodes } = await ann.client.session.confirmSecondFactor({
    code: codeAt(world.clock.now()),
  });
  world.clock.pass(60_000);
  const { dataDir } = world.collector;
  return { ...world, ann, secret, codeAt, recoveryCodes, dataDir };
}

describe('the secret of a second factor', () => {
  it('lies in no file of the data folder, and its key in one for its owner alone', async () => {
    const { dataDir, secret, collector } = await openWithSecondFactor();
    expect(isAnywhere(dataDir, secret)).toBe(false);
    await collector.close();
    expect(isAnywhere(dataDir, Buffer.from(EMAIL))).toBe(true);
    expect(isAnywhere(dataDir, secret)).toBe(false);
    if (process.platform !== 'win32') {
      expect(statSync(join(dataDir, KEY_FILE)).mode & 0o777).toBe(0o600);
    }
  });

  it('of an older version is sealed at the start, and gone from old copies and the log', async () => {
    const folder = createTestFolder();
    const secret = Buffer.from('twenty bytes of key!');
    const before = new Database(join(folder, 'catalog.db'));
    for (const step of MIGRATIONS.filter(({ version }) => version <= 4)) before.exec(step.sql);
    before.pragma('user_version = 4');
    before.pragma(`application_id = ${CATALOG_APPLICATION_ID}`);
    before
      .prepare(
        `INSERT INTO person (id, email, name, password, totp_secret, totp_confirmed, created_ms)
         VALUES ('per_0123456789ab', 'old@example.org', 'Old', 'x', ?, 1, 0)`,
      )
      .run(secret);
    before.close();
    expect(isAnywhere(folder, secret)).toBe(true);

    const { collector, owner } = await openWithPeople(folder);
    expect(isAnywhere(folder, secret)).toBe(false);
    const { entries } = await owner.audit.list({ action: 'person.second_factor_sealed' });
    expect(entries.map(({ resource }) => resource.name)).toEqual(['Old']);
    const { checks } = await owner.collector.doctor();
    expect(checks.find(({ name }) => name === 'second factors')).toMatchObject({
      state: 'ok',
      message: '1 can be opened',
    });
    await collector.close();
    expect(isAnywhere(folder, secret)).toBe(false);
    // The copy is still one that the older version could open.
    const copy = new Database(join(folder, 'catalog.db.v4.backup'), { readonly: true });
    expect(copy.prepare('SELECT count(*) FROM person').pluck().get()).toBe(2);
    copy.close();
  });
});

describe('without its key file', () => {
  it('codes are refused with the way out; recovery codes, the file put back, and a reset code work', async () => {
    const { collector, dataDir, codeAt, recoveryCodes, clock } = await openWithSecondFactor();
    await collector.close();
    const file = join(dataDir, KEY_FILE);
    renameSync(file, `${file}.kept`);

    const second = await openWithPeople(dataDir);
    second.clock.pass(clock.now() - second.clock.now());
    const nobody = clientOf(second.collector);
    const given = { email: EMAIL, password: PASSWORD };
    expect(await nobody.session.signIn(given)).toEqual({ state: 'code_needed' });
    await expect(
      nobody.session.signIn({ ...given, code: codeAt(clock.now()) }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/reset code/) });
    expect(await nobody.session.signIn({ ...given, code: recoveryCodes[0]! })).toMatchObject({
      state: 'signed_in',
    });
    const { checks } = await second.owner.collector.doctor();
    const check = checks.find(({ name }) => name === 'second factors')!;
    expect(check.state).toBe('failed');
    expect(check.message).toMatch(/second-factor\.key does not open .* ann\./);
    await second.collector.close();

    rmSync(file);
    renameSync(`${file}.kept`, file);
    const third = await openWithPeople(dataDir);
    third.clock.pass(clock.now() - third.clock.now());
    expect(
      await clientOf(third.collector).session.signIn({ ...given, code: codeAt(clock.now()) }),
    ).toMatchObject({ state: 'signed_in' });
    await third.collector.close();

    writeFileSync(file, 'no key at all');
    const fourth = await openWithPeople(dataDir);
    fourth.clock.pass(clock.now() - fourth.clock.now() + 60_000);
    const { organizationId, owner } = fourth;
    const { people } = await owner.people.list({ organizationId });
    const { id: personId } = people.find(({ email }) => email === EMAIL)!;
    const { code } = await owner.people.createResetCode({ organizationId, personId });
    const again = clientOf(fourth.collector);
    await again.session.resetPassword({ code, password: 'another long password' });
    expect(
      await again.session.signIn({ email: EMAIL, password: 'another long password' }),
    ).toMatchObject({ state: 'signed_in' });
    expect(readdirSync(dataDir).filter((name) => name.startsWith(`${KEY_FILE}.damaged-`))).toEqual([
      expect.any(String),
    ]);
  });
});
