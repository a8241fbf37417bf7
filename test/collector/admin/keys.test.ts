import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemActor } from '../../../src/main/collector/audit/actor.ts';
import { AuditTrail } from '../../../src/main/collector/audit/audit-trail.ts';
import { openCatalog, type Catalog } from '../../../src/main/collector/catalog/open-catalog.ts';
import { KeyService } from '../../../src/main/collector/keys/key-service.ts';
import { firstOrganizationId } from '../../support/first-organization.ts';
import { createTestLog } from '../../support/open-test-collector.ts';

const actor = systemActor('test');
const PROJECT = 'prj_000000000001';
let folder: string;
let catalog: Catalog;
let audit: AuditTrail;
let keys: KeyService;
let now = Date.parse('2026-01-01T00:00:00Z');
const clock = { now: () => now };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spanward-keys-'));
  catalog = await openCatalog(folder);
  await catalog.writer
    .insertInto('project')
    .values({
      id: PROJECT,
      organization_id: await firstOrganizationId(catalog),
      name: 'Shop',
      description: '',
      created_ms: now,
    })
    .execute();
  audit = await AuditTrail.open({ catalog, dataDir: folder, clock, log: createTestLog() });
  keys = await KeyService.open(catalog, clock, audit);
});

afterEach(async () => {
  await catalog.close();
  rmSync(folder, { recursive: true });
});

const single = { projectId: PROJECT, name: 'web', kind: 'single', scopes: ['ingest'] } as const;
const pair = { ...single, kind: 'pair' } as const;
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const reasonOf = (headers: Record<string, string>, local = false): string => {
  const answer = keys.ring.authenticate(headers, local);
  return answer.ok ? 'admitted' : answer.reason;
};

describe('credentials on the wire', () => {
  it('admits a single key in every form', async () => {
    const { secret } = await keys.create(single, actor);
    for (const headers of [
      { authorization: `Bearer ${secret}` },
      { authorization: `bearer ${secret}` },
      { 'x-api-key': secret },
      { authorization: basic('api-key', secret) },
    ]) {
      const answer = keys.ring.authenticate(headers, false);
      expect(answer).toMatchObject({
        ok: true,
        principal: { kind: 'key', projectId: PROJECT, scopes: ['ingest'] },
      });
    }
  });

  it('admits a pair in both forms, and not with another public half', async () => {
    const first = await keys.create(pair, actor);
    const second = await keys.create(pair, actor);
    expect(reasonOf({ authorization: basic(first.publicKey!, first.secret) })).toBe('admitted');
    expect(reasonOf({ 'x-public-key': first.publicKey!, 'x-secret-key': first.secret })).toBe(
      'admitted',
    );
    expect(reasonOf({ authorization: basic(second.publicKey!, first.secret) })).toContain(
      'does not belong',
    );
    expect(reasonOf({ 'x-secret-key': first.secret })).toContain('without X-Public-Key');
  });

  it('says which kind of wrong a key is', async () => {
    const { secret } = await keys.create(single, actor);
    const mistyped = secret.slice(0, -1) + (secret.endsWith('z') ? 'y' : 'z');
    expect(reasonOf({ 'x-api-key': mistyped })).toContain('mistyped');
    expect(reasonOf({ 'x-api-key': secret.slice(0, -3) })).toContain('mistyped');
    expect(reasonOf({ 'x-api-key': 'sk-something-else' })).toContain('begin with "spw_"');
    expect(reasonOf({ authorization: 'Digest abc' })).toContain('neither');
    expect(reasonOf({})).toContain('No API key');
  });

  it('lets only local data in without a key, and only while that is on', () => {
    keys.ring.keylessProjectId = PROJECT;
    expect(reasonOf({}, true)).toBe('admitted');
    expect(reasonOf({}, false)).toContain('No API key');
    expect(reasonOf({ 'x-api-key': 'nonsense' }, true)).toContain('begin with');
    keys.ring.keylessProjectId = null;
    expect(reasonOf({}, true)).toContain('No API key');
  });
});

describe('life of a key', () => {
  it('is refused from the moment it is revoked or expires', async () => {
    const revoked = await keys.create(single, actor);
    const expiring = await keys.create({ ...single, expiresInSeconds: 60 }, actor);
    expect(reasonOf({ 'x-api-key': expiring.secret })).toBe('admitted');
    await keys.revoke(revoked.id, actor);
    now += 60_000;
    expect(reasonOf({ 'x-api-key': revoked.secret })).toContain('revoked');
    expect(reasonOf({ 'x-api-key': expiring.secret })).toContain('expired');
  });

  it('rotates with both keys valid for the overlap', async () => {
    const old = await keys.create(single, actor);
    const rotated = await keys.rotate(old.id, 3600, actor);
    expect(rotated.old.replacedBy).toBe(rotated.key.id);
    expect(reasonOf({ 'x-api-key': old.secret })).toBe('admitted');
    expect(reasonOf({ 'x-api-key': rotated.key.secret })).toBe('admitted');
    now += 3_600_000;
    expect(reasonOf({ 'x-api-key': old.secret })).toContain('expired');
    expect(reasonOf({ 'x-api-key': rotated.key.secret })).toBe('admitted');
  });

  it('survives a restart with its last use', async () => {
    const { secret, id } = await keys.create(single, actor);
    reasonOf({ 'x-api-key': secret });
    await keys.flushUsed();
    keys = await KeyService.open(catalog, clock, audit);
    expect(reasonOf({ 'x-api-key': secret })).toBe('admitted');
    expect((await keys.get(id)).lastUsedAt).toBe(new Date(now).toISOString());
  });

  it('writes its use down later where that failed', async () => {
    const { secret, id } = await keys.create(single, actor);
    reasonOf({ 'x-api-key': secret });
    catalog.raw.exec(
      "CREATE TEMP TRIGGER full BEFORE UPDATE ON api_key BEGIN SELECT RAISE(FAIL, 'full'); END",
    );
    await expect(keys.flushUsed()).rejects.toThrow('full');
    catalog.raw.exec('DROP TRIGGER full');
    await keys.flushUsed();
    keys = await KeyService.open(catalog, clock, audit);
    expect((await keys.get(id)).lastUsedAt).toBe(new Date(now).toISOString());
  });

  it('leaves no secret in any file', async () => {
    const { secret } = await keys.create(pair, actor);
    await catalog.db.selectFrom('api_key').selectAll().execute();
    for (const file of ['catalog.db', 'catalog.db-wal']) {
      const bytes = readFileSync(join(folder, file));
      expect(bytes.includes(secret.slice(10, 40))).toBe(false);
    }
  });
});

describe('format', () => {
  it('survives headers and shells unquoted, and is never the same twice', async () => {
    const secrets = new Set<string>();
    for (let i = 0; i < 200; i += 1) secrets.add((await keys.create(single, actor)).secret);
    expect(secrets.size).toBe(200);
    for (const secret of secrets) expect(secret).toMatch(/^spw_[1-9A-HJ-NP-Za-km-z]{46}$/);
  });
});
