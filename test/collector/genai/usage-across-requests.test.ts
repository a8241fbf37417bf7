import { describe, expect, test } from 'vitest';
import type { TraceSummary } from '../../../src/shared/contract/traces.ts';
import { exportRequest, postTraces, type SpanSpec } from '../../support/export-request.ts';
import {
  createTestFolder,
  openTestCollector,
  type TestCollector,
} from '../../support/open-test-collector.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

const NOON_MS = Date.UTC(2026, 2, 1, 12);
const DAY_MS = 86_400_000;

/** A model call of LangChain around that of the provider's package: both are calls with the same usage. */
function wrappedCall(traceId: string): { outer: SpanSpec; inner: SpanSpec } {
  const usage = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 200,
  };
  const outer = { traceId, spanId: newSpanId(), name: 'ChatOpenAI', attributes: usage };
  const inner = {
    traceId,
    spanId: newSpanId(),
    parentSpanId: outer.spanId,
    name: 'chat gpt-4o',
    attributes: usage,
  };
  return { outer: { ...outer, startMs: NOON_MS }, inner: { ...inner, startMs: NOON_MS + 1 } };
}

async function send(collector: TestCollector, ...spans: SpanSpec[]): Promise<void> {
  const response = await postTraces(collector.url, exportRequest(spans));
  expect(response.status).toBe(200);
}

const usage = ({ inputTokens, outputTokens, costUsd }: TraceSummary): object => ({
  tokens: inputTokens + outputTokens,
  costUsd,
});

/** What every way of looking at the only trace of the default project says of its usage. */
async function seenUsage(collector: TestCollector): Promise<object[]> {
  const { projects } = await collector.client.projects.list({});
  const projectId = projects.find(({ isDefault }) => isDefault)!.id;
  const page = await collector.client.traces.list({ projectId, sort: 'cost' });
  const [row] = page.traces;
  const opened = await collector.client.traces.open({ projectId, traceId: row!.traceId });
  const { traces, tokens, costUsd } = page.totals;
  expect(traces).toBe(1);
  return [usage(row!), usage(opened.summary), { tokens, costUsd }];
}

/** 1,000 input and 200 output tokens of gpt-4o at 2.50 and 10 dollars a million. */
const ONCE = { tokens: 1200, costUsd: 0.0045 };

describe('a model call and the call around it count once', () => {
  test('when the inner one is exported before the outer one', async () => {
    const collector = await openTestCollector();
    const { outer, inner } = wrappedCall(newTraceId());
    await send(collector, inner);
    expect(await seenUsage(collector)).toEqual([ONCE, ONCE, ONCE]);
    await send(collector, outer);
    expect(await seenUsage(collector)).toEqual([ONCE, ONCE, ONCE]);
  });

  test('when the outer one comes first, and both come again', async () => {
    const collector = await openTestCollector();
    const { outer, inner } = wrappedCall(newTraceId());
    await send(collector, outer);
    expect(await seenUsage(collector)).toEqual([ONCE, ONCE, ONCE]);
    await send(collector, inner, outer);
    await send(collector, outer, inner);
    expect(await seenUsage(collector)).toEqual([ONCE, ONCE, ONCE]);
  });

  test('when they come on different days, also after a restart', async () => {
    const dataDir = createTestFolder();
    let nowMs = NOON_MS;
    const clock = { now: () => nowMs };
    const first = await openTestCollector({ dataDir, clock });
    const { outer, inner } = wrappedCall(newTraceId());
    await send(first, inner);
    nowMs += DAY_MS;
    await send(first, outer);
    expect(await seenUsage(first)).toEqual([ONCE, ONCE, ONCE]);
    await first.close();
    const again = await openTestCollector({ dataDir, clock });
    expect(await seenUsage(again)).toEqual([ONCE, ONCE, ONCE]);
  });
});

test('calls one after the other add up, however they are spread over requests', async () => {
  const collector = await openTestCollector();
  const traceId = newTraceId();
  const [a, b] = [wrappedCall(traceId), wrappedCall(traceId)];
  const root = { traceId, spanId: newSpanId(), name: 'agent', startMs: NOON_MS - 1 };
  await send(collector, a.inner, { ...b.outer, parentSpanId: root.spanId });
  await send(collector, { ...a.outer, parentSpanId: root.spanId }, b.inner);
  await send(collector, root);
  const twice = { tokens: 2400, costUsd: 0.009 };
  expect(await seenUsage(collector)).toEqual([twice, twice, twice]);
});
