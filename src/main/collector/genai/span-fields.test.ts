import { describe, expect, it } from 'vitest';
import { USAGE_CALL, USAGE_NONE, USAGE_WRAPPER, type SpanFields } from '../otlp/types.ts';
import { KNOWN_SPAN_ATTRIBUTES } from './known-attributes.ts';
import { extractSpanFields, NO_FIELDS } from './span-fields.ts';

type Attributes = Readonly<Record<string, string | number | boolean>>;

function extract(attributes: Attributes, name = 'span'): SpanFields {
  for (const key of Object.keys(attributes)) expect(KNOWN_SPAN_ATTRIBUTES).toContain(key);
  return extractSpanFields(
    KNOWN_SPAN_ATTRIBUTES.map((key) => attributes[key]),
    name,
  );
}

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm' } as const;

describe('known attributes', () => {
  it('are unique, so that every key has one slot', () => {
    expect(new Set(KNOWN_SPAN_ATTRIBUTES).size).toBe(KNOWN_SPAN_ATTRIBUTES.length);
  });

  it('leave every field empty when none is there', () => {
    expect(extractSpanFields([], 'span')).toEqual(NO_FIELDS);
  });
});

it('tells a failure that stands in an attribute', () => {
  expect(extract({ 'langfuse.observation.level': 'ERROR' }).failed).toBe(true);
  expect(extract({ 'langfuse.observation.level': 'WARNING' }).failed).toBe(false);
});

describe('what each dialect is read as', () => {
  const cases: readonly (readonly [string, Attributes, Partial<SpanFields>])[] = [
    [
      'current conventions',
      {
        ...chat,
        'gen_ai.provider.name': 'OpenAI',
        'gen_ai.response.model': 'gpt-4o-2024-08-06',
        'gen_ai.usage.input_tokens': 100,
        'gen_ai.usage.output_tokens': 20,
        'gen_ai.usage.cache_read.input_tokens': 60,
        'gen_ai.usage.cache_write.input_tokens': 10,
        'gen_ai.usage.reasoning.output_tokens': 5,
        'gen_ai.conversation.id': 'c-1',
      },
      {
        provider: 'openai',
        model: 'gpt-4o-2024-08-06',
        operation: 'chat',
        usage: USAGE_CALL,
        inputTokens: 100,
        outputTokens: 20,
        cachedTokens: 60,
        cacheWriteTokens: 10,
        reasoningTokens: 5,
        session: 'c-1',
      },
    ],
    [
      'deprecated conventions',
      {
        'gen_ai.system': 'anthropic',
        'gen_ai.request.model': 'claude-3-opus',
        'gen_ai.usage.prompt_tokens': 7,
        'gen_ai.usage.completion_tokens': 3,
      },
      {
        provider: 'anthropic',
        model: 'claude-3-opus',
        usage: USAGE_CALL,
        inputTokens: 7,
        outputTokens: 3,
      },
    ],
    [
      'OpenLLMetry before 0.10',
      {
        'llm.request.type': 'completion',
        'llm.request.model': 'gpt-3.5-turbo-instruct',
        'llm.usage.prompt_tokens': 7,
        'llm.usage.completion_tokens': 3,
        'llm.usage.total_tokens': 10,
        'traceloop.association.properties.session_id': 's',
        'traceloop.association.properties.user_id': 'u',
      },
      { operation: 'text_completion', usage: USAGE_CALL, inputTokens: 7, session: 's', user: 'u' },
    ],
    [
      'OpenInference with its cost',
      {
        'openinference.span.kind': 'LLM',
        'llm.provider': 'azure',
        'llm.system': 'openai',
        'llm.model_name': 'gpt-4o',
        'llm.token_count.prompt': 50,
        'llm.token_count.completion': 5,
        'llm.cost.prompt': 0.5,
        'llm.cost.completion': 0.25,
        'session.id': 's',
        'user.id': 'u',
      },
      {
        provider: 'azure',
        operation: 'chat',
        usage: USAGE_CALL,
        cost: 0.75,
        costSource: 1,
        session: 's',
        user: 'u',
      },
    ],
    [
      'pydantic-ai with Logfire',
      {
        ...chat,
        'gen_ai.usage.input_tokens': 90,
        'gen_ai.usage.output_tokens': 9,
        'gen_ai.usage.details.cache_read_tokens': 30,
        'gen_ai.usage.details.reasoning_tokens': 4,
        'operation.cost': 0.001,
      },
      { inputTokens: 90, cachedTokens: 30, reasoningTokens: 4, cost: 0.001, costSource: 1 },
    ],
    [
      'tmam without a price list',
      {
        ...chat,
        'gen_ai.system': 'openai',
        'gen_ai.usage.input_tokens': 4,
        'gen_ai.usage.output_tokens': 2,
        'gen_ai.usage.cost': 0,
        'gen_ai.request.user': 'u',
      },
      { usage: USAGE_CALL, cost: 0, costSource: 0, user: 'u' },
    ],
    [
      'usage set by hand on a tmam span',
      {
        'ai.span.kind': 'llm',
        'ai.llm.model': 'gpt-4o',
        'ai.llm.prompt_tokens': 4,
        'ai.llm.completion_tokens': 2,
      },
      { model: 'gpt-4o', operation: 'chat', usage: USAGE_CALL, inputTokens: 4, outputTokens: 2 },
    ],
    [
      'LangSmith',
      {
        'langsmith.span.kind': 'llm',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': 25,
        'gen_ai.usage.output_tokens': 7,
        'gen_ai.usage.input_token_details': '{"cache_read":10,"audio":0}',
        'gen_ai.usage.output_token_details': '{"reasoning":2}',
        'langsmith.trace.session_id': 's',
      },
      {
        operation: 'chat',
        usage: USAGE_CALL,
        inputTokens: 25,
        cachedTokens: 10,
        reasoningTokens: 2,
        session: 's',
      },
    ],
    [
      'OpenRouter broadcast',
      {
        ...chat,
        'gen_ai.usage.input_tokens': 150,
        'gen_ai.usage.output_tokens': 50,
        'gen_ai.usage.input_tokens.cached': 10,
        'gen_ai.usage.output_tokens.reasoning': 5,
        'gen_ai.usage.input_cost': 0.5,
        'gen_ai.usage.output_cost': 0.25,
      },
      { cachedTokens: 10, reasoningTokens: 5, cost: 0.75, costSource: 1 },
    ],
    [
      'MLflow',
      {
        'mlflow.spanType': '"CHAT_MODEL"',
        'mlflow.llm.model': '"gpt-4o"',
        'mlflow.chat.tokenUsage': '{"input_tokens": 8, "output_tokens": 2, "total_tokens": 10}',
        'mlflow.llm.cost': '{"input_cost": 0.25, "output_cost": 0.5, "total_cost": 0.75}',
      },
      {
        model: 'gpt-4o',
        operation: 'chat',
        usage: USAGE_CALL,
        inputTokens: 8,
        outputTokens: 2,
        cost: 0.75,
      },
    ],
    [
      'a total of an embedding',
      { 'gen_ai.operation.name': 'embeddings', 'gen_ai.usage.total_tokens': 12 },
      { operation: 'embeddings', usage: USAGE_CALL, inputTokens: 12 },
    ],
    [
      'a plain span of a session',
      { 'session.id': 's', 'enduser.id': 'u', 'langfuse.release': '1.2' },
      { usage: USAGE_NONE, operation: '', session: 's', user: 'u', release: '1.2' },
    ],
  ];
  it.each(cases)('%s', (_name, attributes, expected) => {
    expect(extract(attributes)).toMatchObject(expected);
  });
});

describe('who counts', () => {
  const tokens = { 'gen_ai.usage.input_tokens': 4, 'gen_ai.usage.output_tokens': 2 } as const;
  const cases: readonly (readonly [string, Attributes, SpanFields['usage']])[] = [
    ['a model call', { ...chat, ...tokens }, USAGE_CALL],
    [
      'an agent',
      { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.request.model': 'm', ...tokens },
      USAGE_WRAPPER,
    ],
    ['a call without tokens', chat, USAGE_NONE],
    ['a model without an operation', { 'gen_ai.request.model': 'm', ...tokens }, USAGE_CALL],
    ['tokens without a model', tokens, USAGE_WRAPPER],
    [
      'an agent without an operation',
      { 'gen_ai.agent.name': 'a', 'gen_ai.request.model': 'm', ...tokens },
      USAGE_WRAPPER,
    ],
    [
      'an unknown operation with a model',
      { ...chat, 'gen_ai.operation.name': 'moderate', ...tokens },
      USAGE_CALL,
    ],
    [
      'the outer span of the AI SDK',
      { 'ai.operationId': 'ai.streamText', ...tokens },
      USAGE_WRAPPER,
    ],
    [
      'the model call of the AI SDK',
      { 'ai.operationId': 'ai.streamText.doStream', ...tokens },
      USAGE_CALL,
    ],
    [
      'an AI SDK transcription',
      { 'gen_ai.operation.name': 'ai.transcribe', ...tokens },
      USAGE_CALL,
    ],
    ['an OpenInference chain', { 'openinference.span.kind': 'CHAIN', ...tokens }, USAGE_WRAPPER],
    ['an OpenInference reranker', { 'openinference.span.kind': 'RERANKER', ...tokens }, USAGE_CALL],
    [
      'a Traceloop workflow',
      { 'traceloop.span.kind': 'workflow', 'gen_ai.request.model': 'm', ...tokens },
      USAGE_WRAPPER,
    ],
    ['a cost without tokens', { ...chat, 'gen_ai.usage.cost': 0.5 }, USAGE_CALL],
  ];
  it.each(cases)('%s', (_name, attributes, usage) => {
    expect(extract(attributes).usage).toBe(usage);
  });

  it('takes the ADK span around generate_content as a wrapper', () => {
    const attributes = {
      'gen_ai.system': 'gcp.vertex.agent',
      'gen_ai.request.model': 'gemini-2.5-flash',
      ...tokens,
    };
    expect(extract(attributes, 'call_llm').usage).toBe(USAGE_WRAPPER);
  });
});

describe('values that are no counts', () => {
  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, '', 'many', true, '9'.repeat(40)])(
    'takes %s tokens as absent',
    (value) => {
      expect(extract({ ...chat, 'gen_ai.usage.input_tokens': value }).inputTokens).toBe(0);
    },
  );

  it('reads a count written as text, and drops fractions', () => {
    expect(extract({ ...chat, 'gen_ai.usage.input_tokens': '12' }).inputTokens).toBe(12);
    expect(extract({ ...chat, 'gen_ai.usage.output_tokens': 3.9 }).outputTokens).toBe(3);
  });

  it('cuts texts that would swell the index', () => {
    expect(extract({ 'session.id': 's'.repeat(5_000) }).session).toHaveLength(1_024);
  });
});
