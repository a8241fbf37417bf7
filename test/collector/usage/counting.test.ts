import { afterEach, expect, it, vi } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { UsageService } from '../../../src/main/collector/usage/usage-service.ts';
import { createTestFolder, createTestLog } from '../../support/open-test-collector.ts';
import { addProject, openTestTrail } from '../audit/open-test-trail.ts';
import { logsRequest, metricsRequest } from '../ingest/requests.ts';
import { openMetered, spans } from './open-metered.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

const MODEL_CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.usage.input_tokens': 1000,
  'gen_ai.usage.output_tokens': 200,
};
/** 1,000 input and 200 output tokens of gpt-4o at 2.50 and 10 dollars a million. */
const ONE_CALL = { inputTokens: 1000, outputTokens: 200, costUsd: 0.0045 };

afterEach(() => {
  vi.useRealTimers();
});

it('counts what was stored of each signal and sender, with bytes, tokens and cost', async () => {
  const { collector, client, projectId, key, send, today } = await openMetered();
  const body = JSON.stringify(exportRequest([{ attributes: MODEL_CALL }, {}]));
  const headers = { 'content-type': 'application/json', 'x-api-key': key.secret };
  const post = (signal: string, request: string) =>
    fetch(`${collector.url}/v1/${signal}`, { method: 'POST', headers, body: request });
  expect((await post('traces', body)).status).toBe(200);
  expect((await post('logs', JSON.stringify(logsRequest()))).status).toBe(200);
  expect((await post('metrics', JSON.stringify(metricsRequest()))).status).toBe(200);
  const usage = await today();
  expect(usage).toMatchObject({
    spans: 2,
    logs: 1,
    metricPoints: 2,
    requests: 3,
    requestsRefused: 0,
    ...ONE_CALL,
  });
  const sent = [body, JSON.stringify(logsRequest()), JSON.stringify(metricsRequest())];
  expect(usage.bytesReceived).toBe(sent.reduce((sum, text) => sum + text.length, 0));
  expect(usage.bytesStored).toBeGreaterThan(0);
  const other = await client.keys.create({ projectId, name: 'batch' });
  await send(spans(5), other.secret);
  const { sources, total } = await client.usage.report({ projectId });
  expect(sources.map(({ kind, keyId, name, spans: count }) => [kind, keyId, name, count])).toEqual([
    ['key', other.id, 'batch', 5],
    ['key', key.id, 'web', 2],
  ]);
  expect(total.spans).toBe(7);
});

it('keyless data and imports are senders of their own', async () => {
  const { collector, client } = await openMetered();
  const projectId = (await client.projects.list()).projects.find(({ isDefault }) => isDefault)!.id;
  await postTraces(collector.url, exportRequest(spans(3)));
  const line = JSON.stringify(exportRequest(spans(4)));
  await client.transfer.importFile({ projectId, file: new Blob([line]) });
  const { sources } = await client.usage.report({ projectId });
  expect(sources.map(({ kind, spans: count }) => [kind, count])).toEqual([
    ['import', 4],
    ['keyless', 3],
  ]);
});

it('what is stored already does not count again, neither its tokens nor its bytes', async () => {
  const { send, today } = await openMetered();
  const call = { traceId: newTraceId(), spanId: newSpanId(), attributes: MODEL_CALL };
  await send([call]);
  const once = await today();
  await send([call]);
  expect(await today()).toMatchObject({
    ...ONE_CALL,
    spans: 1,
    requests: 2,
    bytesStored: once.bytesStored,
  });
  // Beside a new one, and twice in one request.
  await send([call, {}, call]);
  expect(await today()).toMatchObject({ ...ONE_CALL, spans: 2, requests: 3 });
});

it.each([['inner first'], ['outer first']])(
  'a call around a call counts once, %s',
  async (order) => {
    const { send, today } = await openMetered();
    const outer = { traceId: newTraceId(), spanId: newSpanId(), attributes: MODEL_CALL };
    const inner = { ...outer, spanId: newSpanId(), parentSpanId: outer.spanId };
    const both = order === 'inner first' ? [inner, outer] : [outer, inner];
    for (const span of [...both, ...both]) await send([span]);
    expect(await today()).toMatchObject({ ...ONE_CALL, spans: 2 });
  },
);

it('what is refused as wrong counts as nothing', async () => {
  const { collector, key, send, today } = await openMetered();
  const headers = { 'content-type': 'application/json', 'x-api-key': key.secret };
  const answer = await fetch(`${collector.url}/v1/traces`, {
    method: 'POST',
    headers,
    body: '{"resourceSpans": [',
  });
  expect(answer.status).toBe(400);
  await send([{ traceId: '0'.repeat(32) }, {}]);
  expect(await today()).toMatchObject({ spans: 1, requests: 1 });
});

it('a day is a day of UTC, and every day has its own count, after a restart too', async () => {
  const dataDir = createTestFolder();
  const first = await openMetered(dataDir);
  await first.send(spans(2));
  first.pass(2 * 60_000);
  await first.send(spans(3));
  await first.collector.close();
  const { client, projectId, send, pass } = await openMetered(dataDir);
  pass(2 * 60_000);
  await send(spans(4));
  const { days } = await client.usage.report({ projectId, from: '2026-02-28' });
  expect(days.map(({ date, spans: count }) => [date, count])).toEqual([
    ['2026-02-28', 0],
    ['2026-03-01', 2],
    ['2026-03-02', 7],
  ]);
});

it('refuses days that make no sense', async () => {
  const { client, projectId } = await openMetered();
  const report = (from: string, to?: string) =>
    client.usage.report({ projectId, from, ...(to !== undefined && { to }) });
  await expect(report('2026-03-02', '2026-03-01')).rejects.toThrow(/comes after/);
  await expect(report('2024-01-01')).rejects.toThrow(/At most 400 days/);
  await expect(report('2026-02-30')).rejects.toMatchObject({ code: 'invalid' });
  await expect(report('yesterday')).rejects.toMatchObject({ code: 'invalid' });
  const unknown = { projectId: 'prj_000000000000' };
  await expect(client.usage.report(unknown)).rejects.toMatchObject({ code: 'not_found' });
});

it('days of more than 400 days ago are taken away, once the clock was shown for an hour', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const dataDir = createTestFolder();
  const first = await openMetered(dataDir);
  await first.send(spans(1));
  await first.collector.close();
  const later = first.pass(0) + 401 * 86_400_000;
  const second = await openMetered(dataDir, later);
  const { client, projectId } = second;
  const spansThen = async (): Promise<number> => {
    const asked = { projectId, from: '2026-03-01', to: '2026-03-01' };
    return (await client.usage.report(asked)).total.spans;
  };
  expect(await spansThen()).toBe(1);
  vi.advanceTimersByTime(3_600_000);
  expect(await spansThen()).toBe(0);
});

it('a project that is deleted takes its usage along', async () => {
  const { client, projectId, send } = await openMetered();
  await send(spans(2));
  await client.projects.delete({ projectId, confirm: 'Shop' });
  await expect(client.usage.report({ projectId })).rejects.toMatchObject({ code: 'not_found' });
});

it('what is counted is told while the disk takes nothing, once, and written down when it does', async () => {
  const { catalog, trail } = await openTestTrail(createTestFolder());
  await addProject(trail, 'shop');
  const projectId = 'prj_shop';
  const usage = await UsageService.open({
    catalog,
    clock: { now: () => Date.parse('2026-03-01T12:00:00Z') },
    clockWatch: { isHeld: async () => false } as never,
    audit: trail,
    keys: { onReplaced: () => {} } as never,
    store: { stats: async () => [] },
    log: createTestLog(),
  });
  const store = (accepted: number) => {
    const request = usage.meter.begin(projectId, 'keyless', 'traces', 100, false);
    if (!('sender' in request)) throw new Error('refused');
    usage.meter.end(request, { accepted, duplicates: 0, stored: 50 });
  };
  const told = async () => {
    const { total, sources } = await usage.report(projectId);
    return [total.spans, total.requests, sources.map(({ kind, spans: of }) => [kind, of])];
  };
  store(2);
  expect(await told()).toEqual([2, 1, [['keyless', 2]]]);
  store(3);
  catalog.raw.pragma('query_only = ON');
  const both = [5, 2, [['keyless', 5]]];
  expect(await told()).toEqual(both);
  expect(await told()).toEqual(both);
  catalog.raw.pragma('query_only = OFF');
  expect(await told()).toEqual(both);
  expect(usage.meter.unwritten(projectId)).toEqual([]);
});
