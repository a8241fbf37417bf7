import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hashEntry } from '../../../src/main/collector/audit/entry.ts';
import { toRow } from '../../../src/main/collector/audit/to-entry.ts';
import { verifyExport } from '../../../src/main/collector/audit/verify-export.ts';
import type { AuditEntry, AuditFormat } from '../../../src/shared/contract/audit.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

/** Not every machine has it; version 3 is the one whose options the document uses. */
const hasOpenssl = /^OpenSSL [3-9]/.test(
  spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '',
);

afterEach(() => {
  vi.useRealTimers();
});

const actions = ({ entries }: { entries: readonly AuditEntry[] }) =>
  entries.map((entry) => entry.action);

describe('the list', () => {
  it('filters by action, actor, resource, project, time and text', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const { client } = await openTestCollector({ clock: { now: () => now } });
    const { project, key } = await client.projects.create({ name: 'Shop 100%' });
    now += 60_000;
    await client.keys.revoke({ keyId: key.id });
    await client.collector.setSettings({ keylessIngest: false });
    const list = (filter: Parameters<typeof client.audit.list>[0]) => client.audit.list(filter);

    expect(actions(await list({ action: 'key.*' }))).toEqual(['key.revoked', 'key.created']);
    expect(actions(await list({ action: '*.CREATED' }))).toHaveLength(3);
    expect(actions(await list({ action: 'key.revoked' }))).toEqual(['key.revoked']);
    expect(actions(await list({ action: 'key.?evoked' }))).toEqual([]);
    expect(actions(await list({ actor: 'system' }))).toEqual(['project.created', 'audit.started']);
    expect(actions(await list({ actor: 'First Start' }))).toEqual(['project.created']);
    expect(actions(await list({ resource: key.id }))).toEqual(['key.revoked', 'key.created']);
    expect(actions(await list({ resource: 'settings' }))).toEqual(['settings.changed']);
    expect(actions(await list({ resource: 'shop 100%' }))).toEqual(['project.created']);
    expect(actions(await list({ projectId: project.id }))).toContain('audit.read');
    expect(actions(await list({ text: 'keylessingest' }))).toEqual(['settings.changed']);
    expect(actions(await list({ text: '100%' }))).toEqual(['project.created']);
    expect(actions(await list({ text: '%' }))).toEqual(['project.created']);
    expect(actions(await list({ text: 'SYSTEM_' }))).toEqual([]);
    const early = { until: '2026-01-01T00:01:00Z' };
    expect(actions(await list(early))).not.toContain('key.revoked');
    const late = { since: '2026-01-01T01:01:00+01:00', action: 'key.*' };
    expect(actions(await list(late))).toEqual(['key.revoked']);
  });

  it('comes in pages that neither repeat nor leave out', async () => {
    const { client } = await openTestCollector();
    for (let i = 0; i < 12; i += 1) await client.projects.create({ name: `p${i}` });
    const seen: number[] = [];
    let cursor: number | undefined;
    do {
      const page = await client.audit.list({
        action: 'project.*',
        limit: 5,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.entries.map((entry) => entry.sequence));
      expect(page.kept).toBeGreaterThanOrEqual(26);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(13);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    await expect(client.audit.list({ limit: 201 })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is written down itself, once a reading', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const { client } = await openTestCollector({ clock: { now: () => now } });
    const readings = async () => actions(await client.audit.list({ action: 'audit.read' })).length;
    expect(await readings()).toBe(1);
    expect(await readings()).toBe(1);
    now += 10 * 60_000;
    expect(await readings()).toBe(2);
  });

  it('is open over REST to an admin key for its own project', async () => {
    const { client, url } = await openTestCollector();
    const { project } = await client.projects.create({ name: 'Shop' });
    await client.projects.create({ name: 'Other' });
    const key = async (scope: 'admin' | 'read') =>
      (await client.keys.create({ projectId: project.id, scopes: [scope] })).secret;
    const get = async (query: string, secret: string) => {
      const headers = { 'x-api-key': secret };
      const response = await fetch(`${url}/api/v1/audit${query}`, { headers });
      return { status: response.status, body: await response.json() };
    };
    const admin = await key('admin');
    const page = await get(`?projectId=${project.id}&limit=3&action=key.*`, admin);
    expect(page).toMatchObject({ status: 200, body: { next: null } });
    expect(actions(page.body)).toEqual(['key.created', 'key.created']);
    expect((await get('', admin)).status).toBe(403);
    expect((await get(`?projectId=${project.id}`, await key('read'))).status).toBe(403);
  });
});

async function exportAll(format: AuditFormat) {
  const collector = await openTestCollector();
  const { client } = collector;
  await client.projects.create({ name: '=HYPERLINK("http://x";"y")', description: 'a "b"\nü' });
  let text = '';
  let signature = '';
  for await (const piece of await client.audit.export({ format })) {
    if (piece.type === 'text') text += piece.text;
    else {
      signature = piece.signature;
      expect(piece.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    }
  }
  const folder = createTestFolder();
  const files = {
    file: join(folder, 'export'),
    sig: join(folder, 'sig'),
    pub: join(folder, 'pub'),
  };
  const { pem, fingerprint } = await client.audit.publicKey();
  writeFileSync(files.file, text);
  writeFileSync(files.sig, `${signature}\n`);
  writeFileSync(files.pub, pem);
  return { text, files, fingerprint, folder };
}

describe('an export', () => {
  it.each(['json', 'ndjson', 'csv'] as const)(
    'as %s is verified offline, to the byte',
    async (format) => {
      const { files, fingerprint } = await exportAll(format);
      const { file, sig, pub } = files;
      expect(await verifyExport(file, sig, pub)).toMatchObject({
        ok: true,
        keyFingerprint: fingerprint,
      });
      appendFileSync(file, ' ');
      expect(await verifyExport(file, sig, pub)).toMatchObject({ ok: false });
      const none = `${file}.none`;
      for (const [named, message] of [
        [[file, pub, pub], `${pub} is not a signature: 64 bytes in base 64 are expected.`],
        [[file, sig, sig], expect.stringMatching(/sig is no Ed25519 public key in PEM: /)],
        [[none, sig, pub], `${none} cannot be read: there is no such file.`],
        [[file, sig, none], `${none} cannot be read: there is no such file.`],
      ] as const) {
        const [exported, signature, key] = named;
        await expect(verifyExport(exported, signature, key)).rejects.toMatchObject({
          code: 'invalid',
          message,
        });
      }
    },
  );

  it('holds every entry in full: hashes and chain can be computed from it', async () => {
    const lines = (await exportAll('ndjson')).text.trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as AuditEntry);
    expect(actions({ entries })).toEqual([
      'audit.started',
      'project.created',
      'project.created',
      'key.created',
      'audit.exported',
    ]);
    for (const [i, entry] of entries.entries()) {
      expect(hashEntry(toRow(entry))).toBe(entry.hash);
      if (i > 0) expect(entry.prevHash).toBe(entries[i - 1]!.hash);
    }
    const document = JSON.parse((await exportAll('json')).text);
    expect(document).toMatchObject({ format: 'spanward-audit', version: 1, head: { sequence: 5 } });
    expect(document.entries).toHaveLength(5);
  });

  it('as CSV runs no formula in a spreadsheet', async () => {
    const { text } = await exportAll('csv');
    expect(text).toContain(`"'=HYPERLINK(""http://x"";""y"")"`);
    expect(text.split('\r\n')[0]).toMatch(/^"sequence","at","action"/);
  });

  it.skipIf(!hasOpenssl)('is verified by openssl as docs/audit.md says', async () => {
    const { folder } = await exportAll('csv');
    const run = (command: string) =>
      execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
    const commands = [
      'openssl dgst -sha256 -binary export > export.sha256',
      'base64 -d sig > sig.raw',
      'openssl pkeyutl -verify -pubin -inkey pub -rawin -in export.sha256 -sigfile sig.raw',
    ];
    expect(run(commands.join(' && '))).toContain('Verified Successfully');
    appendFileSync(join(folder, 'export'), ' ');
    expect(() => run(commands.join(' && '))).toThrow();
  });
});

describe('what somebody wrote into the database', () => {
  it('does not keep the collector from starting, nor the list from showing the rest', async () => {
    const dataDir = createTestFolder();
    const first = await openTestCollector({ dataDir });
    await first.client.projects.create({ name: 'Shop' });
    await first.close();
    const db = new Database(join(dataDir, 'catalog.db'));
    db.exec(`DROP TRIGGER audit_entry_unchanged;
      UPDATE audit_entry SET time_ms = 9000000000000000000, actor_kind = 'god', after = '[', before = '7'
        WHERE sequence = 2;
      UPDATE audit_entry SET sequence = 9000000000000000000 WHERE sequence = 1`);
    db.close();
    const { client } = await openTestCollector({ dataDir });
    const { entries } = await client.audit.list({});
    expect(entries.map((entry) => entry.sequence)).toEqual([5, 4, 3, 2]);
    expect(entries.at(-1)).toMatchObject({
      at: '9999-12-31T23:59:59.999Z',
      actor: { kind: 'unknown' },
      after: { unreadable: '[' },
    });
    expect((await client.audit.verify()).problem).toEqual({
      sequence: 1,
      message: 'Entry 1 is missing.',
    });
    for await (const piece of await client.audit.export({ format: 'csv' }))
      expect(piece).toBeDefined();
  });
});

describe('the retention rule', () => {
  it('is looked at when the collector starts', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    let now = Date.parse('2026-01-01T00:00:00Z');
    const clock = { now: () => now };
    const dataDir = createTestFolder();
    const first = await openTestCollector({ dataDir, clock });
    await first.client.collector.setSettings({ auditRetentionDays: 40 });
    await expect(
      first.client.collector.setSettings({ auditRetentionDays: 29 }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await first.close();
    now += 41 * 86_400_000;
    // The date may be wrong: it is believed after an hour.
    const second = await openTestCollector({ dataDir, clock });
    const projectId = (await second.client.projects.list()).projects[0]!.id;
    const heldUntil = async () => (await second.client.retention.get({ projectId })).heldUntil;
    await expect.poll(heldUntil, { timeout: 20_000 }).not.toBeNull();
    vi.advanceTimersByTime(3_600_000);
    await second.close();
    const { client } = await openTestCollector({ dataDir, clock });
    const oldest = async () => (await client.audit.list({})).entries.at(-1)?.action;
    await expect.poll(oldest, { timeout: 20_000 }).toBe('audit.trimmed');
    expect(await client.audit.verify()).toMatchObject({ ok: true, firstSequence: 5 });
  });
});

describe('the check', () => {
  it('is written down with its result, and part of the doctor', async () => {
    const { client } = await openTestCollector();
    const found = await client.audit.verify();
    expect(found).toMatchObject({ ok: true, checked: 2, firstSequence: 1, problem: null });
    const { fingerprint } = await client.audit.publicKey();
    expect(found.keyFingerprint).toBe(fingerprint);
    expect((await client.audit.list({ action: 'audit.verified' })).entries[0]?.after).toEqual({
      ok: true,
    });
    const { checks } = await client.collector.doctor();
    expect(checks.find((check) => check.name === 'audit log')).toMatchObject({ state: 'ok' });
  });
});
