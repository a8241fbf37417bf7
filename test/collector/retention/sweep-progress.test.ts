import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const DAYS = 12;
const SOON = { interval: 1, timeout: 20_000 };

/** Projects with some days of data, of each day a span that goes and one that stays. */
async function open(count: number) {
  let now = NOW;
  const collector = await openTestCollector({ clock: { now: () => now } });
  const { client, url } = collector;
  const projects: { id: string; secret: string }[] = [];
  for (let n = 0; n < count; n++) {
    const { project, key } = await client.projects.create({ name: `Shop ${n}` });
    projects.push({ id: project.id, secret: key.secret });
    const environments = [{ environment: 'dev', days: 1 }];
    await client.retention.set({ projectId: project.id, environments });
  }
  for (let day = 0; day < DAYS; day++, now += DAY) {
    for (const { secret } of projects) {
      for (const environment of ['dev', 'prod']) {
        const resource = { 'deployment.environment.name': environment };
        const request = exportRequest([{ startMs: now }], 'test', resource);
        expect((await postTraces(url, request, { 'x-api-key': secret })).status).toBe(200);
      }
    }
  }
  now += DAY;
  const spans = async (projectId: string) => (await client.projects.get({ projectId })).spanCount;
  const audited = async (action: string) => (await client.audit.list({ action })).entries;
  return { ...collector, ids: projects.map(({ id }) => id), spans, audited };
}

test('a sweep says how far it is; one that is cancelled ends between two days, what went stays gone, and the next goes on', async () => {
  const { client, ids, spans, audited } = await open(1);
  const projectId = ids[0]!;
  const underWay = async () => (await client.retention.sweeps({ projectId })).sweeps;
  await expect(client.retention.cancelSweep({ projectId })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('no sweep under way'),
  });
  const first = Promise.allSettled([client.retention.sweep({ projectId })]);
  const second = Promise.allSettled([client.retention.sweep({ projectId })]);
  const isOnItsWay = async () => {
    const sweeps = await underWay();
    return sweeps[0]?.state === 'removing' && sweeps[0].removed.records > 0 && sweeps;
  };
  const at = { signal: 'traces', day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) };
  await expect.poll(isOnItsWay, SOON).toMatchObject([
    { cause: 'request', isCancelling: false, days: { total: DAYS }, at },
    { cause: 'request', state: 'waiting', removed: { records: 0 }, at: null },
  ]);
  const ended = await client.retention.cancelSweep({ projectId });
  const { records } = ended.removed;
  expect(ended.days.done).toBe(records);
  expect(records).toBeLessThan(DAYS);
  expect(await spans(projectId)).toBe(2 * DAYS - records);
  const told = expect.stringContaining(`Removed, and stays so: ${records} record`);
  expect(await first).toMatchObject([{ reason: { code: 'conflict', message: told } }]);
  const nothing = expect.stringContaining('Nothing was removed.');
  expect(await second).toMatchObject([{ reason: { code: 'conflict', message: nothing } }]);
  expect(await underWay()).toEqual([]);
  const { runs } = await client.retention.get({ projectId });
  const results = runs.flatMap((run) => run.results);
  expect(results.map(({ cancelled, removals }) => [cancelled, removals.length])).toEqual(
    expect.arrayContaining([
      [true, records],
      [true, 0],
    ]),
  );
  const about = { cause: 'request', spans: records, days: records };
  const cancelled = await audited('retention.sweep_cancelled');
  expect(cancelled).toHaveLength(2);
  expect(cancelled.find(({ after }) => after!['spans'] === records)).toMatchObject({
    actor: { kind: 'local' },
    projectId,
    after: about,
  });
  const swept = await audited('retention.swept');
  expect(swept).toHaveLength(2);
  expect(swept.find(({ after }) => after!['spans'] === records)).toMatchObject({
    after: { ...about, cancelled: true },
  });

  const { run } = await client.retention.sweep({ projectId });
  expect(run.results[0]).not.toHaveProperty('cancelled');
  expect(await spans(projectId)).toBe(DAYS);
});

test('of a sweep of all projects one alone is ended, and the others are swept; an owner of the instance ends all of it', async () => {
  const { client, ids, spans, audited } = await open(2);
  const [one, two] = ids as [string, string];
  const whole = async () => (await client.retention.allSweeps()).sweeps;
  const isAt = async (projectId: string) => {
    const [sweep] = await whole();
    return sweep?.projectId === projectId && sweep.removed.records > 0 && sweep;
  };
  const sweeping = client.retention.sweepAll({});
  const projects = { done: 1, total: 3 };
  await expect.poll(() => isAt(one), SOON).toMatchObject({ projects, cause: 'request' });
  expect((await client.retention.sweeps({ projectId: two })).sweeps).toMatchObject([
    { state: 'waiting', days: { done: 0, total: 0 }, removed: { records: 0 } },
  ]);
  // Before its turn has come.
  expect(await client.retention.cancelSweep({ projectId: two })).toEqual({
    days: { done: 0, total: 0 },
    removed: { records: 0, bytes: 0 },
  });
  const { run } = await sweeping;
  expect(run.results).toMatchObject([
    { projectId: one, removals: Array.from({ length: DAYS }, () => ({ records: 1 })) },
    { projectId: two, removals: [], cancelled: true },
  ]);
  expect(await spans(two)).toBe(2 * DAYS);

  const again = Promise.allSettled([client.retention.sweepAll({})]);
  await expect.poll(() => isAt(two), SOON).toBeTruthy();
  const { removed } = await client.retention.cancelAllSweeps();
  expect(removed.records).toBeLessThan(DAYS);
  expect(await again).toMatchObject([{ reason: { code: 'conflict' } }]);
  expect(await spans(two)).toBe(2 * DAYS - removed.records);
  const [last] = (await client.retention.get({ projectId: two })).runs;
  expect(last).toMatchObject({ results: [{ cancelled: true }] });
  expect(await audited('retention.sweep_cancelled')).toMatchObject([
    { projectId: null, after: { spans: removed.records } },
    { projectId: two, after: { spans: 0 } },
  ]);
});
