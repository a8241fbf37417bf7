import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const PATIENCE = { timeout: 40_000 };
const LONG_MS = 120_000;

/**
 * A collector with many requests of yesterday, small ones unless they bring so many random bytes, and where asked one of
 * the day before.
 */
async function open({ bytes = 0, hasOlder = false } = {}) {
  let now = NOW - 2 * DAY;
  const dataDir = createTestFolder();
  const collector = await openTestCollector({
    dataDir,
    clock: { now: () => now },
    packAfterMs: 0,
    freeBytes: async () => 1e12,
  });
  const { client, url } = collector;
  const projectId = (await client.projects.list()).projects[0]!.id;
  if (hasOlder) await postTraces(url, exportRequest([{ startMs: now }]));
  now = NOW - DAY;
  for (let n = 0; n < 40; n++) {
    const attributes = { text: randomBytes(bytes).toString('base64') };
    const request = exportRequest([{ startMs: now, attributes }]);
    expect((await postTraces(url, request)).status).toBe(200);
  }
  const state = () => client.retention.get({ projectId });
  const before = (await state()).days[0]!;
  now = NOW;
  const doctor = async () =>
    (await client.collector.doctor()).checks.find(({ name }) => name === 'compaction');
  return { ...collector, projectId, before, state, doctor };
}

test(
  'a day that is over is packed as soon as nobody needs the machine, and says so',
  async () => {
    const { before, state, doctor, client, projectId, log } = await open({ bytes: 2000 });
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
  },
  LONG_MS,
);

test(
  'a day that would bring the disk near its warning is not packed, and keeps no smaller one from it',
  async () => {
    const { client, state, doctor } = await open({ bytes: 20_000, hasOlder: true });
    const disk = { warnBelow: 1e12 - 400_000, deleteBelow: 2, refuseBelow: 1 };
    await client.retention.setInstance({ disk });
    // Seldom, as whoever asks is in its way.
    const seldom = { ...PATIENCE, interval: 2500 };
    await expect
      .poll(async () => (await doctor())?.message, seldom)
      .toMatch(/since the start: 1 .*moment: 1$/);
    const { days } = await state();
    expect(days.filter(({ savedBytes }) => savedBytes !== undefined)).toMatchObject([
      { day: '2026-11-19', records: 1 },
    ]);
  },
  LONG_MS,
);

test(
  'packing stops while anything is sent, and goes on afterwards',
  async () => {
    const { client, url, projectId, dataDir, log } = await open({ bytes: 400_000 });
    const folder = join(dataDir, 'projects', projectId, 'traces');
    const names = () => readdirSync(folder).filter((name) => name.endsWith('.packing'));
    const packed = () => log.lines.filter((line) => line.includes('compaction.packed'));
    await expect.poll(names, { ...PATIENCE, interval: 10 }).toHaveLength(1);
    for (const until = performance.now() + 1500; performance.now() < until;) {
      expect((await postTraces(url, exportRequest([{ startMs: NOW }]))).status).toBe(200);
      expect(packed()).toEqual([]);
    }
    expect(names()).toHaveLength(1);
    await expect.poll(packed, PATIENCE).toHaveLength(1);
    expect((await client.projects.get({ projectId })).spanCount).toBeGreaterThan(40);
  },
  LONG_MS,
);
