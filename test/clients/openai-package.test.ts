import { expect, it } from 'vitest';
import { openTestCollector, type TestCollector } from '../support/open-test-collector.ts';
import { openFakeOpenAi } from './support/fake-openai.ts';
import { runProgram } from './support/run-program.ts';
import {
  attribute,
  conversation,
  defaultProject,
  listTraces,
  onlyTrace,
  type SeenTrace,
} from './support/seen-trace.ts';

const QUESTION = [
  ['system', 'Be brief.'],
  ['user', 'How is the weather in Lima?'],
];
const CALL = { call: 'get_weather', arguments: { city: 'Lima' } };
const TOOLS = [{ name: 'get_weather', description: 'Weather of a city' }];

/** The three calls of the program, which every instrumentation of the package has to show alike. */
function expectCalls({ spans, summary, span }: SeenTrace): void {
  expect(summary).toMatchObject({
    name: 'answer question',
    spanCount: 4,
    status: 'ok',
    provider: 'openai',
    model: 'gpt-4.1-mini-2025-04-14',
    // Neither instrumentation reports the tokens of a streamed answer unless told to count them itself.
    inputTokens: 52 + 80,
    outputTokens: 18 + 9,
  });
  const root = span('answer question');
  const calls = spans.filter((one) => one !== root);
  expect(root.llm).toBeNull();
  expect(calls.map(({ parentSpanId }) => parentSpanId)).toEqual(calls.map(() => root.spanId));
  expect(calls.map(conversation)).toEqual([
    { input: QUESTION, output: [['assistant', CALL]] },
    {
      input: [...QUESTION, ['assistant', CALL], ['tool', { result: { celsius: 19 } }]],
      output: [['assistant', 'It is 19 degrees in Lima.']],
    },
    { input: [['user', 'Count to three']], output: [['assistant', 'One two three']] },
  ]);
  expect(calls.map(({ llm }) => llm!.tools)).toMatchObject([TOOLS, TOOLS, []]);
  expect(calls[0]!.llm!.parameters).toEqual([{ key: 'temperature', value: 0.2 }]);
  expect(
    calls.map(({ genAi }) => [genAi.operation, genAi.inputTokens, genAi.outputTokens]),
  ).toEqual([
    ['chat', 52, 18],
    ['chat', 80, 9],
    ['chat', 0, 0],
  ]);
  expect(calls.map(({ costSource }) => costSource)).toEqual(['prices', 'prices', 'none']);
}

/** Price of `gpt-4.1-mini` in the table shipped: US dollars for a million tokens. */
function dollars(input: number, cached: number, output: number): number {
  return ((input - cached) * 0.4 + cached * 0.1 + output * 1.6) / 1e6;
}

async function projectKey({ client }: TestCollector): Promise<{ id: string; secret: string }> {
  const { project, key } = await client.projects.create({ name: 'Weather' });
  return { id: project.id, secret: key.secret };
}

it('OpenLLMetry', async () => {
  const collector = await openTestCollector();
  const { id, secret } = await projectKey(collector);
  await runProgram('programs/traceloop.mjs', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${secret}`,
    OPENAI_BASE_URL: await openFakeOpenAi(),
  });
  const trace = await onlyTrace(collector, id);
  expectCalls(trace);
  expect(trace.summary).toMatchObject({ service: 'weather', cachedTokens: 0 });
  expect(trace.summary.costUsd).toBeCloseTo(dollars(52, 0, 18) + dollars(80, 0, 9), 12);
});

it('OpenInference, registered by Phoenix', async () => {
  const collector = await openTestCollector();
  const { id, secret } = await projectKey(collector);
  await runProgram('programs/openinference.mjs', {
    PHOENIX_COLLECTOR_ENDPOINT: collector.url,
    PHOENIX_API_KEY: secret,
    OPENAI_BASE_URL: await openFakeOpenAi(),
  });
  expect(await listTraces(collector, await defaultProject(collector))).toEqual([]);
  const trace = await onlyTrace(collector, id);
  expectCalls(trace);
  expect(trace.summary).toMatchObject({
    // Phoenix sets no service; its project stands for it.
    service: 'weather',
    session: 'session-42',
    user: 'ada',
    cachedTokens: 80,
  });
  expect(trace.summary.costUsd).toBeCloseTo(dollars(52, 16, 18) + dollars(80, 64, 9), 12);
  const { resource } = trace.span('answer question');
  expect(attribute(resource, 'openinference.project.name')).toBe('weather');
});
