import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportRequest, postTraces, type SpanSpec } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { filesHolding } from './grep-folder.ts';
import { newTraceId } from '../../support/ids.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);

/** A collector with a clock that the test sets, and its default project. */
async function open(dataDir = createTestFolder()) {
  let now = NOW;
  const collector = await openTestCollector({ dataDir, clock: { now: () => now } });
  const { projects } = await collector.client.projects.list();
  const [project] = projects;
  const send = async (
    spans: readonly SpanSpec[],
    resource: Record<string, string> = {},
  ): Promise<void> => {
    const sent = spans.map((span) => ({ startMs: now, ...span }));
    const answer = await postTraces(collector.url, exportRequest(sent, 'test', resource));
    expect(answer.status).toBe(200);
  };
  const traces = async () => {
    const projectId = project!.id;
    return (await collector.client.traces.list({ projectId, filter: {} })).traces.map(
      ({ traceId }) => traceId,
    );
  };
  return {
    ...collector,
    projectId: project!.id,
    projectName: project!.name,
    send,
    traces,
    setNow: (ms: number) => (now = ms),
  };
}

test('a sweep removes what is older than the rule, and says what; before, the dry run says the same', async () => {
  const { client, projectId, send, traces, dataDir } = await open();
  const fresh = newTraceId();
  await send([
    { startMs: NOW - 40 * DAY, attributes: { secret: 'old-secret-value' } },
    { traceId: fresh, attributes: { secret: 'new-secret-value' } },
  ]);
  await send([{ startMs: NOW - 29 * DAY }]);
  await client.retention.set({ projectId, traces: { days: 30 } });
  const expected = { signal: 'traces', day: '2026-11-21', reason: 'age', whole: false, records: 1 };
  const { removals } = await client.retention.preview({ projectId });
  expect(removals).toMatchObject([expected]);
  expect(await traces()).toHaveLength(3);
  const { run } = await client.retention.sweep({ projectId });
  expect(run).toMatchObject({
    cause: 'request',
    results: [{ removals: [expected], failures: [] }],
  });
  expect(await traces()).toHaveLength(2);
  expect(await traces()).toContain(fresh);
  expect(filesHolding(dataDir, 'old-secret-value')).toEqual([]);
  expect((await client.retention.preview({ projectId })).removals).toEqual([]);
  const state = await client.retention.get({ projectId });
  expect(state).toMatchObject({
    rules: { traces: { days: 30, bytes: null, records: null }, legalHold: false },
    days: [{ signal: 'traces', day: '2026-11-21', records: 2, goesOn: '2026-12-22' }],
    runs: [run],
  });
  const { entries } = await client.audit.list({ action: 'retention.*' });
  expect(entries.map(({ action, after }) => ({ action, after }))).toMatchObject([
    { action: 'retention.swept', after: { cause: 'request', spans: 1, days: 1 } },
    { action: 'retention.changed', after: { traces: { days: 30 } } },
  ]);
});

test('a change of rules is tried before it is made: what would go is what goes then, and nothing else changes', async () => {
  const { client, projectId, send, traces, setNow } = await open();
  await send([{}, { error: true }], { 'deployment.environment.name': 'dev' });
  await send([{}, {}]);
  setNow(NOW + 20 * DAY);
  await client.retention.set({ projectId, traces: { days: 30 }, legalHold: true });
  const change = {
    projectId,
    environments: [{ environment: 'dev', days: 7 }],
    errorDays: 25,
    legalHold: false,
  };
  for (const environment of ['de\u0007v', 'a\nb', '\ud83d']) {
    await expect(
      client.retention.set({ projectId, environments: [{ environment, days: 7 }] }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/environment is one line: take out/),
    });
  }
  // Rules that are not named stay as they are, the hold among them.
  const held = await client.retention.previewRules({ ...change, legalHold: undefined });
  expect(held).toEqual({ removals: [], pinned: [], failures: [] });
  const preview = await client.retention.previewRules(change);
  expect(preview.removals).toMatchObject([{ whole: false, reason: 'age', records: 1 }]);
  expect((await client.retention.get({ projectId })).rules).toMatchObject({
    environments: [],
    errorDays: null,
    legalHold: true,
  });
  expect(await traces()).toHaveLength(4);
  await client.retention.set(change);
  // About so many bytes of a file whose log is emptied when nobody sends.
  const again = await client.retention.preview({ projectId });
  const { bytes } = again.removals[0]!;
  expect(again).toEqual({ ...preview, removals: [{ ...preview.removals[0]!, bytes }] });
  const { run } = await client.retention.sweep({ projectId });
  expect(preview.removals[0]).toHaveProperty('bytesEstimated', true);
  expect(run.results).toMatchObject([{ removals: [{ records: 1 }] }]);
  expect(run.results[0]!.removals[0]).not.toHaveProperty('bytesEstimated');
  expect(await traces()).toHaveLength(3);
});

test('days that went by go as whole files, and the size told is that of the files', async () => {
  const { client, projectId, send, setNow, traces } = await open();
  for (const day of [0, 1, 2, 3]) {
    setNow(NOW + day * DAY);
    await send([{}, {}]);
  }
  setNow(NOW + 33 * DAY);
  await client.retention.set({ projectId, traces: { days: 30 } });
  const before = await client.retention.get({ projectId });
  const { run } = await client.retention.sweep({ projectId });
  expect(run.results[0]!.removals).toMatchObject([
    { day: '2026-11-21', whole: true, records: 2, bytes: before.days[0]!.bytes },
    { day: '2026-11-22', whole: true, records: 2, bytes: before.days[1]!.bytes },
    { day: '2026-11-23', whole: true, records: 2, bytes: before.days[2]!.bytes },
  ]);
  expect(await traces()).toHaveLength(2);
  const [stats] = (await client.projects.list()).projects;
  const after = await client.retention.get({ projectId });
  expect(stats!.bytes).toBe(after.days.reduce((sum, { bytes }) => sum + bytes, 0));
});

test('other days for an environment, failed traces longer, and the ceiling above both', async () => {
  const { client, projectId, send, setNow, traces } = await open();
  const [dev, failed, other] = [newTraceId(), newTraceId(), newTraceId()];
  await send([{ traceId: dev }], { 'deployment.environment.name': 'dev' });
  await send([{ traceId: failed, error: true }], { 'deployment.environment.name': 'dev' });
  await send([{ traceId: other }]);
  await client.retention.set({
    projectId,
    traces: { days: 30 },
    environments: [{ environment: 'dev', days: 7 }],
    errorDays: 20,
  });
  setNow(NOW + 8 * DAY);
  await client.retention.sweep({ projectId });
  expect((await traces()).toSorted()).toEqual([failed, other].toSorted());
  setNow(NOW + 21 * DAY);
  await client.retention.sweep({ projectId });
  expect(await traces()).toEqual([other]);
  await client.retention.setInstance({ ceilingDays: 14 });
  const { run } = await client.retention.sweepAll({});
  expect(run.results).toMatchObject([{ removals: [{ reason: 'ceiling', whole: true }] }]);
  expect(await traces()).toEqual([]);
});

test('a legal hold stops sweeps, deletions and the deletion of the project', async () => {
  const { client, send, setNow, url, projectId: home } = await open();
  const { project, key } = await client.projects.create({ name: 'Held' });
  const projectId = project.id;
  const headers = { 'x-api-key': key.secret };
  await postTraces(url, exportRequest([{ startMs: NOW }]), headers);
  await send([{}]);
  await client.retention.set({ projectId, traces: { days: 1 }, legalHold: true });
  setNow(NOW + 10 * DAY);
  expect((await client.retention.sweep({ projectId })).run.results[0]!.removals).toEqual([]);
  await client.retention.setInstance({ ceilingDays: 1 });
  const { run } = await client.retention.sweepAll({ dryRun: true });
  expect(run.results.map((result) => result.projectId)).toEqual([home]);
  const target = { kind: 'filter', filter: {} } as const;
  await expect(
    client.retention.delete({ projectId, target, confirm: 'Held' }),
  ).rejects.toMatchObject({ code: 'conflict' });
  await expect(client.projects.delete({ projectId, confirm: 'Held' })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await client.projects.get({ projectId })).spanCount).toBe(1);
});

test('a cap in bytes gives disk back, the oldest first', async () => {
  const { client, projectId, send, setNow } = await open();
  for (const day of [0, 1, 2]) {
    setNow(NOW + day * DAY);
    await send(
      Array.from({ length: 20 }, () => ({ attributes: { text: newTraceId().repeat(50) } })),
    );
  }
  const { days } = await client.retention.get({ projectId });
  const cap = days[1]!.bytes + days[2]!.bytes;
  await client.retention.set({ projectId, traces: { bytes: cap } });
  await client.retention.sweep({ projectId });
  const after = await client.retention.get({ projectId });
  expect(after.days.map(({ day }) => day)).toEqual(['2026-11-22', '2026-11-23']);
  expect(after.days.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(cap);
});

test('a cap takes the oldest of what was sent together, and the dry run says how much that is', async () => {
  const { client, projectId, send } = await open();
  const minutesAgo = Array.from({ length: 100 }, (_, i) => ({ startMs: NOW - i * 60_000 }));
  await send(minutesAgo);
  await client.retention.set({ projectId, traces: { records: 60 } });
  const { removals } = await client.retention.preview({ projectId });
  // A twentieth more than has to, so that the next sweep has nothing to do again.
  const expected = { signal: 'traces', reason: 'count', whole: false, records: 45 };
  expect(removals).toMatchObject([expected]);
  const { run } = await client.retention.sweep({ projectId });
  expect(run.results).toMatchObject([{ removals: [expected] }]);
  const { traces } = await client.traces.list({ projectId, limit: 100 });
  const oldest = Math.min(...traces.map(({ startUs }) => startUs / 1000));
  expect([traces.length, oldest]).toEqual([55, NOW - 54 * 60_000]);
});

test('a cap in bytes counts data, and no log of SQLite that many small requests make of it', async () => {
  const { client, projectId, send, dataDir } = await open();
  await client.retention.set({ projectId, traces: { bytes: 1_000_000 } });
  const file = `projects/${projectId}/traces/2026-11-21.db`;
  const size = (name: string) =>
    statSync(join(dataDir, name), { throwIfNoEntry: false })?.size ?? 0;
  // Each request takes some pages of the log, and all of them together some of the file.
  while (size(`${file}-wal`) < 1_000_000) await send([{}]);
  const { spanCount } = await client.projects.get({ projectId });
  expect((await client.retention.preview({ projectId })).removals).toEqual([]);
  await client.retention.sweep({ projectId });
  expect(await client.projects.get({ projectId })).toMatchObject({ spanCount });
  const { days } = await client.retention.get({ projectId });
  expect(days.map(({ bytes }) => bytes)).toEqual([size(file)]);
});

test('records without a time are as old as their arrival, beside older ones that came with them', async () => {
  const { client, projectId, url, send } = await open();
  const sendLogs = async (...times: (number | undefined)[]) => {
    const logRecords = times.map((ms) => ({
      body: { stringValue: 'text' },
      ...(ms !== undefined && { timeUnixNano: `${ms}000000` }),
    }));
    const answer = await fetch(`${url}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
    });
    expect(answer.status).toBe(200);
  };
  await client.retention.set({ projectId, logs: { days: 30 } });
  const old = { signal: 'logs', reason: 'age', whole: false, records: 1 };
  await sendLogs(NOW - 40 * DAY, undefined);
  expect((await client.retention.preview({ projectId })).removals).toMatchObject([old]);
  await sendLogs(undefined);
  expect((await client.retention.preview({ projectId })).removals).toMatchObject([old]);
  await client.retention.set({ projectId, traces: { days: 30 } });
  await send([{ startMs: 0, durationMs: 0 }, { startMs: NOW - 40 * DAY }]);
  const { run } = await client.retention.sweep({ projectId });
  expect(run.results).toMatchObject([{ removals: [{ ...old, signal: 'traces' }, old] }]);
});

test('wrong rules are refused and change nothing', async () => {
  const { client, projectId } = await open();
  const wrong = [
    { traces: { days: 0 } },
    { traces: { days: 1.5 } },
    { logs: { bytes: -1 } },
    { environments: [{ environment: '', days: 1 }] },
    {
      environments: [
        { environment: 'a', days: 1 },
        { environment: 'a', days: 2 },
      ],
    },
    { environments: [{ environment: 'x'.repeat(10_000), days: 1 }] },
    { errorDays: 1e9 },
  ];
  for (const change of wrong) {
    await expect(client.retention.set({ projectId, ...change })).rejects.toMatchObject({
      code: 'invalid',
    });
  }
  const unicode = [{ environment: 'prüfung-環境-🧪', days: 3 }];
  const { rules } = await client.retention.set({ projectId, environments: unicode });
  expect(rules.environments).toEqual(unicode);
  expect((await client.retention.get({ projectId })).rules.traces.days).toBeNull();
});
