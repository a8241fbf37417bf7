import { expect, it } from 'vitest';
import { openTestCollector } from '../support/open-test-collector.ts';
import { runProgram } from './support/run-program.ts';
import { defaultProject, onlyTrace } from './support/seen-trace.ts';

it('messages sent as log records are read with their span', async () => {
  const collector = await openTestCollector();
  await runProgram('sdk-node/messages-in-logs.mjs', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_LOGS_EXPORTER: 'otlp',
  });
  const projectId = await defaultProject(collector);
  const { span, summary } = await onlyTrace(collector, projectId);
  expect(summary).toMatchObject({ model: 'gpt-4.1-mini', inputTokens: 12, outputTokens: 40_000 });
  const { llm, llmShortened, spanId, events } = span('chat gpt-4.1-mini');
  expect(events).toEqual([]);
  expect(llm!.input).toEqual([
    { role: 'user', name: '', parts: [{ kind: 'text', text: 'Write a lot' }] },
  ]);
  expect(llm!.finishReasons).toEqual(['stop']);
  // The answer is long: its beginning came with the span, the whole of it comes when asked for.
  const { path, length } = llmShortened['/output/0/parts/0/text']!;
  expect(length).toBe(120_000);
  const { traceId } = summary;
  const whole = await collector.client.traces.value({ projectId, traceId, spanId, path });
  expect(await whole.text()).toBe('words '.repeat(20_000));
});
