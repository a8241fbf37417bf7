import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const PATIENCE = { timeout: 20_000 };

/** A collector with many small requests of yesterday. */
async function open() {
  let now = NOW - DAY;
  const dataDir = createTestFolder();
  const collector = await openTestCollector({
    dataDir,
    clock: { now: () => now },
    packAfterMs: 0,
    freeBytes: async () => 1e12,
  });
  const { client, url } = collector;
  const projectId = (await client.projects.list()).projects[0]!.id;
  for (let n = 0; n < 40; n++) {
    expect((await postTraces(url, exportRequest([{ startMs: now }]))).status).toBe(200);
  }
  const state = () => client.retention.get({ projectId });
  const before = (await state()).days[0]!;
  now = NOW;
  const doctor = async () =>
    (await client.collector.doctor()).checks.find(({ name }) => name === 'compaction');
  return { ...collector, projectId, before, state, doctor };
}

test('a day that is over is packed as soon as nobody needs the machine, and says so', async () => {
  const { before, state, doctor, client, projectId, log } = await open();
  await expect.poll(async () => (await state()).compaction?.days, PATIENCE).toBe(1);
  const { days, compaction } = await state();
  expect(days).toMatchObject([
    { day: '2026-11-20', records: 40, savedBytes: compaction!.savedBytes },
  ]);
  expect(compaction!.savedBytes).toBeGreaterThan(0);
  expect(days[0]!.bytes).toBeLessThan(before.bytes);
  await expect
    .poll(async () => (await doctor())?.message, PATIENCE)
    .toContain('since the start: 1 ');
  expect(await doctor()).toMatchObject({ state: 'ok' });
  expect(log.lines.some((line) => line.includes('compaction.packed'))).toBe(true);
  const { traces } = await client.traces.list({ projectId });
  expect(traces).toHaveLength(40);
  const [stats] = (await client.projects.list()).projects;
  expect(stats!.bytes).toBe(days[0]!.bytes);
});

test('nothing is packed where the disk is near its warning', async () => {
  const { client, state, doctor } = await open();
  const disk = { warnBelow: 1e12, deleteBelow: 2, refuseBelow: 1 };
  await client.retention.setInstance({ disk });
  // Seldom, as whoever asks is in its way.
  const seldom = { ...PATIENCE, interval: 2500 };
  await expect.poll(async () => (await doctor())?.message, seldom).toContain('moment: 1.');
  expect((await state()).compaction).toEqual({ days: 0, savedBytes: 0 });
});
