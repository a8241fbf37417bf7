import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { newTraceId } from '../../support/ids.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);

/** A project with a trace of today and one of three days ago, whose rules are what the test writes into the catalog. */
async function open(rules: string) {
  let now = NOW - 3 * DAY;
  const collector = await openTestCollector({ clock: { now: () => now } });
  const { client, url, dataDir } = collector;
  const { project, key } = await client.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const traceIds = [newTraceId(), newTraceId()];
  for (const traceId of traceIds) {
    const request = exportRequest([{ traceId, startMs: now }]);
    const answer = await postTraces(url, request, { 'x-api-key': key!.secret });
    expect(answer.status).toBe(200);
    now = NOW;
  }
  await client.retention.set({ projectId, traces: { days: 1 }, legalHold: true });
  const catalog = new Database(join(dataDir, 'catalog.db'));
  catalog.prepare('UPDATE retention_rule SET rules = ? WHERE project_id = ?').run(rules, projectId);
  // Nor can a sweep of before be read, which hides nothing else.
  catalog.exec("INSERT INTO retention_run (id, run) VALUES (1, '{}')");
  catalog.close();
  const spans = async () => (await client.projects.get({ projectId })).spanCount;
  return { ...collector, projectId, traceIds, spans };
}

const BROKEN = [
  ['no JSON', '{"legalHold":tr'],
  ['no rules', '[]'],
  ['a hold that is no yes or no', '{"legalHold":"yes"}'],
] as const;

for (const [name, rules] of BROKEN) {
  test(`rules that cannot be read may hold: nothing goes, by nobody, and it is said why (${name})`, async () => {
    const { client, projectId, traceIds, spans } = await open(rules);
    await client.retention.sweep({ projectId });
    const refused = { code: 'conflict', message: expect.stringContaining('cannot be read') };
    const target = { kind: 'trace', traceId: traceIds[0]! } as const;
    const deletion = client.retention.delete({ projectId, target, confirm: 'Shop' });
    await expect(deletion).rejects.toMatchObject(refused);
    await expect(client.projects.delete({ projectId, confirm: 'Shop' })).rejects.toMatchObject(
      refused,
    );
    const rewrite = client.pastRedaction.rewrite({ projectId, confirm: 'Shop' });
    await expect(rewrite).rejects.toMatchObject(refused);
    expect(await spans()).toBe(2);
    expect(await client.retention.get({ projectId })).toMatchObject({
      rulesUnreadable: true,
      rules: { legalHold: true, traces: { days: null } },
      days: [{ goesOn: null }, { goesOn: null }],
    });
    const { checks } = await client.collector.doctor();
    expect(checks.find((check) => check.name === 'retention')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('"Shop"'),
    });
  });
}

test('rules that could not be read are set anew, and the hold stays until it is taken off', async () => {
  const { client, projectId, traceIds, spans } = await open('{');
  const { rules } = await client.retention.set({ projectId, traces: { days: 30 } });
  expect(rules).toMatchObject({ traces: { days: 30 }, legalHold: true });
  const target = { kind: 'trace', traceId: traceIds[0]! } as const;
  const remove = () => client.retention.delete({ projectId, target, confirm: 'Shop' });
  await expect(remove()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('on legal hold'),
  });
  await client.retention.set({ projectId, legalHold: false });
  await remove();
  expect(await spans()).toBe(1);
  expect((await client.retention.get({ projectId })).rulesUnreadable).toBeUndefined();
  const { checks } = await client.collector.doctor();
  expect(checks.find((check) => check.name === 'retention')).toMatchObject({ state: 'ok' });
  const { entries } = await client.audit.list({ action: 'retention.changed' });
  expect(entries.map(({ before, after }) => ({ before, after }))).toMatchObject([
    { before: { legalHold: true }, after: { legalHold: false } },
    { before: { unreadable: true }, after: { legalHold: true, traces: { days: 30 } } },
    {},
  ]);
});

test('a hold alone may be set anew over rules that could not be read', async () => {
  const { client, projectId } = await open('{');
  await client.retention.set({ projectId, legalHold: true });
  expect(await client.retention.get({ projectId })).toMatchObject({ rules: { legalHold: true } });
  expect((await client.retention.get({ projectId })).rulesUnreadable).toBeUndefined();
});
