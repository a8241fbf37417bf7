import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { newTraceId } from '../../support/ids.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { preparedFolder } from '../../support/prepared-folder.ts';
import { runAndKill } from '../../support/run-and-kill.ts';
import { randomText } from './grep-folder.ts';

const CHILD = fileURLToPath(new URL('./keeping-child.ts', import.meta.url));
const PATIENCE = { timeout: 120_000 };
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const DAYS = 6;
const A_DAY = 40;
/** Ends the child this long after it began, ms; the last one after it said it was done. */
const MOMENTS = [30, 200, Infinity];

/** A folder with some days of traces, one of each day pinned, and every second one of somebody. */
const filledFolder = preparedFolder(async (dataDir) => {
  let now = NOW;
  const { client, url, close } = await openTestCollector({ dataDir, clock: { now: () => now } });
  const { id: projectId, name } = (await client.projects.list()).projects[0]!;
  const days: string[][] = [];
  for (let day = 0; day < DAYS; day++) {
    now = NOW + day * DAY;
    const spans = Array.from({ length: A_DAY }, (_, i) => ({
      traceId: newTraceId(),
      startMs: now,
      attributes: { 'user.id': i % 2 === 0 ? 'somebody' : 'another', text: randomText(3000) },
    }));
    expect((await postTraces(url, exportRequest(spans))).status).toBe(200);
    days.push(spans.map(({ traceId }) => traceId));
    await client.annotations.pin({ projectId, traceIds: [days[day]![0]!], pinned: true });
    // The guard looks every day, and sees no clock that jumps.
    await client.retention.setInstance({ ceilingDays: 2000 + day });
  }
  await close();
  return { projectId, name, now, days };
});

async function killed(what: 'hold' | 'guard', afterMs: number) {
  const folder = await filledFolder();
  const { dataDir, projectId, name, now } = folder;
  await runAndKill(CHILD, [what, dataDir, projectId, name, String(now)], (soFar, end) => {
    if (soFar.includes('done')) end();
    else if (Number.isFinite(afterMs) && soFar.includes('at work')) setTimeout(end, afterMs);
  });
  const { client } = await openTestCollector({ dataDir, clock: { now: () => now } });
  const stored = async () => {
    const { traces } = await client.traces.list({ projectId, limit: 1000 });
    return new Set(traces.map(({ traceId }) => traceId));
  };
  const { checks } = await client.collector.doctor();
  expect(checks.filter(({ state, name: check }) => state === 'failed' && check !== 'disk')).toEqual(
    [],
  );
  return { ...folder, client, stored };
}

it.each(MOMENTS)(
  'killed %s ms into a deletion that a hold is to end: with the hold nothing more goes, without it all of it',
  async (afterMs) => {
    const { client, projectId, dataDir, days, stored } = await killed('hold', afterMs);
    const before = await stored();
    const waiting = () => {
      const catalog = new Database(join(dataDir, 'catalog.db'), { readonly: true });
      const count = catalog.prepare('SELECT count(*) FROM deletion').pluck().get();
      catalog.close();
      return count;
    };
    await expect.poll(waiting, PATIENCE).toBe(0);
    const after = await stored();
    const isHeld = (await client.retention.get({ projectId })).rules.legalHold;
    const entries = (await client.audit.list({ action: 'traces.delet*' })).entries;
    const actions = entries.map(({ action }) => action.split('.')[1]);
    const others = days.flat().filter((_, i) => i % 2 === 1);
    expect(others.filter((traceId) => !after.has(traceId))).toEqual([]);
    if (!actions.includes('deletion_requested')) expect(after.size).toBe(days.flat().length);
    else if (!isHeld) expect(after.size).toBe(others.length);
    else {
      // It ended with the hold, or was done just before.
      expect(after).toEqual(before);
      expect(actions).toHaveLength(2);
      const isDone = after.size === others.length;
      expect(actions[0]).toMatch(isDone ? /deleted|deletion_stopped/ : /deletion_stopped/);
    }
  },
);

it.each(MOMENTS)(
  'killed %s ms into making room: pinned traces and those of today are there, and no day is half gone',
  async (afterMs) => {
    const { client, projectId, days, stored } = await killed('guard', afterMs);
    const left = await stored();
    for (const [day, traceIds] of days.entries()) {
      const [pinned, ...rest] = traceIds;
      expect(left.has(pinned!)).toBe(true);
      const there = rest.filter((traceId) => left.has(traceId)).length;
      expect([0, rest.length]).toContain(there);
      if (day === DAYS - 1) expect(there).toBe(rest.length);
    }
    // What had not gone yet goes with the next look that finds too little room.
    const disk = { warnBelow: 9e14, deleteBelow: 9e14, refuseBelow: 0, deleteOldest: true };
    await client.retention.setInstance({ disk });
    expect((await stored()).size).toBe(DAYS - 1 + A_DAY);
    const { runs } = await client.retention.get({ projectId });
    expect(runs.flatMap(({ results }) => results.flatMap(({ failures }) => failures))).toEqual([]);
  },
);
