import { globSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { newDeletionId } from '../../../src/shared/deletion-id.ts';
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
  const traceIds: string[] = [];
  for (let day = 0; day < days; day++, now += DAY) {
    const spans = ['person-one', 'person-two'].map((user) => ({
      traceId: newTraceId(),
      startMs: now,
      attributes: { 'user.id': user, text: randomText(2000) },
    }));
    expect((await postTraces(url, exportRequest(spans))).status).toBe(200);
    traceIds.push(...spans.map(({ traceId }) => traceId));
  }
  const remove = (value: string, deletionId?: string) =>
    client.retention.delete({
      projectId,
      target: { kind: 'attribute', key: 'user.id', value },
      confirm,
      deletionId,
    });
  const underWay = async () => (await client.retention.deletions({ projectId })).deletions;
  const spans = async () => (await client.projects.get({ projectId })).spanCount;
  const audited = async (action: string) => (await client.audit.list({ action })).entries;
  return { ...collector, projectId, traceIds, remove, underWay, spans, audited };
}

test('a hold ends the deletion that goes on before its next day, and those that wait for it before their first', async () => {
  const collector = await open(25);
  const { client, dataDir, projectId, traceIds, remove, underWay, spans, audited } = collector;
  await client.annotations.pin({ projectId, traceIds, pinned: true });
  const files = () => globSync(join(dataDir, 'projects/*/traces/*.db')).toSorted();
  const results = Promise.allSettled([remove('person-one'), remove('person-two')]);
  await expect
    .poll(async () => (await audited('traces.deletion_requested')).length, { interval: 1 })
    .toBe(2);
  await expect.poll(async () => (await underWay())[0]!.days.done, { interval: 1 }).not.toBe(0);
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
  // What was said of traces that went before the hold is gone with them.
  const pinned = await client.annotations.find({ projectId, filter: { pinned: true } });
  expect(pinned.total).toBe(50 - counts[1]!);
  // Taking the hold off takes neither of them up again.
  await client.retention.set({ projectId, legalHold: false });
  await client.retention.sweep({ projectId });
  expect(await spans()).toBe(50 - counts[1]!);
});

test('a deletion says how far it is, and one that is cancelled ends between two days', async () => {
  const { client, projectId, traceIds, remove, underWay, spans, audited } = await open(25);
  const [one, two] = [newDeletionId(), newDeletionId()];
  await client.annotations.pin({ projectId, traceIds, pinned: true });
  const first = Promise.allSettled([remove('person-one', one)]);
  await expect.poll(underWay, { interval: 1 }).toMatchObject([{ deletionId: one }]);
  const second = Promise.allSettled([remove('person-two', two)]);
  // Of the first at least a day is done, and the other waits.
  const isOnItsWay = async () => {
    const [running, waiting] = await underWay();
    return running!.days.done > 0 && waiting !== undefined && [running, waiting];
  };
  await expect.poll(isOnItsWay, { interval: 1 }).toMatchObject([
    { deletionId: one, state: 'running', days: { total: 25 }, isCancelling: false },
    { deletionId: two, state: 'waiting', target: 'attribute', removed: { spans: 0 } },
  ]);
  await expect(remove('person-one', one)).rejects.toMatchObject({ code: 'conflict' });
  // One that waits need not wait for its turn.
  const waited = await client.retention.cancelDeletion({ projectId, deletionId: two });
  expect(waited).toMatchObject({ days: { done: 0, total: 0 }, removed: { spans: 0 } });
  const cancelled = await client.retention.cancelDeletion({ projectId, deletionId: one });
  const { done } = cancelled.days;
  expect(done).toBeLessThan(25);
  expect(cancelled).toEqual({
    days: { done, total: 25 },
    removed: { traces: done, spans: done, logs: 0, metrics: 0 },
  });
  const message = expect.stringContaining(`${done} of 25 files`);
  expect(await first).toMatchObject([{ reason: { code: 'conflict', message } }]);
  const nothing = expect.stringContaining('Nothing was deleted.');
  expect(await second).toMatchObject([{ reason: { code: 'conflict', message: nothing } }]);
  expect(await underWay()).toEqual([]);
  expect(await spans()).toBe(50 - done);
  // What was said of traces that went is gone with them.
  const pinned = await client.annotations.find({ projectId, filter: { pinned: true } });
  expect(pinned.total).toBe(50 - done);
  const about = { target: 'attribute', attributeKey: 'user.id', daysTotal: 25 };
  expect(await audited('traces.deletion_cancelled')).toMatchObject([
    { actor: { kind: 'local' }, after: { ...about, daysDone: done, spans: done } },
    { actor: { kind: 'local' }, after: { target: 'attribute', daysDone: 0, spans: 0 } },
  ]);
  // Neither is taken up again.
  await client.retention.sweep({ projectId });
  expect(await spans()).toBe(50 - done);
  const again = client.retention.cancelDeletion({ projectId, deletionId: one });
  await expect(again).rejects.toMatchObject({ code: 'not_found' });
});

test('a deletion that the disk stopped says so, and a later sweep finishes it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { client, dataDir, projectId, remove, underWay, spans, audited } = await open(3);
  const file = globSync(join(dataDir, 'projects/*/traces/*.db')).toSorted()[1]!;
  // Where the day is to be written anew, nothing can be.
  mkdirSync(`${file}.rewrite`);
  await expect(remove('person-one')).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('tried again with every sweep'),
  });
  // The other days are done.
  expect(await spans()).toBe(4);
  const [later] = await underWay();
  expect(later).toMatchObject({ state: 'later', days: { done: 2, total: 3 } });
  expect(later).toMatchObject({ removed: { spans: 2 }, isCancelling: false });
  // One that is cancelled while it waits for the disk is tried no more.
  const given = newDeletionId();
  await expect(remove('person-two', given)).rejects.toMatchObject({ code: 'unavailable' });
  const end = await client.retention.cancelDeletion({ projectId, deletionId: given });
  expect(end).toMatchObject({ days: { done: 2, total: 3 }, removed: { spans: 2 } });
  expect(await underWay()).toEqual([later]);
  rmdirSync(`${file}.rewrite`);
  vi.advanceTimersByTime(15 * 60_000);
  await expect.poll(spans, PATIENCE).toBe(1);
  await expect
    .poll(() => audited('traces.deleted'), PATIENCE)
    .toMatchObject([{ after: { spans: 3 } }]);
  await expect.poll(() => filesHolding(dataDir, 'person-one'), PATIENCE).toEqual([]);
});
