import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { filesHolding, randomText } from './grep-folder.ts';
import { newTraceId } from '../../support/ids.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);

async function open(dataDir = createTestFolder()) {
  let now = NOW;
  const collector = await openTestCollector({ dataDir, clock: { now: () => now } });
  const { projects } = await collector.client.projects.list();
  const { id: projectId, name: confirm } = projects[0]!;
  /** Sends traces of one span each, in one request each. */
  const send = async (...traceIds: string[]): Promise<void> => {
    for (const traceId of traceIds) {
      const spans = [{ traceId, startMs: now, attributes: { text: randomText(2000) } }];
      expect((await postTraces(collector.url, exportRequest(spans))).status).toBe(200);
    }
  };
  const traces = async () =>
    (await collector.client.traces.list({ projectId, filter: {} })).traces
      .map(({ traceId }) => traceId)
      .toSorted();
  const pin = (traceIds: string[], pinned = true) =>
    collector.client.annotations.pin({ projectId, traceIds, pinned });
  return {
    ...collector,
    projectId,
    confirm,
    send,
    traces,
    pin,
    setNow: (ms: number) => (now = ms),
  };
}

test('pinned traces outlive the age of a rule, and the dry run says how many', async () => {
  const { client, projectId, send, traces, pin, setNow } = await open();
  const [pinned, other] = [newTraceId(), newTraceId()];
  await send(pinned, other);
  await pin([pinned]);
  await client.retention.set({ projectId, traces: { days: 7 } });
  setNow(NOW + 30 * DAY);
  expect(await client.retention.preview({ projectId })).toMatchObject({
    removals: [{ reason: 'age', whole: false, records: 1 }],
    pinned: [{ signal: 'traces', day: '2026-11-21', records: 1 }],
  });
  await client.retention.sweep({ projectId });
  expect(await traces()).toEqual([pinned]);
  // Again, it still says so, and removes nothing.
  expect(await client.retention.preview({ projectId })).toMatchObject({
    removals: [],
    pinned: [{ records: 1 }],
  });
  await pin([pinned], false);
  const { removals } = await client.retention.preview({ projectId });
  expect(removals).toMatchObject([{ whole: true, records: 1 }]);
  await client.retention.sweep({ projectId });
  expect(await traces()).toEqual([]);
});

test('days of pinned traces, and the ceiling of the instance above them', async () => {
  const { client, projectId, send, traces, pin, setNow } = await open();
  const ids = [newTraceId(), newTraceId()].toSorted();
  await send(...ids);
  await pin(ids);
  const { rules } = await client.retention.set({ projectId, traces: { days: 7 }, pinnedDays: 60 });
  expect(rules.pinnedDays).toBe(60);
  setNow(NOW + 60 * DAY);
  await client.retention.sweep({ projectId });
  expect(await traces()).toEqual(ids);
  setNow(NOW + 61 * DAY);
  expect(await client.retention.preview({ projectId })).toMatchObject({
    removals: [{ whole: true, reason: 'age' }],
    pinned: [],
  });
  await client.retention.set({ projectId, pinnedDays: null });
  await client.retention.sweep({ projectId });
  expect(await traces()).toEqual(ids);
  await client.retention.setInstance({ ceilingDays: 14 });
  await client.retention.sweep({ projectId });
  expect(await traces()).toEqual([]);
});

test('caps take the oldest that is not pinned, and stop where only pinned traces are left', async () => {
  const { client, projectId, send, traces, pin, setNow } = await open();
  const days: string[][] = [];
  for (const day of [0, 1, 2]) {
    setNow(NOW + day * DAY);
    const ids = [newTraceId(), newTraceId(), newTraceId()];
    await send(...ids);
    days.push(ids);
  }
  const [first, second, third] = days;
  const pinned = [first![0]!, second![2]!];
  await pin(pinned);
  await client.retention.set({ projectId, traces: { records: 5 } });
  const { run } = await client.retention.sweep({ projectId });
  expect(run.results[0]!.removals).toMatchObject([
    { reason: 'count', whole: false, records: 2 },
    { reason: 'count', whole: false },
  ]);
  const left = await traces();
  expect(left).toEqual(expect.arrayContaining([...pinned, ...third!]));
  expect(left.length).toBeLessThanOrEqual(5);
  await client.retention.set({ projectId, traces: { records: 1 } });
  await client.retention.sweep({ projectId });
  expect(await traces()).toEqual(pinned.toSorted());
  expect((await client.retention.preview({ projectId })).removals).toEqual([]);
});

test('what was said of a trace goes with it, by sweep and by hand, from every file', async () => {
  const { client, projectId, confirm, send, traces, setNow, dataDir } = await open();
  const [old, one, two, kept] = [newTraceId(), newTraceId(), newTraceId(), newTraceId()];
  await send(old);
  setNow(NOW + 5 * DAY);
  await send(one, two, kept);
  for (const traceId of [old, one, two, kept]) {
    await client.annotations.addNote({ projectId, traceId, text: `said-of-${traceId}` });
    await client.annotations.tag({
      projectId,
      traceIds: [traceId],
      add: [`tag-${traceId}`.slice(0, 20)],
    });
    const scores = [{ traceId, name: 'quality', value: 1, comment: `why-${traceId}` }];
    await client.annotations.score({ projectId, scores });
  }
  await client.retention.set({ projectId, traces: { days: 2 } });
  await client.retention.sweep({ projectId });
  expect(filesHolding(dataDir, `said-of-${old}`)).toEqual([]);
  const target = { kind: 'traces' as const, traceIds: [one, two] };
  expect(await client.retention.countDeletion({ projectId, target })).toMatchObject({ traces: 2 });
  await client.retention.delete({ projectId, target, confirm });
  expect(await traces()).toEqual([kept]);
  const { traces: annotated } = await client.annotations.find({ projectId });
  expect(annotated.map(({ traceId }) => traceId)).toEqual([kept]);
  for (const gone of [old, one, two]) {
    for (const text of [`said-of-${gone}`, `why-${gone}`, `tag-${gone}`.slice(0, 20)]) {
      expect(filesHolding(dataDir, text)).toEqual([]);
    }
  }
  expect(filesHolding(dataDir, `said-of-${kept}`)).not.toEqual([]);
});

test('a deleted project takes what was said of its traces along', async () => {
  const { client, url, dataDir } = await open();
  const { project, key } = await client.projects.create({ name: 'Short lived' });
  const projectId = project.id;
  const traceId = newTraceId();
  await postTraces(url, exportRequest([{ traceId }]), { 'x-api-key': key.secret });
  await client.annotations.addNote({ projectId, traceId, text: 'note-of-a-deleted-project' });
  await client.projects.delete({ projectId, confirm: 'Short lived' });
  await expect.poll(() => filesHolding(dataDir, 'note-of-a-deleted-project')).toEqual([]);
});
