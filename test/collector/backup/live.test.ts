import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemActor } from '../../../src/main/collector/audit/actor.ts';
import { AuditTrail } from '../../../src/main/collector/audit/audit-trail.ts';
import { BackupService } from '../../../src/main/collector/backup/backup-service.ts';
import { restoreBackup } from '../../../src/main/collector/backup/restore.ts';
import { openCatalog } from '../../../src/main/collector/catalog/open-catalog.ts';
import { systemClock } from '../../../src/main/collector/clock.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import {
  createTestFolder,
  createTestLog,
  openTestCollector,
  type TestCollector,
} from '../../support/open-test-collector.ts';
import { saveBackup, traceIds } from './save-backup.ts';
import { newTraceId } from '../../support/ids.ts';

/** Sends traces without a pause until told to stop, and notes what was acknowledged. */
function startLoad(collector: TestCollector, secret: string) {
  const acknowledged: string[] = [];
  const running = new AbortController();
  const send = async () => {
    while (!running.signal.aborted) {
      const ids = Array.from({ length: 20 }, newTraceId);
      const request = exportRequest(ids.map((traceId) => ({ traceId })));
      const answer = await postTraces(collector.url, request, { 'x-api-key': secret });
      if (answer.status === 200) acknowledged.push(...ids);
    }
  };
  const senders = [send(), send(), send()];
  return {
    acknowledged,
    stop: async () => {
      running.abort();
      await Promise.all(senders);
    },
  };
}

/** Files below a folder, with the folders. */
const below = (folder: string) =>
  readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));

const names = async (of: TestCollector) =>
  (await of.client.projects.list()).projects.map(({ id, name, description }) => [
    id,
    name,
    description,
  ]);

const keys = async (of: TestCollector, projectId: string) =>
  (await of.client.keys.list({ projectId, offset: 0, limit: 100 })).keys.map((key) => [
    key.id,
    key.name,
    key.kind,
    key.scopes,
    key.revokedAt,
  ]);

/** Backups of a new folder, without a collector around. */
async function openService(options: { readonly patienceMs?: number } = {}) {
  const dataDir = createTestFolder();
  const catalog = await openCatalog(dataDir);
  const opened = { catalog, dataDir, clock: systemClock };
  const trail = await AuditTrail.open({ ...opened, log: createTestLog() });
  const backup = new BackupService({ ...opened, ...options, trail });
  onTestFinished(async () => {
    await backup.close();
    await trail.close();
    await catalog.close();
  });
  return { backup, dataDir, actor: systemActor('test') };
}

describe('a backup of a collector under load', () => {
  it('restores every span that was acknowledged before, projects, keys and the audit log', async () => {
    const collector = await openTestCollector();
    const { client } = collector;
    const shop = await client.projects.create({ name: 'Shop', description: 'sells' });
    const other = await client.projects.create({ name: 'Other', description: '' });
    await client.keys.create({ projectId: shop.project.id, name: 'pair', kind: 'pair' });
    await client.keys.revoke({ keyId: other.key.id });

    const load = startLoad(collector, shop.key.secret);
    await expect.poll(() => load.acknowledged.length).toBeGreaterThan(400);
    const before = [...load.acknowledged];
    const folder = createTestFolder();
    const file = join(folder, 'backup.tar');
    const summary = await saveBackup(client, file);
    // Acknowledgements went on while it was made, and go on.
    const during = load.acknowledged.length;
    expect(during).toBeGreaterThan(before.length);
    await expect.poll(() => load.acknowledged.length).toBeGreaterThan(during);
    await load.stop();
    expect(summary).toMatchObject({ projects: 3, secrets: false, leftOut: [] });
    expect(summary.spans).toBeGreaterThanOrEqual(before.length);
    expect(existsSync(join(collector.dataDir, 'backup.tmp'))).toBe(false);

    const dataDir = join(folder, 'restored');
    const report = await restoreBackup({ file, dataDir });
    expect(report.audit).toMatchObject({ ok: true, problem: null });
    expect(report.audit.keyNow).not.toBe(report.audit.keyBefore);
    expect(readdirSync(folder).toSorted()).toEqual(['backup.tar', 'restored']);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    for (const path of below(dataDir)) {
      expect([path, statSync(path).mode & 0o077]).toEqual([path, 0]);
    }

    const restored = await openTestCollector({ dataDir });
    const found = await traceIds(restored.client, shop.project.id);
    expect(before.filter((id) => !found.has(id))).toEqual([]);
    expect(await names(restored)).toEqual(await names(collector));
    for (const { id } of [shop.project, other.project]) {
      expect(await keys(restored, id)).toEqual(await keys(collector, id));
    }
    const send = (secret: string) =>
      postTraces(restored.url, exportRequest([{}]), { 'x-api-key': secret });
    expect((await send(shop.key.secret)).status).toBe(200);
    expect((await send(other.key.secret)).status).toBe(401);

    expect(await restored.client.audit.verify()).toMatchObject({ ok: true });
    const made = await restored.client.audit.list({ action: 'instance.backed_up' });
    expect(made.entries).toMatchObject([{ actor: { kind: 'local' }, after: { sealed: false } }]);
    const again = await restored.client.audit.list({ action: 'audit.restored' });
    expect(again.entries).toMatchObject([{ after: { keyFingerprint: report.audit.keyBefore } }]);
    const doctor = await restored.client.collector.doctor();
    expect(doctor.checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    // The entries that the old key sealed are still what the chain vouches for.
    expect((await collector.client.audit.verify()).ok).toBe(true);
  });

  it('can be taken again from what was restored', async () => {
    const collector = await openTestCollector();
    const folder = createTestFolder();
    await saveBackup(collector.client, join(folder, '1.tar'));
    await restoreBackup({ file: join(folder, '1.tar'), dataDir: join(folder, '1') });
    const first = await openTestCollector({ dataDir: join(folder, '1') });
    await saveBackup(first.client, join(folder, '2.tar'), 'a long passphrase');
    const second = await restoreBackup({
      file: join(folder, '2.tar'),
      dataDir: join(folder, '2'),
      passphrase: 'a long passphrase',
    });
    expect(second.audit).toMatchObject({ ok: true, keyNow: second.audit.keyBefore });
  });

  it('names a data file that is damaged or that the disk does not give back, and saves the others', async () => {
    const { client, url, dataDir } = await openTestCollector();
    const { project, key } = await client.projects.create({ name: 'Shop', description: '' });
    await postTraces(url, exportRequest([{}]), { 'x-api-key': key.secret });
    const nameOf = (day: string) => `projects/${project.id}/traces/${day}.db`;
    const [name, unread] = [nameOf('2020-01-02'), nameOf('2020-01-01')];
    writeFileSync(join(dataDir, name), 'no database '.repeat(1000));
    // What is there fails on reading, as a disk does.
    mkdirSync(join(dataDir, unread));
    const summary = await saveBackup(client, join(createTestFolder(), 'backup.tar'));
    expect(summary).toMatchObject({ spans: 1, leftOut: [{ file: name }, { file: unread }] });
    expect(summary.leftOut[0]!.reason).toContain('is damaged');
    expect(summary.leftOut[1]!.reason).toContain('cannot be read');
  });

  it('ends when nobody takes it any more, and one at a time is made', async () => {
    const { client, dataDir } = await openTestCollector();
    // It may abort the process of a thread that is at work.
    const terminate = vi.spyOn(Worker.prototype, 'terminate');
    const pieces = await client.backup.create({});
    expect((await pieces.next()).value).toMatchObject({ type: 'bytes' });
    await expect(saveBackup(client, join(createTestFolder(), 'x'))).rejects.toMatchObject({
      code: 'conflict',
    });
    await pieces.return(undefined);
    await expect.poll(() => existsSync(join(dataDir, 'backup.tmp'))).toBe(false);
    await saveBackup(client, join(createTestFolder(), 'y'));
    expect(terminate).not.toHaveBeenCalled();
  });

  it('of which nothing is taken for long ends by itself: sweeps wait for it, and so do other backups', async () => {
    const { backup, actor } = await openService({ patienceMs: 1 });
    const untaken = backup.create(undefined, actor);
    await untaken.next();
    await expect.poll(() => backup.isBusy).toBe(false);
    const other = backup.create(undefined, actor);
    await expect(untaken.next()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('nothing of it was taken for ten minutes'),
    });
    expect((await other.next()).value).toMatchObject({ type: 'bytes' });
    await other.return(undefined);
  });

  it('that ends with the collector says so to whoever takes its next piece', async () => {
    const { backup, actor, dataDir } = await openService();
    const pieces = backup.create(undefined, actor);
    await pieces.next();
    await backup.close();
    await expect(pieces.next()).rejects.toMatchObject({ code: 'unavailable' });
    expect(existsSync(join(dataDir, 'backup.tmp'))).toBe(false);
  });
});
