import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);
/** More than any disk of a test has. */
const HUGE = 9e14;

test('refuses with 503 below the last threshold, says when to try again, and takes data again', async () => {
  const { client, url } = await openTestCollector();
  const disk = { warnBelow: HUGE, deleteBelow: HUGE, refuseBelow: HUGE };
  await expect(client.retention.setInstance({ disk: { refuseBelow: HUGE } })).rejects.toThrow(
    'below the warning first (2 GB), then below that of deletion (1 GB), then below that of refusal (900 TB). Set them together.',
  );
  await client.retention.setInstance({ disk });
  const refused = await postTraces(url, exportRequest([{}]));
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.text()).toContain('disk');
  const { checks } = await client.collector.doctor();
  expect(checks.find(({ name }) => name === 'disk')).toMatchObject({ state: 'failed' });
  expect(await client.collector.status()).toMatchObject({ disk: 'full' });
  await client.retention.setInstance({ disk: { refuseBelow: 0 } });
  expect((await postTraces(url, exportRequest([{}]))).status).toBe(200);
  const warned = await client.collector.doctor();
  expect(warned.checks.find(({ name }) => name === 'disk')).toMatchObject({ state: 'warning' });
  expect(await client.collector.status()).toMatchObject({ disk: 'low' });
});

test('removes the oldest days first where that is allowed, but never those of today or on hold', async () => {
  let now = NOW;
  const { client, url } = await openTestCollector({ clock: { now: () => now } });
  const { project, key } = await client.projects.create({ name: 'Held' });
  const { projects } = await client.projects.list();
  const projectId = projects.find(({ id }) => id !== project.id)!.id;
  for (const day of [0, 1, 2]) {
    now = NOW + day * DAY;
    await postTraces(url, exportRequest([{ startMs: now }]));
    await postTraces(url, exportRequest([{ startMs: now }]), { 'x-api-key': key.secret });
  }
  await client.retention.set({ projectId: project.id, legalHold: true });
  const disk = { warnBelow: HUGE, deleteBelow: HUGE, refuseBelow: 0 };
  await client.retention.setInstance({ disk });
  const days = async (id: string) =>
    (await client.retention.get({ projectId: id })).days.map(({ day }) => day);
  expect(await days(projectId)).toHaveLength(3);
  await client.retention.setInstance({ disk: { deleteOldest: true } });
  expect(await days(projectId)).toEqual(['2026-11-23']);
  expect(await days(project.id)).toHaveLength(3);
  const { runs } = await client.retention.get({ projectId });
  expect(runs).toMatchObject([
    {
      cause: 'disk',
      results: [{ removals: [{ day: '2026-11-21', reason: 'disk' }, { day: '2026-11-22' }] }],
    },
  ]);
});

test('thresholds that cross are refused', async () => {
  const { client } = await openTestCollector();
  const crossed = { warnBelow: 10, deleteBelow: 20, refuseBelow: 5 };
  await expect(client.retention.setInstance({ disk: crossed })).rejects.toMatchObject({
    code: 'invalid',
  });
});
