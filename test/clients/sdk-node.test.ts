import { expect, it } from 'vitest';
import { exportText } from '../support/files.ts';
import { openTestCollector, type TestCollector } from '../support/open-test-collector.ts';
import { runProgram } from './support/run-program.ts';
import { attribute, defaultProject, listTraces, onlyTrace } from './support/seen-trace.ts';

const SERVICE = {
  OTEL_SERVICE_NAME: 'shop',
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging,service.version=4.5.6',
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'otlp',
};

async function exportedMetrics(collector: TestCollector, projectId: string): Promise<string> {
  return exportText(collector.client, projectId, { signals: ['metrics'] });
}

/** What must be there after one run of the program, however it was sent. */
async function expectOrder(collector: TestCollector, projectId: string): Promise<void> {
  const order = await onlyTrace(collector, projectId);
  expect(order.summary).toMatchObject({
    name: 'POST /orders',
    hasRoot: true,
    service: 'shop',
    environment: 'staging',
    release: '4.5.6',
    spanCount: 2,
    errorCount: 1,
    status: 'error',
    model: '',
    costUsd: null,
  });
  expect(order.parentOf('charge card')).toBe('POST /orders');
  const root = order.span('POST /orders');
  expect(root).toMatchObject({ kind: 2, scope: { name: 'shop', version: '1.2.3' }, llm: null });
  expect(attribute(root, 'order.sum')).toBe(12.5);
  expect(attribute(root, 'order.items')).toEqual([
    { type: 'string', value: 'tea' },
    { type: 'string', value: 'cup' },
  ]);
  expect(root.links).toMatchObject([
    { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' },
  ]);
  const charge = order.span('charge card');
  expect(charge.status).toEqual({ code: 2, message: 'card declined' });
  expect(charge.events.map(({ name }) => name)).toEqual(['attempt', 'exception']);
  const exception = charge.events[1]!;
  expect(attribute(exception, 'exception.type')).toBe('TypeError');
  expect(attribute(exception, 'exception.stacktrace')).toMatch(/TypeError: card declined\n +at /);

  const { traceId } = order.summary;
  const beside = await collector.client.traces.logs({ projectId, traceId, spanId: charge.spanId });
  expect(await beside.text()).toContain('"body":{"stringValue":"card declined"}');
  const all = await collector.client.traces.logs({ projectId, traceId });
  expect((await all.text()).match(/"stringValue":"(order taken|card declined)"/g)).toHaveLength(2);

  const metrics = await exportedMetrics(collector, projectId);
  expect(metrics.match(/"name":"orders"/g)).toHaveLength(1);
}

/** Makes a key of a project and says how to send it, as a value of OTEL_EXPORTER_OTLP_HEADERS. */
type Credentials = (collector: TestCollector, projectId: string) => Promise<string>;

const basic = (user: string, password: string): string =>
  `authorization=Basic ${encodeURIComponent(Buffer.from(`${user}:${password}`).toString('base64'))}`;

const CREDENTIALS: Readonly<Record<string, Credentials>> = {
  'a bearer token': async ({ client }, projectId) =>
    `authorization=Bearer ${(await client.keys.create({ projectId })).secret}`,
  'x-api-key': async ({ client }, projectId) =>
    `x-api-key=${(await client.keys.create({ projectId })).secret}`,
  'Basic with api-key': async ({ client }, projectId) =>
    basic('api-key', (await client.keys.create({ projectId })).secret),
  'Basic with a pair': async ({ client }, projectId) => {
    const pair = await client.keys.create({ projectId, kind: 'pair' });
    return basic(pair.publicKey!, pair.secret);
  },
  'a pair in two headers': async ({ client }, projectId) => {
    const pair = await client.keys.create({ projectId, kind: 'pair' });
    return `x-public-key=${pair.publicKey},x-secret-key=${pair.secret}`;
  },
};

it.each([
  ['http/protobuf', 'none', 'a bearer token'],
  ['http/protobuf', 'gzip', 'x-api-key'],
  ['http/json', 'none', 'Basic with api-key'],
  ['http/json', 'gzip', 'Basic with a pair'],
  ['grpc', 'none', 'a pair in two headers'],
  ['grpc', 'gzip', 'a bearer token'],
])(
  'environment variables alone, over %s, compression %s, key as %s',
  async (protocol, compression, credentials) => {
    const collector = await openTestCollector();
    const { project } = await collector.client.projects.create({ name: 'Shop' });
    await runProgram('sdk-node/program.mjs', {
      ...SERVICE,
      OTEL_EXPORTER_OTLP_ENDPOINT: protocol === 'grpc' ? collector.grpcUrl : collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_COMPRESSION: compression,
      OTEL_EXPORTER_OTLP_HEADERS: await CREDENTIALS[credentials]!(collector, project.id),
    });
    await expectOrder(collector, project.id);
    expect(await listTraces(collector, await defaultProject(collector))).toEqual([]);
  },
);

it('one variable, without a key: everything is in the Default Project', async () => {
  const collector = await openTestCollector();
  await runProgram('sdk-node/program.mjs', { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  const { summary } = await onlyTrace(collector, await defaultProject(collector));
  expect(summary).toMatchObject({ name: 'POST /orders', spanCount: 2, environment: '' });
});
