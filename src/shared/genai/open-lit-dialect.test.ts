import { describe, expect, it } from 'vitest';
import { decodedSpan } from '../../../test/collector/genai/fixture-spans.ts';
import { conversationOf } from './messages.ts';
import { parsePythonLiteral } from './python-literal.ts';

/** A span as tmam 1.6.1 sent it, without what is the same for all. */
const view = (prompt: string, completion: string, attributes: object = {}) =>
  conversationOf(
    decodedSpan({
      name: 'chat gpt-4.1-mini',
      attributes: {
        'telemetry.sdk.name': 'tmam',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.seed': '',
        'gen_ai.request.stop_sequences': [],
        'gen_ai.request.temperature': 0.2,
        'gen_ai.request.is_stream': false,
        'gen_ai.server.time_to_first_token': 0.159,
        ...attributes,
      },
      events: [
        { name: 'gen_ai.content.prompt', attributes: { 'gen_ai.prompt': prompt } },
        { name: 'gen_ai.content.completion', attributes: { 'gen_ai.completion': completion } },
      ],
    }),
  )!;

const said = (messages: ReturnType<typeof view>['input']) =>
  messages.map(({ role, parts }) => [role, ...parts]);

describe('tmam', () => {
  it('has all messages of a prompt in one text', () => {
    const { input, output, parameters, firstChunkMs } = view(
      'system: Be brief.\nTruly.\nuser: text: What is it?, image_url: {}\nassistant: None\ntool: 19',
      'It is 19 degrees.',
    );
    expect(said(input)).toEqual([
      ['system', { kind: 'text', text: 'Be brief.\nTruly.' }],
      ['user', { kind: 'text', text: 'text: What is it?, image_url: {}' }],
      ['assistant', { kind: 'text', text: 'None' }],
      ['tool', { kind: 'tool_result', id: '', name: '', content: '19' }],
    ]);
    expect(said(output)).toEqual([['assistant', { kind: 'text', text: 'It is 19 degrees.' }]]);
    // What was not given is no parameter, and an answer in one piece has no first one.
    expect(parameters.map(({ key }) => key)).toEqual(['temperature', 'is_stream']);
    expect(firstChunkMs).toBeUndefined();
  });

  it('writes calls of tools as Python does, beside an answer of None', () => {
    const calls = `[{'id': 'call_7', 'function': {'arguments': '{"city":"Lima"}', 'name': 'get_weather'}, 'type': 'function'}]`;
    const { output } = view('user: Weather?', 'None', { 'gen_ai.response.tool_calls': calls });
    expect(said(output)).toEqual([
      [
        'assistant',
        { kind: 'tool_call', id: 'call_7', name: 'get_weather', arguments: { city: 'Lima' } },
      ],
    ]);
    const tools = `[{'name': 'get_weather', 'parameters': {'type': 'object'}, 'type': 'function'}]`;
    const none = view('user: Weather?', '', { 'gen_ai.response.tool_calls': tools });
    expect(none.output).toEqual([]);
  });

  it('writes the input of the Responses API and of embeddings as Python does', () => {
    const { input } = view("{'type': 'input_text', 'text': 'Weather?'}, {'type': 'x'}", '');
    expect(said(input)).toEqual([['user', { kind: 'json', value: expect.any(Array) }]]);
    expect(said(view("['a', 'b']", '').input)).toEqual([
      ['user', { kind: 'text', text: 'a' }],
      ['user', { kind: 'text', text: 'b' }],
    ]);
    expect(said(view('What is a span?', '').input)).toEqual([
      ['user', { kind: 'text', text: 'What is a span?' }],
    ]);
  });
});

describe('values as Python writes them', () => {
  it.each([
    [
      `{'a': 1, "b": -2.5e3, 'c': [True, False, None], 'd': ()}`,
      { a: 1, b: -2500, c: [true, false, null], d: [] },
    ],
    [String.raw`['it\'s', "a\"b", '\n\t\\', '\x41\u00e9']`, ["it's", 'a"b', '\n\t\\', 'Aé']],
    ["  ('a',)  ", ['a']],
  ])('%s', (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value);
  });

  it.each([
    '',
    '{',
    "{'a'}",
    "{'a': }",
    "['a' 'b'",
    "['a'] rest",
    '[Function(name=1)]',
    "{1: 'a'}",
    "['unfinished",
    '['.repeat(50_000),
    `['${'\\'.repeat(100_001)}`,
  ])('%.30s is none', (text) => {
    expect(parsePythonLiteral(text)).toBeUndefined();
  });
});
