import { afterEach, expect, test, vi } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

const DAY = 86_400_000;
const PATIENCE = { timeout: 20_000 };
const LONG_MS = 90_000;
const NOW = Date.UTC(2026, 10, 21, 12);

afterEach(() => {
  vi.useRealTimers();
});

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
  const { client, close } = await openTestCollector({ dataDir, clock: { now: () => ms } });
  const projectId = (await client.projects.list()).projects[0]!.id;
  return {
    client,
    projectId,
    close,
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

test(
  'a restart does not end the hour that a clock far ahead is waited for',
  async () => {
    const dataDir = await filledFolder();
    const ahead = NOW + 30 * DAY;
    for (let start = 0; start < 2; start++) {
      const collector = await openTestCollector({ dataDir, clock: { now: () => ahead } });
      const projectId = (await collector.client.projects.list()).projects[0]!.id;
      const state = () => collector.client.retention.get({ projectId });
      await expect.poll(async () => (await state()).heldUntil, PATIENCE).not.toBeNull();
      // What arrives now bears the same wrong date.
      await postTraces(collector.url, exportRequest([{ startMs: ahead }]));
      expect((await collector.client.projects.get({ projectId })).spanCount).toBe(2 + start);
      await collector.close();
    }
  },
  LONG_MS,
);

test(
  'what was stored by a clock far ahead does not make the next one that goes ahead look right',
  async () => {
    const dataDir = await filledFolder();
    const wrong = await openTestCollector({ dataDir, clock: { now: () => NOW + 1000 * DAY } });
    await postTraces(wrong.url, exportRequest([{ startMs: NOW }]));
    await wrong.close();
    const right = await openAt(dataDir, NOW + DAY / 2);
    await expect.poll(async () => (await right.state()).nextSweepAt, PATIENCE).not.toBeNull();
    expect(await right.spans()).toBe(2);
    await right.close();
    const ahead = await openAt(dataDir, NOW + 40 * DAY);
    await expect.poll(async () => (await ahead.state()).heldUntil, PATIENCE).not.toBeNull();
    expect(await ahead.spans()).toBe(2);
  },
  LONG_MS,
);

test(
  'sweeps go on beside a clock that jumps: what has to stay stays, and what has to go goes when it is right',
  async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let now = NOW;
    const { client, url } = await openTestCollector({ clock: { now: () => now } });
    const projectId = (await client.projects.list()).projects[0]!.id;
    const spans = async () => (await client.projects.get({ projectId })).spanCount;
    const state = () => client.retention.get({ projectId });
    await client.retention.set({ projectId, traces: { days: 2 } });
    let looks = 0;
    /** The clock shows another time, the guard of the disk looks at it, and a regular sweep comes. */
    const show = async (ms: number) => {
      now = ms;
      await client.retention.setInstance({ ceilingDays: 1000 + looks++ });
      vi.advanceTimersByTime(15 * 60_000);
    };
    await postTraces(url, exportRequest([{ startMs: NOW - 2 * DAY }, { startMs: NOW }]));
    for (let turn = 0; turn < 3; turn++) {
      await show(NOW - 400 * DAY);
      const { nextSweepAt, heldUntil } = await state();
      expect(heldUntil).toBeNull();
      expect(Date.parse(nextSweepAt!) - now).toBeLessThanOrEqual(15 * 60_000);
      await show(NOW + 90 * DAY);
      expect((await state()).heldUntil).not.toBeNull();
      await show(NOW);
      expect((await state()).heldUntil).toBeNull();
      expect(await spans()).toBe(2);
    }
    await show(NOW + DAY);
    await expect.poll(spans, PATIENCE).toBe(1);
    await show(NOW - 9 * DAY);
    await show(NOW + 3 * DAY);
    await expect.poll(spans, PATIENCE).toBe(0);
    // A sweep is written down once all of it is done.
    await expect.poll(async () => (await state()).runs.length, PATIENCE).toBeGreaterThanOrEqual(2);
  },
  LONG_MS,
);

test(
  'what came while the clock was behind is as old as it says itself, once the clock is right; what lies ahead then too as old as its arrival',
  async () => {
    const dataDir = createTestFolder();
    const arrivals = [
      // It was right before, and is set back while this runs.
      [NOW, NOW - 100 * DAY],
      // A start with a clock that has no battery.
      [Date.UTC(2020, 0, 1)],
    ];
    for (const times of arrivals) {
      let now = times[0]!;
      const { url, close } = await openTestCollector({ dataDir, clock: { now: () => now } });
      for (now of times) {
        const spans = [{ startMs: NOW - DAY }, { startMs: NOW + 400 * DAY }];
        expect((await postTraces(url, exportRequest(spans))).status).toBe(200);
      }
      await close();
    }
    const { client, projectId, spans, close } = await openAt(dataDir, NOW);
    await client.retention.set({ projectId, traces: { days: 30 } });
    const { removals } = await client.retention.preview({ projectId });
    expect(removals.map(({ records }) => records)).toEqual([1, 1]);
    await client.retention.sweep({ projectId });
    expect(await spans()).toBe(4);
    expect((await client.retention.preview({ projectId })).removals).toEqual([]);
    await close();
    const later = await openAt(dataDir, NOW + 40 * DAY);
    await later.client.retention.sweep({ projectId });
    expect(await later.spans()).toBe(0);
  },
  LONG_MS,
);

test('one request while the clock is behind has nothing go that came without a time before it or after', async () => {
  let now = NOW;
  const { client, url } = await openTestCollector({ clock: { now: () => now } });
  const projectId = (await client.projects.list()).projects[0]!.id;
  const body = JSON.stringify({
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'text' } }] }] }],
  });
  const headers = { 'content-type': 'application/json' };
  for (now of [NOW, NOW - 100 * DAY, NOW]) {
    expect((await fetch(`${url}/v1/logs`, { method: 'POST', headers, body })).status).toBe(200);
    if (now !== NOW) {
      await client.retention.set({ projectId, logs: { days: 30 } });
      now = NOW;
      const { removals } = await client.retention.preview({ projectId });
      expect(removals).toMatchObject([{ whole: false, records: 1 }]);
    }
  }
  const { run } = await client.retention.sweep({ projectId });
  expect(run.results).toMatchObject([{ removals: [{ whole: false, records: 1 }] }]);
  const { days } = await client.retention.get({ projectId });
  expect(days).toMatchObject([{ signal: 'logs', records: 2, goesOn: '2026-12-22' }]);
});
