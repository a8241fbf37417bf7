import { globSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { newTraceId } from '../../support/ids.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { filesHolding, randomText } from './grep-folder.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const PATIENCE = { timeout: 20_000 };

afterEach(() => {
  vi.useRealTimers();
});

/** Some days of data of two people, one trace of each a day. */
async function open(days: number) {
  let now = NOW;
  const collector = await openTestCollector({ clock: { now: () => now } });
  const { client, url } = collector;
  const { id: projectId, name: confirm } = (await client.projects.list()).projects[0]!;
  for (let day = 0; day < days; day++, now += DAY) {
    const spans = ['person-one', 'person-two'].map((user) => ({
      traceId: newTraceId(),
      startMs: now,
      attributes: { 'user.id': user, text: randomText(2000) },
    }));
    expect((await postTraces(url, exportRequest(spans))).status).toBe(200);
  }
  const remove = (value: string) =>
    client.retention.delete({
      projectId,
      target: { kind: 'attribute', key: 'user.id', value },
      confirm,
    });
  const spans = async () => (await client.projects.get({ projectId })).spanCount;
  const audited = async (action: string) => (await client.audit.list({ action })).entries;
  return { ...collector, projectId, remove, spans, audited };
}

test('a hold ends the deletion that goes on before its next day, and those that wait for it before their first', async () => {
  const { client, dataDir, projectId, remove, spans, audited } = await open(25);
  const files = () => globSync(join(dataDir, 'projects/*/traces/*.db')).toSorted();
  const results = Promise.allSettled([remove('person-one'), remove('person-two')]);
  await expect
    .poll(async () => (await audited('traces.deletion_requested')).length, { interval: 1 })
    .toBe(2);
  await client.retention.set({ projectId, legalHold: true });
  const atHold = files();
  const [first, second] = await results;
  expect([first, second]).toMatchObject([
    { status: 'rejected', reason: { code: 'conflict' } },
    { status: 'rejected', reason: { code: 'conflict' } },
  ]);
  expect(files()).toEqual(atHold);
  const stopped = await audited('traces.deletion_stopped');
  const counts = stopped.map(({ after }) => (after as { spans: number }).spans);
  // The newest entry comes first: the one that waited.
  expect(counts).toHaveLength(2);
  expect(counts[0]).toBe(0);
  expect(await spans()).toBe(50 - counts[1]!);
  // Taking the hold off takes neither of them up again.
  await client.retention.set({ projectId, legalHold: false });
  await client.retention.sweep({ projectId });
  expect(await spans()).toBe(50 - counts[1]!);
});

test('a deletion that the disk stopped says so, and a later sweep finishes it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { dataDir, remove, spans, audited } = await open(3);
  const file = globSync(join(dataDir, 'projects/*/traces/*.db')).toSorted()[1]!;
  // Where the day is to be written anew, nothing can be.
  mkdirSync(`${file}.rewrite`);
  await expect(remove('person-one')).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('tried again with every sweep'),
  });
  // The other days are done.
  expect(await spans()).toBe(4);
  rmdirSync(`${file}.rewrite`);
  vi.advanceTimersByTime(15 * 60_000);
  await expect.poll(spans, PATIENCE).toBe(3);
  await expect
    .poll(() => audited('traces.deleted'), PATIENCE)
    .toMatchObject([{ after: { spans: 3 } }]);
  await expect.poll(() => filesHolding(dataDir, 'person-one'), PATIENCE).toEqual([]);
});
