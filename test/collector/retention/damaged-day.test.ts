import { copyFileSync, globSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test, vi } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const HUGE = 9e14;

afterEach(() => {
  vi.useRealTimers();
});

/**
 * A collector four days later, with data of the first three, the oldest of which has a damaged segment.
 *
 * @param second whether the file of the second is none at all
 */
async function openDamaged(pinned: boolean, second = false) {
  const dataDir = createTestFolder();
  let now = NOW;
  const clock = { now: () => now };
  const first = await openTestCollector({ dataDir, clock });
  const projectId = (await first.client.projects.list()).projects[0]!.id;
  for (let day = 0; day < 3; day++, now += DAY) {
    for (const environment of ['dev', 'prod']) {
      const resource = { 'deployment.environment.name': environment };
      await postTraces(first.url, exportRequest([{ startMs: now }], 'test', resource));
    }
    // The guard looks every day, and sees no clock that jumps.
    await first.client.retention.setInstance({ ceilingDays: 2000 + day });
  }
  if (pinned) {
    const { traces } = await first.client.traces.list({ projectId });
    const traceIds = [traces[0]!.traceId];
    await first.client.annotations.pin({ projectId, traceIds, pinned: true });
  }
  await first.close();
  const files = globSync(join(dataDir, 'projects/*/traces/*.db')).toSorted();
  const file = new Database(files[0]!);
  file.exec("UPDATE segment_header SET data = x'00ff00ff' WHERE segment_id = 2");
  file.close();
  if (second) writeFileSync(files[1]!, 'no database'.repeat(1000));
  const { client } = await openTestCollector({ dataDir, clock });
  const days = async () =>
    (await client.retention.get({ projectId })).days.map(({ day, records }) => [day, records]);
  return { client, projectId, days, files };
}

test('a damaged day stays as it is, is named, and keeps no other day from being swept', async () => {
  const { client, projectId, days } = await openDamaged(false);
  const environments = [{ environment: 'dev', days: 1 }];
  await client.retention.set({ projectId, traces: { days: 30 }, environments });
  const { failures } = await client.retention.preview({ projectId });
  expect(failures).toEqual([expect.stringMatching(/^traces of 2026-11-21: .*damaged/)]);
  const { run } = await client.retention.sweep({ projectId });
  expect(run.results).toMatchObject([{ failures }]);
  // It may have been the sweep after the start that removed it.
  const { runs } = await client.retention.get({ projectId });
  expect(runs.flatMap(({ results }) => results.flatMap(({ removals }) => removals))).toMatchObject([
    { day: '2026-11-22', whole: false, records: 1 },
  ]);
  expect(await days()).toEqual([
    ['2026-11-21', 2],
    ['2026-11-22', 1],
    ['2026-11-23', 2],
  ]);
});

test('a deletion and a scan go past days that cannot be read, name them, and are not done while there are any', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { client, projectId, days, files } = await openDamaged(false, true);
  const name = (await client.projects.get({ projectId })).name;
  const key = 'deployment.environment.name';
  const target = { kind: 'attribute', key, value: 'dev' } as const;
  const problems = [
    expect.stringMatching(/^traces of 2026-11-22: .*damaged/),
    expect.stringMatching(/^traces of 2026-11-21: .*damaged/),
  ];
  expect(await client.retention.countDeletion({ projectId, target })).toMatchObject({
    spans: 1,
    failures: problems,
  });
  await expect(client.retention.delete({ projectId, target, confirm: name })).rejects.toMatchObject(
    {
      code: 'unavailable',
      message: expect.stringMatching(/2026-11-22.*2026-11-21.*Not all of it is deleted/),
    },
  );
  expect(await days()).toEqual([
    ['2026-11-21', 2],
    ['2026-11-23', 1],
  ]);
  await client.pastRedaction.scan({ projectId });
  const scan = async () => (await client.pastRedaction.get({ projectId })).scan;
  await expect.poll(async () => (await scan())?.state).toBe('failed');
  expect((await scan())?.failures.map(({ day }) => day)).toEqual(['2026-11-21', '2026-11-22']);
  expect((await scan())?.days).toEqual({ done: 3, total: 3 });
  await client.retention.set({ projectId, traces: { days: 30 } });
  expect((await client.retention.preview({ projectId })).failures).toEqual(problems.slice(0, 1));
  // Once they are moved away the next sweep finishes it, and the log says what went in all.
  files.slice(0, 2).forEach((path) => rmSync(path));
  vi.advanceTimersByTime(15 * 60_000);
  const deleted = async () => (await client.audit.list({ action: 'traces.deleted' })).entries;
  await expect.poll(deleted, { timeout: 20_000 }).toHaveLength(1);
  expect(await deleted()).toMatchObject([{ after: { traces: 1, spans: 1 } }]);
});

const DAMAGES = {
  'no database': (path: string) => writeFileSync(path, 'no database'.repeat(1000)),
  'one of a damaged segment': (path: string) => {
    const file = new Database(path);
    file.exec("UPDATE segment_header SET data = x'00ff00ff'");
    file.close();
  },
};

test.each(Object.entries(DAMAGES))(
  'what a day that is %s holds once it is restored goes with a deletion that waits for it',
  async (_, damage) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const dataDir = createTestFolder();
    let now = NOW;
    const clock = { now: () => now };
    const first = await openTestCollector({ dataDir, clock });
    const value = 'somebody-to-be-forgotten';
    for (let day = 0; day < 2; day++, now += DAY) {
      const of = (user: string) => ({ startMs: now, attributes: { 'user.id': user } });
      await postTraces(first.url, exportRequest([of(value), of('another')]));
    }
    await first.close();
    const [file] = globSync(join(dataDir, 'projects/*/traces/*.db')).toSorted();
    const backup = `${file}.backup`;
    copyFileSync(file!, backup);
    damage(file!);
    const { client } = await openTestCollector({ dataDir, clock });
    const { id: projectId, name: confirm } = (await client.projects.list()).projects[0]!;
    const target = { kind: 'attribute', key: 'user.id', value } as const;
    await expect(client.retention.delete({ projectId, target, confirm })).rejects.toMatchObject({
      code: 'unavailable',
    });
    // Somebody looks meanwhile, at what is there.
    expect(await client.retention.countDeletion({ projectId, target })).toMatchObject({ spans: 0 });
    renameSync(backup, file!);
    vi.advanceTimersByTime(15 * 60_000);
    const deleted = async () => (await client.audit.list({ action: 'traces.deleted' })).entries;
    await expect.poll(deleted).toMatchObject([{ after: { traces: 2, spans: 2 } }]);
    // What was looked for leaves the catalog's log right after the entry came into it.
    await expect.poll(() => storedTexts(dataDir, [value])).toEqual([]);
    expect((await client.traces.list({ projectId })).totals.traces).toBe(2);
  },
);

test('the guard of the disk goes past a damaged day, and tells of it once', async () => {
  const { client, projectId, days } = await openDamaged(true);
  const disk = { warnBelow: HUGE, deleteBelow: HUGE, refuseBelow: 0, deleteOldest: true };
  await client.retention.setInstance({ disk });
  expect(await days()).toEqual([
    ['2026-11-21', 2],
    ['2026-11-23', 1],
  ]);
  await client.retention.setInstance({ ceilingDays: 3000 });
  await client.retention.setInstance({ ceilingDays: 3001 });
  const { runs } = await client.retention.get({ projectId });
  expect(runs.map(({ results }) => results[0]!.failures)).toEqual([
    [expect.stringContaining('damaged')],
  ]);
});

test('a folder that cannot be read keeps no other project from being listed, checked and swept', async () => {
  const { client, projectId, days, files } = await openDamaged(false);
  const { project } = await client.projects.create({ name: 'Other', description: '' });
  const folder = join(dirname(files[0]!), `../../${project.id}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'traces'), 'no folder');
  const { projects } = await client.projects.list();
  expect(projects.map(({ spanCount }) => spanCount).toSorted()).toEqual([0, 6]);
  const { checks } = await client.collector.doctor();
  const problem = expect.stringMatching(/^The folder .*traces cannot be read/);
  expect(checks).toContainEqual({
    name: `${project.id}/traces`,
    state: 'failed',
    message: problem,
  });
  await client.retention.setInstance({ ceilingDays: 1 });
  const { run } = await client.retention.sweepAll({});
  const failures = run.results.map((result) => [result.projectId, result.failures.length]);
  expect(failures).toContainEqual([project.id, 1]);
  expect((await days()).map(([day]) => day)).toEqual(['2026-11-23']);
  const disk = { warnBelow: HUGE, deleteBelow: HUGE, refuseBelow: 0, deleteOldest: true };
  await client.retention.setInstance({ disk });
  expect(await days()).toEqual([]);
  expect((await client.retention.get({ projectId })).runs).toHaveLength(2);
});
