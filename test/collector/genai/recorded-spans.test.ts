import { describe, expect, it } from 'vitest';
import {
  USAGE_CALL,
  USAGE_NONE,
  USAGE_WRAPPER,
  type SpanFields,
} from '../../../src/main/collector/otlp/types.ts';
import { applyPrice } from '../../../src/main/collector/prices/cost.ts';
import { SHIPPED_PRICES } from '../../../src/main/collector/prices/table.ts';
import type { LlmView, Part } from '../../../src/shared/genai/llm-view.ts';
import { conversationOf } from '../../../src/shared/genai/messages.ts';
import {
  decodedSpan,
  fieldsOf,
  readFixture,
  recordedSpans,
  type PlainAttributes,
  type PlainSpan,
} from './fixture-spans.ts';

function pricedFields(span: PlainSpan): SpanFields {
  const fields = fieldsOf(span);
  applyPrice(fields, SHIPPED_PRICES);
  return fields;
}

/** A conversation as one line a message: `role: words`, tool calls as `name(arguments)`. */
function lines(messages: LlmView['input']): string[] {
  return messages.map(({ role, parts }) => `${role}: ${parts.map(words).join(' | ')}`);
}

function words(part: Part): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'reasoning':
      return `(${part.text})`;
    case 'tool_call':
      return `${part.name}(${JSON.stringify(part.arguments)})#${part.id}`;
    case 'tool_result':
      return `#${part.id} ${JSON.stringify(part.content)}`;
    case 'json':
    case 'unknown':
      return JSON.stringify(part.value);
    default:
      return `[${part.mimeType}]`;
  }
}

function viewOf(span: PlainSpan): LlmView {
  const view = conversationOf(decodedSpan(span));
  if (view === undefined) throw new Error(`${span.name} has nothing to show`);
  return view;
}

const PARIS = 'weather({"city":"Paris"})';
const WEATHER = { city: 'Paris', weather: 'rain', celsius: 14 };

describe('@traceloop/instrumentation-openai and -anthropic', () => {
  it('chat completion', () => {
    const [span] = recordedSpans('recorded-traceloop-node.json', 'openai chat');
    expect(pricedFields(span!)).toMatchObject({
      provider: 'openai',
      model: 'gpt-4o-mini-2024-07-18',
      operation: 'chat',
      usage: USAGE_CALL,
      inputTokens: 120,
      outputTokens: 30,
      costSource: 2,
    });
    const view = viewOf(span!);
    expect(lines(view.input)).toEqual([
      'system: Be short.',
      'user: Weather in Paris? | [image/png]',
      'assistant: weather({"city":"Rome"})#call_0',
      'tool: #call_0 {"weather":"sun"}',
    ]);
    expect(lines(view.output)).toEqual([`assistant: Let me look. | ${PARIS}#call_1`]);
    expect(view.tools.map((tool) => tool.name)).toEqual(['weather']);
    expect(view.finishReasons).toEqual(['tool_call']);
  });

  it('Anthropic message, whose input comes without its cached part', () => {
    const [span] = recordedSpans('recorded-traceloop-node.json', 'anthropic messages');
    expect(span!.attributes['gen_ai.usage.input_tokens']).toBe(20);
    const fields = pricedFields(span!);
    expect(fields).toMatchObject({
      inputTokens: 160,
      cachedTokens: 100,
      cacheWriteTokens: 40,
      outputTokens: 30,
    });
    expect(fields.cost).toBeCloseTo((20 * 3 + 100 * 0.3 + 40 * 3.75 + 30 * 15) / 1e6, 12);
    const view = viewOf(span!);
    expect(view.system).toEqual([{ kind: 'text', text: 'Be short.' }]);
    expect(lines(view.output)).toEqual([
      `assistant: (Look it up.) | Let me look. | ${PARIS}#toolu_1`,
    ]);
  });
});

describe('@arizeai/openinference-instrumentation-openai and -anthropic', () => {
  it('chat completion', () => {
    const [span] = recordedSpans('recorded-openinference-node.json', 'openai chat');
    expect(pricedFields(span!)).toMatchObject({
      provider: 'openai',
      usage: USAGE_CALL,
      inputTokens: 120,
      cachedTokens: 100,
      reasoningTokens: 10,
    });
    expect(lines(viewOf(span!).input)).toEqual([
      'system: Be short.',
      'user: Weather in Paris? | [image/png]',
      'assistant: weather({"city":"Rome"})#call_0',
      'tool: #call_0 {"weather":"sun"}',
    ]);
  });

  it('Anthropic message: inclusive input, instructions, each tool call once', () => {
    const [span, ownSpanOfTheSdk] = recordedSpans(
      'recorded-openinference-node.json',
      'anthropic messages',
    );
    expect(fieldsOf(span!)).toMatchObject({
      inputTokens: 160,
      cachedTokens: 100,
      cacheWriteTokens: 40,
    });
    expect(fieldsOf(ownSpanOfTheSdk!)).toMatchObject({ usage: USAGE_CALL, inputTokens: 160 });
    const view = viewOf(span!);
    expect(view.system).toEqual([{ kind: 'text', text: 'Be short.' }]);
    expect(lines(view.input)).toEqual([
      'user: Weather in Paris?',
      'assistant: weather({"city":"Rome"})#toolu_0',
      'user: #toolu_0 "sun"',
    ]);
    expect(lines(view.output)).toEqual([
      `assistant: (Look it up.) | Let me look. | ${PARIS}#toolu_1`,
    ]);
  });

  it('embeddings', () => {
    const [span] = recordedSpans('recorded-openinference-node.json', 'openai embeddings');
    expect(viewOf(span!).embeddings).toEqual({ texts: ['a fox'], dimensions: 3 });
  });
});

describe('AI SDK', () => {
  it.each(['v7-gen-ai', 'v7-legacy', 'v5'])('%s counts each model call once', (group) => {
    const spans = recordedSpans('recorded-vercel-ai.json', group);
    const fields = spans.map((span) => ({ name: span.name, ...fieldsOf(span) }));
    const calls = fields.filter(
      ({ usage, operation }) => usage === USAGE_CALL && operation === 'chat',
    );
    const wrappers = fields.filter(({ usage }) => usage === USAGE_WRAPPER);
    expect(calls).toHaveLength(2);
    expect(wrappers.map(({ operation }) => operation)).toContain('invoke_agent');
    expect(
      fields
        .filter(({ operation }) => operation === 'agent_step')
        .every(({ usage }) => usage === USAGE_NONE),
    ).toBe(true);
    expect(
      fields.filter(({ operation, usage }) => operation === 'embeddings' && usage === USAGE_CALL)
        .length,
    ).toBe(group === 'v5' ? 0 : 1);
  });

  it.each(['v7-gen-ai', 'v7-legacy', 'v5'])('%s shows the conversation and the tool', (group) => {
    const spans = recordedSpans('recorded-vercel-ai.json', group);
    const chats = spans.filter((span) => fieldsOf(span).operation === 'chat').map(viewOf);
    const heard = lines(chats[1]!.input);
    expect(heard.slice(-3)).toEqual([
      'user: Weather in Paris? | [image/png]',
      `assistant: (I need the weather.) | ${PARIS}#call_1`,
      `tool: #call_1 ${JSON.stringify(WEATHER)}`,
    ]);
    const system = [
      ...chats[1]!.system,
      ...chats[1]!.input.filter(({ role }) => role === 'system').flatMap(({ parts }) => parts),
    ];
    expect(system).toEqual([{ kind: 'text', text: 'Be short.' }]);
    expect(lines(chats[1]!.output)).toEqual(['assistant: Rainy, 14 C.']);
    expect(chats[0]!.tools.map((tool) => tool.name)).toEqual(['weather']);
    const tool = spans.find((span) => fieldsOf(span).operation === 'execute_tool');
    expect(viewOf(tool!).toolCall).toMatchObject({
      name: 'weather',
      id: 'call_1',
      arguments: { city: 'Paris' },
      result: WEATHER,
    });
  });

  it('every span of version 6 has something to show', () => {
    const spans = readFixture('openinference-vercel-v6-all-spans.json') as PlainSpan[];
    for (const span of spans) {
      const fields = fieldsOf(span);
      expect(fields.usage).toBe(span.name.includes('.do') ? USAGE_CALL : USAGE_WRAPPER);
      expect(fields.inputTokens).toBeGreaterThan(0);
      const view = viewOf(span);
      expect(view.input.length + (view.embeddings?.texts.length ?? 0)).toBeGreaterThan(0);
    }
  });
});

describe('@langfuse/tracing', () => {
  const spans = recordedSpans('recorded-langfuse-node.json', 'langfuse');
  const named = (name: string) => spans.find((span) => span.name === name)!;

  it('reads disjoint and provider-shaped usage alike', () => {
    expect(fieldsOf(named('answer'))).toMatchObject({
      usage: USAGE_CALL,
      inputTokens: 120,
      outputTokens: 30,
      cachedTokens: 100,
      cost: 0.000021,
      costSource: 1,
    });
    expect(fieldsOf(named('openai'))).toMatchObject({
      inputTokens: 120,
      outputTokens: 30,
      cachedTokens: 100,
      reasoningTokens: 10,
    });
    expect(fieldsOf(named('embed'))).toMatchObject({
      operation: 'embeddings',
      usage: USAGE_CALL,
      inputTokens: 9,
    });
  });

  it('carries who, where and which release', () => {
    expect(fieldsOf(named('trip'))).toMatchObject({
      operation: 'invoke_agent',
      session: 's-1',
      user: 'u-1',
      environment: 'staging',
      release: '1.4.0',
    });
  });

  it('shows messages and tools', () => {
    expect(lines(viewOf(named('answer')).input)).toEqual([
      'system: Be short.',
      'user: Weather in Paris?',
    ]);
    expect(viewOf(named('weather')).toolCall).toMatchObject({
      name: 'weather',
      arguments: { city: 'Paris' },
      result: { weather: 'rain' },
    });
  });
});

describe('one call in the words of three dialects', () => {
  it.each([
    'openinference-genai-otel_genai_client_span_tool_calls.json',
    'openinference-genai-otel_genai_deprecated_client_span_tool_calls.json',
    'openinference-genai-openinference_client_span_tool_calls.json',
  ])('%s', (file) => {
    const span = { name: 'chat gpt-4', attributes: readFixture(file) as PlainAttributes };
    expect(pricedFields(span)).toMatchObject({
      model: 'gpt-4-0613',
      inputTokens: 97,
      outputTokens: 52,
      costSource: 2,
    });
    expect(pricedFields(span).cost).toBeCloseTo(0.00603, 12);
    const view = viewOf(span);
    expect(lines(view.input)).toEqual([
      'user: Weather in Paris?',
      'assistant: Absolutely! Let me check the weather for you. | get_weather({"location":"Paris"})#1234',
      'tool: #1234 "rainy, 57°F"',
    ]);
    expect(lines(view.output)).toEqual([
      'assistant: The weather in Paris is currently rainy with a temperature of 57°F.',
    ]);
  });

  it('the execution of the tool', () => {
    const attributes = readFixture(
      'openinference-genai-otel_genai_tool_execution_span.json',
    ) as PlainAttributes;
    const view = viewOf({ name: 'execute_tool get_weather', attributes });
    expect(view.toolCall).toMatchObject({
      id: '1234',
      name: 'get_weather',
      arguments: { city: 'New York' },
    });
  });
});
