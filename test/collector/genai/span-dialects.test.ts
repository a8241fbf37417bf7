import { describe, expect, it } from 'vitest';
import type { LlmView } from '../../../src/shared/genai/llm-view.ts';
import { conversationOf } from '../../../src/shared/genai/messages.ts';
import { decodedSpan, type PlainAttributes, type PlainSpan } from './fixture-spans.ts';

function viewOf(
  attributes: PlainAttributes,
  events: PlainSpan['events'] = [],
): LlmView | undefined {
  return conversationOf(decodedSpan({ name: 'span', attributes, events }));
}

const hi = [{ role: 'user', name: '', parts: [{ kind: 'text', text: 'Hi' }] }];
const hello = [{ role: 'assistant', name: '', parts: [{ kind: 'text', text: 'Hello' }] }];

describe('where the messages stand', () => {
  const inputMessages = [{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }];
  const outputMessages = [
    { role: 'assistant', parts: [{ type: 'text', content: 'Hello' }], finish_reason: 'stop' },
  ];
  it.each<[string, PlainAttributes, PlainSpan['events']]>([
    [
      'conventions as JSON text',
      {
        'gen_ai.input.messages': JSON.stringify(inputMessages),
        'gen_ai.output.messages': JSON.stringify(outputMessages),
      },
      [],
    ],
    [
      'conventions as structured values',
      { 'gen_ai.input.messages': inputMessages, 'gen_ai.output.messages': outputMessages },
      [],
    ],
    [
      'the details event of the conventions',
      { 'gen_ai.operation.name': 'chat' },
      [
        {
          name: 'gen_ai.client.inference.operation.details',
          attributes: {
            'gen_ai.input.messages': inputMessages,
            'gen_ai.output.messages': outputMessages,
          },
        },
      ],
    ],
    [
      'one event a message',
      {},
      [
        { name: 'gen_ai.user.message', attributes: { content: 'Hi' } },
        {
          name: 'gen_ai.choice',
          attributes: {
            index: 0,
            finish_reason: 'stop',
            message: '{"role":"assistant","content":"Hello"}',
          },
        },
      ],
    ],
    [
      'one event a message, as Azure writes it',
      {},
      [
        {
          name: 'gen_ai.user.message',
          attributes: { 'gen_ai.event.content': '{"role":"user","content":"Hi"}' },
        },
        {
          name: 'gen_ai.choice',
          attributes: {
            'gen_ai.event.content': '{"message":{"content":"Hello"},"finish_reason":"stop"}',
          },
        },
      ],
    ],
    [
      'content events of OpenLIT and tmam',
      {},
      [
        { name: 'gen_ai.content.prompt', attributes: { 'gen_ai.prompt': 'Hi' } },
        { name: 'gen_ai.content.completion', attributes: { 'gen_ai.completion': 'Hello' } },
      ],
    ],
    [
      'indexed attributes of OpenLLMetry',
      {
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': 'Hi',
        'gen_ai.completion.0.role': 'assistant',
        'gen_ai.completion.0.content': 'Hello',
        'gen_ai.completion.0.finish_reason': 'stop',
      },
      [],
    ],
    [
      'OpenInference',
      {
        'llm.input_messages.0.message.role': 'user',
        'llm.input_messages.0.message.content': 'Hi',
        'llm.output_messages.0.message.role': 'assistant',
        'llm.output_messages.0.message.content': 'Hello',
        'input.value': 'ignored',
      },
      [],
    ],
    [
      'OpenInference completions',
      { 'llm.prompts.0.prompt.text': 'Hi', 'llm.choices.0.completion.text': 'Hello' },
      [],
    ],
    [
      'input.value and output.value',
      {
        'input.value': '{"messages":[{"role":"user","content":"Hi"}]}',
        'output.value': '{"choices":[{"message":{"role":"assistant","content":"Hello"}}]}',
      },
      [],
    ],
    ['AI SDK', { 'ai.prompt': '{"prompt":"Hi"}', 'ai.response.text': 'Hello' }, []],
    [
      'Langfuse',
      {
        'langfuse.observation.input': '"Hi"',
        'langfuse.observation.output': '{"role":"assistant","content":"Hello"}',
      },
      [],
    ],
    [
      'Traceloop entities',
      { 'traceloop.entity.input': 'Hi', 'traceloop.entity.output': 'Hello' },
      [],
    ],
    ['deprecated attributes', { 'gen_ai.prompt': 'Hi', 'gen_ai.completion': 'Hello' }, []],
  ])('%s', (_name, attributes, events) => {
    expect(viewOf(attributes, events)).toMatchObject({ input: hi, output: hello });
  });

  it('keeps the order of indexed messages beyond nine, whatever the order of the attributes', () => {
    const attributes: Record<string, string> = {};
    for (const index of [11, 2, 10, 0, 1])
      attributes[`gen_ai.prompt.${index}.content`] = `m${index}`;
    const texts = viewOf(attributes)?.input.map(({ parts }) => parts[0]);
    expect(texts).toEqual(['m0', 'm1', 'm2', 'm10', 'm11'].map((text) => ({ kind: 'text', text })));
  });

  it('reads tool calls of indexed attributes', () => {
    const view = viewOf({
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.tool_calls.0.id': 'c1',
      'gen_ai.completion.0.tool_calls.0.name': 'weather',
      'gen_ai.completion.0.tool_calls.0.arguments': '{"city":"Paris"}',
    });
    expect(view?.output[0]?.parts).toEqual([
      { kind: 'tool_call', id: 'c1', name: 'weather', arguments: { city: 'Paris' } },
    ]);
  });
});

describe('what stands beside the messages', () => {
  it('retrieved documents', () => {
    const view = viewOf({
      'openinference.span.kind': 'RETRIEVER',
      'input.value': 'rain',
      'retrieval.documents.0.document.id': 'd1',
      'retrieval.documents.0.document.content': 'Rain in Paris',
      'retrieval.documents.0.document.score': 0.5,
      'retrieval.documents.0.document.metadata': '{"page":1}',
    });
    expect(view?.documents).toEqual([
      { id: 'd1', content: 'Rain in Paris', score: 0.5, metadata: { page: 1 } },
    ]);
  });

  it('documents of a vector store', () => {
    const attributes = {
      'db.query.result.id': 'd1',
      'db.query.result.document': 'Rain',
      'db.query.result.score': 0.5,
    };
    const view = viewOf({}, [{ name: 'db.query.result', attributes }]);
    expect(view?.documents).toEqual([{ id: 'd1', content: 'Rain', score: 0.5, metadata: null }]);
  });

  it('a tool, its arguments and result once', () => {
    const view = viewOf({
      'openinference.span.kind': 'TOOL',
      'tool.name': 'weather',
      'input.value': '{"city":"Paris"}',
      'output.value': 'rain',
    });
    expect(view).toMatchObject({
      input: [],
      output: [],
      toolCall: { name: 'weather', arguments: { city: 'Paris' }, result: 'rain' },
    });
  });

  it('parameters without their prefix, finish reasons and usage as sent', () => {
    const view = viewOf({
      'gen_ai.request.model': 'm',
      'gen_ai.request.temperature': 0.2,
      'gen_ai.request.stop_sequences': ['a', 'b'],
      'llm.invocation_parameters': '{"temperature":1,"seed":7,"tools":[]}',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 4,
    });
    expect(view?.parameters).toEqual([
      { key: 'temperature', value: 0.2 },
      { key: 'stop_sequences', value: ['a', 'b'] },
      { key: 'seed', value: 7 },
    ]);
    expect(view?.finishReasons).toEqual(['stop']);
    expect(view?.usage).toEqual([{ key: 'gen_ai.usage.input_tokens', value: 4 }]);
  });

  it('the model among the parameters, of a failed call that names it nowhere else', () => {
    const call = {
      'openinference.span.kind': 'LLM',
      'input.value': 'hello',
      'llm.invocation_parameters': '{"model":"gpt-5","temperature":1}',
    };
    const temperature = { key: 'temperature', value: 1 };
    const model = { key: 'model', value: 'gpt-5' };
    expect(viewOf(call)?.parameters).toEqual([model, temperature]);
    const named = { ...call, 'llm.model_name': 'gpt-5-2026' };
    expect(viewOf(named)?.parameters).toEqual([temperature]);
  });

  it('nothing for a span of something else', () => {
    expect(viewOf({ 'http.request.method': 'GET', 'url.path': '/' })).toBeUndefined();
  });
});

describe('broken content', () => {
  it.each(['[{"role":"user","parts":[{"type":"te', '{', '[[[', '"open'])(
    'keeps %j as the text it is',
    (text) => {
      const view = viewOf({ 'gen_ai.input.messages': text });
      expect(view?.input).toEqual([{ role: 'user', name: '', parts: [{ kind: 'text', text }] }]);
    },
  );

  it('keeps a document nested beyond reason as a text that can be sent on', () => {
    const text = '['.repeat(100_000) + ']'.repeat(100_000);
    const view = viewOf({ 'input.value': text });
    expect(view?.input[0]?.parts).toEqual([{ kind: 'text', text }]);
    expect(() => JSON.stringify(view)).not.toThrow();
  });

  it('is not led astray by keys with a meaning of their own', () => {
    const view = viewOf({
      'llm.input_messages.0.message.__proto__.polluted': 'yes',
      'llm.input_messages.0.message.content': 'Hi',
      'gen_ai.prompt.__proto__.x': 'y',
      'llm.output_messages.999999999999.message.content': 'far',
    });
    expect(view?.input).toMatchObject(hi);
    expect(view?.output).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
