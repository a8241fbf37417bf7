import { expect, it } from 'vitest';
import { decodedSpan } from '../../../test/collector/genai/fixture-spans.ts';
import { conversationOf } from './messages.ts';

const view = (attributes: Record<string, string>) =>
  conversationOf(decodedSpan({ name: 'OpenAI-generation', attributes }))!;

/** What the Python SDK 5.0 leaves of a picture, which it uploads elsewhere. */
const MEDIA = '@@@langfuseMedia:type=image/png|id=cdGS4_zDEFh28U|source=base64_data_uri@@@';

it('shows pictures that were uploaded elsewhere as such', () => {
  const content = [
    { type: 'text', text: 'What is this?' },
    { type: 'image_url', image_url: { url: MEDIA } },
  ];
  const { input, output, finishReasons } = view({
    'langfuse.observation.type': 'generation',
    'langfuse.observation.input': JSON.stringify({ messages: [{ role: 'user', content }] }),
    'langfuse.observation.output': JSON.stringify({ role: 'assistant', content: MEDIA }),
    'langfuse.observation.metadata.finish_reason': '"stop"',
  });
  const picture = {
    kind: 'image',
    mimeType: 'image/png',
    name: 'cdGS4_zDEFh28U',
    uri: '',
    base64: '',
    bytes: 0,
  };
  expect(input[0]!.parts).toEqual([{ kind: 'text', text: 'What is this?' }, picture]);
  expect(output[0]!.parts).toEqual([picture]);
  expect(finishReasons).toEqual(['stop']);
});

it('shows what a retriever found as documents, once', () => {
  const found = [
    { id: 'd1', page_content: 'A span is one operation.', metadata: { page: 3 }, score: 0.9 },
    { content: 'Another.' },
  ];
  const { input, output, documents } = view({
    'langfuse.observation.type': 'retriever',
    'langfuse.observation.input': 'What is a span?',
    'langfuse.observation.output': JSON.stringify(found),
  });
  expect(input).toMatchObject([{ role: 'user', parts: [{ text: 'What is a span?' }] }]);
  expect(documents).toEqual([
    { id: 'd1', content: 'A span is one operation.', score: 0.9, metadata: { page: 3 } },
    { id: '', content: 'Another.', score: null, metadata: null },
  ]);
  expect(output).toEqual([]);
  const other = view({
    'langfuse.observation.type': 'retriever',
    'langfuse.observation.output': JSON.stringify([{ hits: 2 }]),
  });
  expect(other.documents).toEqual([]);
  expect(other.output).toMatchObject([{ parts: [{ kind: 'json', value: [{ hits: 2 }] }] }]);
});

it('reads the thoughts of OpenLLMetry, which are a summary in JSON', () => {
  const content = JSON.stringify([
    { text: 'The user wants the weather.', type: 'summary_text' },
    { text: 'In Lima.', type: 'summary_text' },
  ]);
  const { output } = view({
    'gen_ai.output.messages': JSON.stringify([
      { role: 'assistant', parts: [{ type: 'reasoning', content }], finish_reason: 'stop' },
    ]),
  });
  expect(output[0]!.parts).toEqual([
    { kind: 'reasoning', text: 'The user wants the weather.\nIn Lima.' },
  ]);
});

it('takes the answer of a tool out of the message LangChain makes of it', () => {
  const message = {
    type: 'tool',
    data: { content: '{"degrees":19}', type: 'tool', name: 'get_weather', tool_call_id: 'call_7' },
  };
  const { toolCall } = view({
    'openinference.span.kind': 'TOOL',
    'tool.name': 'get_weather',
    'input.value': '{"city":"Lima"}',
    'output.value': JSON.stringify(message),
  });
  expect(toolCall).toMatchObject({ id: 'call_7', result: { degrees: 19 } });
  const own = { data: { content: 'a file' }, role: 'tool' };
  const other = view({ 'openinference.span.kind': 'TOOL', 'output.value': JSON.stringify(own) });
  expect(other.toolCall!.result).toEqual(own);
});

it('shows what was asked of a memory and what it remembers', () => {
  const { input, documents } = view({
    'gen_ai.operation.name': 'search_memory',
    'gen_ai.memory.query.text': 'Where does Ada live?',
    'gen_ai.memory.records': '[{"id":"m1","content":"Ada lives in Lima.","score":0.8}]',
  });
  expect(input).toMatchObject([{ role: 'user', parts: [{ text: 'Where does Ada live?' }] }]);
  expect(documents).toEqual([
    { id: 'm1', content: 'Ada lives in Lima.', score: 0.8, metadata: null },
  ]);
});
