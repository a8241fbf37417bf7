import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

const DAY = 86_400_000;
const PATIENCE = { timeout: 20_000 };
const LONG_MS = 90_000;
const NOW = Date.UTC(2026, 10, 21, 12);

/** A folder with a span of this moment, kept for a day. */
async function filledFolder(): Promise<string> {
  const dataDir = createTestFolder();
  const { client, url, close } = await openTestCollector({ dataDir, clock: { now: () => NOW } });
  const projectId = (await client.projects.list()).projects[0]!.id;
  expect((await postTraces(url, exportRequest([{ startMs: NOW }]))).status).toBe(200);
  await client.retention.set({ projectId, traces: { days: 1 } });
  await close();
  return dataDir;
}

async function openAt(dataDir: string, ms: number) {
  const { client } = await openTestCollector({ dataDir, clock: { now: () => ms } });
  const projectId = (await client.projects.list()).projects[0]!.id;
  return {
    client,
    projectId,
    spans: async () => (await client.projects.get({ projectId })).spanCount,
    state: () => client.retention.get({ projectId }),
  };
}

test(
  'a start with a clock far ahead removes nothing by itself, and does when somebody asks',
  async () => {
    const dataDir = await filledFolder();
    const { client, projectId, spans, state } = await openAt(dataDir, NOW + 30 * DAY);
    await expect.poll(async () => (await state()).heldUntil, PATIENCE).not.toBeNull();
    expect(await spans()).toBe(1);
    expect((await state()).runs).toEqual([]);
    await client.retention.sweep({ projectId });
    expect(await spans()).toBe(0);
  },
  LONG_MS,
);

test('the guard of the disk removes nothing by a clock that went far ahead', async () => {
  let now = NOW;
  const { client, url } = await openTestCollector({ clock: { now: () => now } });
  const projectId = (await client.projects.list()).projects[0]!.id;
  await postTraces(url, exportRequest([{ startMs: NOW }]));
  now = NOW + 365 * DAY;
  const disk = { warnBelow: 1e15, deleteBelow: 1e15, refuseBelow: 0, deleteOldest: true };
  await client.retention.setInstance({ disk });
  const { days, heldUntil, runs } = await client.retention.get({ projectId });
  expect({ days: days.length, runs }).toEqual({ days: 1, runs: [] });
  expect(heldUntil).not.toBeNull();
});

test(
  'a start a day and a half later sweeps as ever',
  async () => {
    const dataDir = await filledFolder();
    const { spans, state } = await openAt(dataDir, NOW + 1.9 * DAY);
    await expect.poll(spans, PATIENCE).toBe(0);
    expect((await state()).heldUntil).toBeNull();
  },
  LONG_MS,
);

test(
  'a clock that went back removes nothing, also on request',
  async () => {
    const dataDir = await filledFolder();
    const { client, projectId, spans } = await openAt(dataDir, NOW - 400 * DAY);
    const { run } = await client.retention.sweep({ projectId });
    expect(run.results.flatMap(({ removals }) => removals)).toEqual([]);
    expect(await spans()).toBe(1);
  },
  LONG_MS,
);
