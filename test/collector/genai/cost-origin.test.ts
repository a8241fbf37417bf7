import { expect, test } from 'vitest';
import { PRICE_TABLE_VERSION } from '../../../src/main/collector/prices/table.ts';
import type { SpanDetail } from '../../../src/shared/span-detail.ts';
import { decodeSpanTable } from '../../../src/shared/span-table.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

test('a cost says whether it was sent or computed, and with which prices of which table', async () => {
  const collector = await openTestCollector();
  const { projects } = await collector.client.projects.list({});
  const projectId = projects.find(({ isDefault }) => isDefault)!.id;
  const traceId = newTraceId();
  const call = (model: string, more: Record<string, string | number> = {}) => ({
    traceId,
    spanId: newSpanId(),
    name: `chat ${model}`,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': model,
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 200,
      ...more,
    },
  });
  const own = call('in-house');
  const shipped = call('gpt-4o');
  const sent = call('gpt-4o', { 'gen_ai.usage.cost': '0.25' });
  const unknown = call('never-heard-of');
  await collector.client.prices.set({
    model: 'in-house',
    provider: 'openai',
    input: 3,
    output: 7,
    cachedInput: null,
    cacheWrite: null,
  });
  const response = await postTraces(collector.url, exportRequest([own, shipped, sent, unknown]));
  expect(response.status).toBe(200);
  // What is changed later changes nothing in the past.
  await collector.client.prices.reset({ model: 'in-house', provider: 'openai' });
  const detailOf = async ({ spanId }: { spanId: string }): Promise<SpanDetail> => {
    const { detail } = await collector.client.traces.span({ projectId, traceId, spanId });
    return JSON.parse(await detail.text()) as SpanDetail;
  };
  expect(await detailOf(own)).toMatchObject({
    costUsd: (3 * 1000 + 7 * 200) / 1e6,
    costSource: 'prices',
    price: {
      version: PRICE_TABLE_VERSION,
      source: 'edited',
      input: 3,
      output: 7,
      cachedInput: null,
      cacheWrite: null,
    },
  });
  const computed = await detailOf(shipped);
  expect(computed.price).toMatchObject({ version: PRICE_TABLE_VERSION, source: 'shipped' });
  const { input, output } = computed.price!;
  expect(computed.costUsd).toBeCloseTo((input * 1000 + output * 200) / 1e6, 12);
  expect(await detailOf(sent)).toMatchObject({ costUsd: 0.25, costSource: 'span', price: null });
  expect(await detailOf(unknown)).toMatchObject({ costUsd: null, costSource: 'none', price: null });
  const { table } = await collector.client.traces.open({ projectId, traceId });
  expect(decodeSpanTable(await table.arrayBuffer()).costs).toEqual({
    sent: 1,
    computed: 2,
    versions: [PRICE_TABLE_VERSION],
  });
});
