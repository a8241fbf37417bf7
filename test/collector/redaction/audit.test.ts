import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openCatalog, type Catalog } from '../../../src/main/collector/catalog/open-catalog.ts';
import { HourlyCounts } from '../../../src/main/collector/redaction/hourly-counts.ts';
import { exportRequest } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { openWithPeople } from '../../support/people.ts';

async function setUp() {
  const people = await openWithPeople();
  const { owner, clock } = people;
  const { project } = await owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  await owner.redaction.set({ projectId, mode: 'on' });
  const store = async (attributes: Record<string, string>) => {
    const lines = new Blob([JSON.stringify(exportRequest([{ attributes }]))]);
    await owner.transfer.importFile({ projectId, file: lines });
  };
  await store({ 'user.email': 'ada@corp.io', 'client.address': '8.8.4.4' });
  clock.pass(25 * 3_600_000);
  await store({ 'user.email': 'ada@corp.io' });
  await store({ 'user.email': 'eve@corp.io' });
  return { ...people, projectId, store };
}

test('rows are picked by kind, key and time; a kind in any spelling', async () => {
  const { owner, projectId } = await setUp();
  const counts = async (query: object) => {
    const { rows } = await owner.redaction.audit({ projectId, ...query });
    return rows.map(({ hour, key, count }) => [hour, key, count]);
  };
  const later = ['2026-03-02T13:00:00.000Z', 'user.email', 2];
  const first = ['2026-03-01T12:00:00.000Z', 'user.email', 1];
  const address = ['2026-03-01T12:00:00.000Z', 'client.address', 1];
  expect(await counts({ type: 'email_address' })).toEqual([later, first]);
  expect(await counts({ key: 'client.address' })).toEqual([address]);
  expect(await counts({ from: '2026-03-02T00:00:00Z' })).toEqual([later]);
  expect(await counts({ to: '2026-03-02T00:00:00Z', type: 'EMAIL' })).toEqual([first]);
  expect(await counts({ service: 'nobody' })).toEqual([]);
  expect(await counts({ mode: 'detect' })).toEqual([]);
});

test('counts that cannot be written, as on a full disk, are written the next time', async () => {
  const dataDir = createTestFolder();
  const { client, close } = await openTestCollector({ dataDir });
  const [project] = (await client.projects.list()).projects;
  await close();
  const catalog = await openCatalog(dataDir);
  onTestFinished(() => catalog.close());
  const counts = new HourlyCounts();
  const found = { type: 'EMAIL', rule: 'email', key: 'k', service: '', environment: '', count: 2 };
  counts.add(project!.id, 0, [found]);
  const full = { transaction: () => new Error('disk is full') } as unknown as Catalog['writer'];
  await expect(counts.write({ writer: full })).rejects.toThrow();
  counts.add(project!.id, 0, [found, { ...found, mode: 'detect' }]);
  await counts.write(catalog);
  await counts.write(catalog);
  const rows = await catalog.db.selectFrom('redaction_count').select(['mode', 'count']).execute();
  expect(rows).toEqual([
    { mode: 'detect', count: 2 },
    { mode: 'on', count: 4 },
  ]);
});

test('sums are told by hour or day, and by every field', async () => {
  const { owner, projectId } = await setUp();
  const byDay = await owner.redaction.summary({ projectId });
  expect(byDay).toMatchObject({
    total: 4,
    buckets: [
      { at: '2026-03-01T00:00:00.000Z', counts: { EMAIL: 1, IP: 1 } },
      { at: '2026-03-02T00:00:00.000Z', counts: { EMAIL: 2 } },
    ],
    types: [
      { name: 'EMAIL', count: 3 },
      { name: 'IP', count: 1 },
    ],
    keys: [
      { name: 'user.email', count: 3 },
      { name: 'client.address', count: 1 },
    ],
  });
  const byHour = await owner.redaction.summary({ projectId, bucket: 'hour', type: 'IP' });
  expect(byHour.buckets).toEqual([{ at: '2026-03-01T12:00:00.000Z', counts: { IP: 1 } }]);
});

test('the redaction audit is a file over REST, as CSV and as JSON', async () => {
  const { owner, collector, projectId } = await setUp();
  const { secret } = await owner.keys.create({ projectId, scopes: ['admin'] });
  const load = async (query: string) => {
    const path = `/api/v1/projects/${projectId}/redaction/audit/export?${query}`;
    const answer = await fetch(collector.url + path, { headers: { 'x-api-key': secret } });
    return { type: answer.headers.get('content-type'), text: await answer.text() };
  };
  const csv = await load('format=csv&key=client.address');
  expect(csv.type).toContain('text/csv');
  expect(csv.text.split('\r\n')[0]).toBe(
    '"hour","type","rule","key","service","environment","mode","count"',
  );
  expect(csv.text).toContain('"2026-03-01T12:00:00.000Z","IP"');
  const json = await load('format=json');
  expect(JSON.parse(json.text)).toHaveLength(3);
  expect(csv.text + json.text).not.toContain('corp.io');
});

test('of many days the newest rows are told as they stand in the whole, and sums keep nobody waiting', async () => {
  const { owner, projectId, clock, store } = await setUp();
  for (let day = 0; day < 12; day++) {
    clock.pass((day % 3) * 20 * 3_600_000 + 3_600_000);
    await store({ 'user.email': 'ada@corp.io', 'client.address': '8.8.4.4' });
  }
  const { rows } = await owner.redaction.audit({ projectId, limit: 1000 });
  expect(rows).toHaveLength(27);
  for (const limit of [1, 2, 3, 7, 25, 26, 27]) {
    const newest = await owner.redaction.audit({ projectId, limit });
    expect(newest.rows).toEqual(rows.slice(0, limit));
  }
  const file = await owner.redaction.auditFile({ projectId, format: 'json' });
  expect(JSON.parse(await file.text())).toEqual(rows);
  const ended = { sums: false };
  const sums = owner.redaction.summary({ projectId }).finally(() => {
    ended.sums = true;
  });
  // Whoever else asks is answered after each of the days.
  let turns = 0;
  for (; !ended.sums; turns++) await setImmediate();
  expect((await sums).total).toBe(28);
  expect(turns).toBeGreaterThan((await sums).buckets.length);
});
