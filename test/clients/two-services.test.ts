import { expect, it } from 'vitest';
import { openTestCollector } from '../support/open-test-collector.ts';
import { runProgram, startProgram } from './support/run-program.ts';
import { attribute, defaultProject, onlyTrace } from './support/seen-trace.ts';

it('two services, one calling the other over HTTP, are one trace', async () => {
  const collector = await openTestCollector();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const orders = startProgram('sdk-node/orders.cjs', { ...env, OTEL_SERVICE_NAME: 'orders' });
  const address = await orders.nextLine();
  await runProgram('sdk-node/gateway.cjs', {
    ...env,
    OTEL_SERVICE_NAME: 'gateway',
    ORDERS_URL: address,
  });
  await orders.ended();

  const { summary, spans, span, parentOf } = await onlyTrace(
    collector,
    await defaultProject(collector),
  );
  expect(summary).toMatchObject({
    name: 'show orders',
    service: 'gateway',
    spanCount: 4,
    serviceCount: 2,
    errorCount: 0,
    status: 'ok',
  });
  const services = spans.map((one) => [
    attribute(one.resource, 'service.name'),
    one.kind,
    attribute(one, 'http.response.status_code') ?? attribute(one, 'http.status_code'),
  ]);
  // In any order: the two processes' clocks may disagree by more than a span takes to start.
  expect(services).toHaveLength(4);
  expect(services).toEqual(
    expect.arrayContaining([
      ['gateway', 1, undefined],
      ['gateway', 3, '200'],
      ['orders', 2, '200'],
      ['orders', 1, undefined],
    ]),
  );
  const root = span('show orders');
  const client = spans.find((one) => one.kind === 3);
  const server = spans.find((one) => one.kind === 2);
  expect(client!.parentSpanId).toBe(root.spanId);
  expect(server!.parentSpanId).toBe(client!.spanId);
  expect(span('SELECT orders').parentSpanId).toBe(server!.spanId);
  expect(parentOf('show orders')).toBe('');
});
