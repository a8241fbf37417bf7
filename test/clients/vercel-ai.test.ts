import { expect, it } from 'vitest';
import { openTestCollector } from '../support/open-test-collector.ts';
import { openFakeOpenAi } from './support/fake-openai.ts';
import { runProgram } from './support/run-program.ts';
import { conversation, defaultProject, onlyTrace } from './support/seen-trace.ts';

it('AI SDK: a tool loop, a stream, an embedding and a failure', async () => {
  const collector = await openTestCollector();
  await runProgram('programs/vercel-ai.mjs', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OPENAI_BASE_URL: await openFakeOpenAi(),
  });
  const trace = await onlyTrace(collector, await defaultProject(collector));
  const { summary, spans } = trace;
  expect(summary).toMatchObject({
    name: 'answer question',
    service: 'weather',
    provider: 'openai',
    model: 'gpt-4.1-mini-2025-04-14',
    // Of the calls alone: the spans around them carry the same tokens once more.
    inputTokens: 52 + 80 + 30 + 8,
    outputTokens: 18 + 9 + 6,
    cachedTokens: 16 + 64,
  });
  const calls = spans.filter(({ genAi }) => genAi.operation === 'chat' && genAi.inputTokens > 0);
  expect(calls.map(({ genAi }) => genAi.inputTokens)).toEqual([52, 80, 30]);
  expect(calls.every(({ costSource }) => costSource === 'prices')).toBe(true);
  const embeddings = spans.filter(({ genAi }) => genAi.operation === 'embeddings');
  const costs = [...calls, ...embeddings].map(({ costUsd }) => costUsd ?? 0);
  expect(summary.costUsd).toBeCloseTo(
    costs.reduce((sum, cost) => sum + cost, 0),
    12,
  );

  const agent = spans.find(({ genAi }) => genAi.operation === 'invoke_agent')!;
  expect(agent).toMatchObject({ costUsd: null, costSource: 'none' });
  expect(agent.genAi).toMatchObject({ inputTokens: 132, outputTokens: 27 });
  const call = { call: 'get_weather', arguments: { city: 'Lima' } };
  const question = ['user', 'How is the weather in Lima?'];
  expect(calls.map(conversation)).toEqual([
    { input: [question], output: [['assistant', call]] },
    {
      input: [question, ['assistant', call], ['tool', { result: { celsius: 19 } }]],
      output: [['assistant', 'It is 19 degrees in Lima.']],
    },
    { input: [['user', 'Count to three']], output: [['assistant', 'One two three']] },
  ]);
  expect(calls[0]!.llm).toMatchObject({
    system: [{ kind: 'text', text: 'Be brief.' }],
    tools: [{ name: 'get_weather', description: 'Weather of a city' }],
  });
  expect(trace.span('execute_tool get_weather').llm!.toolCall).toMatchObject({
    name: 'get_weather',
    arguments: { city: 'Lima' },
    result: { celsius: 19 },
  });
  const failed = spans.filter(({ status }) => status.code === 2);
  expect(failed.map(({ name }) => name)).toContain('chat missing');
  expect(summary.errorCount).toBe(failed.length);
});
