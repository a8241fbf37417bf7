import { expect, it } from 'vitest';
import type { Client } from '../../../src/main/headless/connect.ts';
import { exportBytes, importBytes } from '../../support/files.ts';
import { exportRequest } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { readFormats } from '../../support/read-formats.ts';

const [SLOW, FAST] = ['a1', 'b2'].map((digits) => digits.repeat(16)) as [string, string];
const AT = 1_770_000_000_000_000_000n;
const SIGNALS = ['traces', 'logs', 'metrics'] as const;

const log = (text: string, nanos: number, traceId?: string) => ({
  timeUnixNano: String(AT + BigInt(nanos)),
  body: { stringValue: text },
  ...(traceId === undefined ? {} : { traceId }),
});
const logs = (...logRecords: object[]) =>
  JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
const metric = { name: 'm', gauge: { dataPoints: [{ timeUnixNano: String(AT), asInt: '1' }] } };
const HOUR = 3_600_000_000_000;

async function contentOf(
  client: Client,
  projectId: string,
  options: Parameters<typeof exportBytes>[2],
) {
  const file = await exportBytes(client, projectId, { signals: [...SIGNALS], ...options });
  const read = await readFormats(file);
  const texts = read.logs.map(({ body }) => (body as { stringValue: string }).stringValue);
  return [read.spans.map(({ name }) => name).toSorted(), texts.toSorted(), read.metrics.length];
}

it('by a filter holds the logs of the traces that were found and no metrics, by a time range all of it', async () => {
  const { client } = await openTestCollector();
  const projectId = (await client.files.open({ name: 'logs' })).project.id;
  const startMs = Number(AT / 1_000_000n);
  const spans = [
    { traceId: SLOW, name: 'slow', startMs, attributes: { tier: 'gold' } },
    { traceId: FAST, name: 'fast', startMs: startMs + 1 },
  ];
  const lines = [
    JSON.stringify(exportRequest(spans)),
    logs(log('of slow', 1, SLOW), log('of fast', 2, FAST), log('of none', 3)),
    logs(log('late of slow', HOUR, SLOW)),
    JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] }),
  ];
  await importBytes(client, projectId, lines.join('\n'));
  const query = { query: 'tier = gold' };
  const [fromUs, toUs] = [Number(AT / 1000n) - 1, Number(AT / 1000n) + 1_000_000];
  for (const format of ['otlp-jsonl', 'otlp-protobuf', 'bundle'] as const) {
    const found = [['slow'], ['late of slow', 'of slow'], 0];
    expect(await contentOf(client, projectId, { format, filter: query })).toEqual(found);
    expect(
      await contentOf(client, projectId, { format, filter: { ...query, fromUs, toUs } }),
    ).toEqual(found);
    const early = [['fast', 'slow'], ['of fast', 'of none', 'of slow'], 1];
    expect(
      await contentOf(client, projectId, { format, filter: { fromUs, toUs, services: [] } }),
    ).toEqual(early);
    expect((await contentOf(client, projectId, { format }))[1]).toHaveLength(4);
  }
  const chosen = [['slow'], ['late of slow', 'of slow'], 0];
  expect(await contentOf(client, projectId, { traceIds: [SLOW] })).toEqual(chosen);
  const refused = {
    code: 'invalid',
    message: expect.stringContaining('Metrics belong to no trace'),
  };
  for (const options of [{ filter: query }, { traceIds: [SLOW] }]) {
    const metrics = exportBytes(client, projectId, { ...options, signals: ['metrics'] });
    await expect(metrics).rejects.toMatchObject(refused);
  }
});

it('has logs of one moment by what they hold, however they came in', async () => {
  const { client } = await openTestCollector();
  const texts: unknown[] = [];
  for (const order of [
    [0, 1, 2, 3],
    [3, 1, 0, 2],
  ]) {
    const { project } = await client.files.open({ name: 'order' });
    const records = [
      log('b', 0, FAST),
      log('a', 0, FAST),
      log('first', -400, FAST),
      log('c', 7, FAST),
    ];
    // Each in a request of its own, and so in a segment of its own.
    for (const at of order) await importBytes(client, project.id, logs(records[at]!));
    const file = await exportBytes(client, project.id, { traceIds: [FAST], signals: ['logs'] });
    const read = await readFormats(file);
    texts.push(read.logs.map(({ body }) => (body as { stringValue: string }).stringValue));
  }
  expect(texts).toEqual([
    ['first', 'a', 'b', 'c'],
    ['first', 'a', 'b', 'c'],
  ]);
});
