import { describe, expect, it } from 'vitest';
import { readDocument } from './document-shape.ts';
import type { JsonValue } from './llm-view.ts';

const text = (words: string) => ({ kind: 'text', text: words });
const call = (id: string, name = 'weather') => ({
  kind: 'tool_call',
  id,
  name,
  arguments: { city: 'Paris' },
});

/** Messages as `[role, ...parts]`, names left out. */
function read(document: JsonValue, role = 'user'): unknown[][] {
  return readDocument(document, role).messages.map((message) => [message.role, ...message.parts]);
}

describe('requests and responses of providers', () => {
  const openAiCall = {
    id: 'c1',
    type: 'function',
    function: { name: 'weather', arguments: '{"city":"Paris"}' },
  };
  it.each<[string, JsonValue, unknown[][]]>([
    ['a text', 'Hi', [['user', text('Hi')]]],
    [
      'a list of texts',
      ['a', 'b'],
      [
        ['user', text('a')],
        ['user', text('b')],
      ],
    ],
    [
      'OpenAI chat',
      {
        model: 'm',
        messages: [
          { role: 'developer', content: 'Be short.' },
          { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
          { role: 'assistant', content: null, tool_calls: [openAiCall] },
          { role: 'tool', tool_call_id: 'c1', content: 'rain' },
        ],
      },
      [
        ['developer', text('Be short.')],
        ['user', text('Hi')],
        ['assistant', call('c1')],
        ['tool', { kind: 'tool_result', id: 'c1', name: '', content: 'rain' }],
      ],
    ],
    [
      'OpenAI chat response',
      {
        choices: [
          {
            finish_reason: 'stop',
            message: { role: 'assistant', content: 'Hi', reasoning_content: 'Hm' },
          },
        ],
      },
      [['assistant', { kind: 'reasoning', text: 'Hm' }, text('Hi')]],
    ],
    [
      'OpenAI Responses items',
      [
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] },
        { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Paris"}' },
        { type: 'function_call_output', call_id: 'c1', output: 'rain' },
      ],
      [
        ['user', text('Hi')],
        ['assistant', { kind: 'reasoning', text: 'Hm' }],
        ['assistant', call('c1')],
        ['tool', { kind: 'tool_result', id: 'c1', name: '', content: 'rain' }],
      ],
    ],
    [
      'Anthropic',
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm', signature: 's' },
          { type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Paris' } },
        ],
      },
      [['assistant', { kind: 'reasoning', text: 'Hm' }, call('c1')]],
    ],
    [
      'Gemini',
      {
        contents: [
          { role: 'user', parts: [{ text: 'Hi' }] },
          {
            role: 'model',
            parts: [{ functionCall: { name: 'weather', args: { city: 'Paris' } } }],
          },
        ],
      },
      [
        ['user', text('Hi')],
        ['assistant', call('')],
      ],
    ],
    [
      'Gemini response',
      {
        candidates: [
          {
            content: { role: 'model', parts: [{ text: 'Hm', thought: true }, { text: 'Hi' }] },
            finishReason: 'STOP',
          },
        ],
      },
      [['assistant', { kind: 'reasoning', text: 'Hm' }, text('Hi')]],
    ],
    [
      'Bedrock',
      {
        output: {
          message: {
            role: 'assistant',
            content: [
              { text: 'Hi' },
              { toolUse: { toolUseId: 'c1', name: 'weather', input: { city: 'Paris' } } },
            ],
          },
        },
        stopReason: 'tool_use',
      },
      [['assistant', text('Hi'), call('c1')]],
    ],
    [
      'LangChain messages',
      [
        [
          {
            lc: 1,
            type: 'constructor',
            id: ['langchain_core', 'messages', 'HumanMessage'],
            kwargs: { content: 'Hi' },
          },
          {
            type: 'ai',
            content: '',
            tool_calls: [{ id: 'c1', name: 'weather', args: { city: 'Paris' } }],
          },
        ],
      ],
      [
        ['user', text('Hi')],
        ['assistant', call('c1')],
      ],
    ],
    [
      'LangChain result',
      {
        generations: [
          [
            {
              text: 'Hi',
              message: {
                lc: 1,
                type: 'constructor',
                id: ['x', 'AIMessage'],
                kwargs: { content: 'Hi' },
              },
            },
          ],
        ],
      },
      [['assistant', text('Hi')]],
    ],
    ['a completion prompt', { prompt: 'Once', model: 'm' }, [['user', text('Once')]]],
    ['messages as JSON texts', ['{"role":"user","content":"Hi"}'], [['user', text('Hi')]]],
    [
      'an unknown object',
      { question: 'Hi' },
      [['user', { kind: 'json', value: { question: 'Hi' } }]],
    ],
    [
      'an unknown part',
      [{ role: 'user', content: [{ type: 'hologram', x: 1 }] }],
      [['user', { kind: 'unknown', type: 'hologram', value: { type: 'hologram', x: 1 } }]],
    ],
    ['nothing', null, []],
    ['an empty list', [], []],
  ])('%s', (_name, document, expected) => {
    expect(read(document)).toEqual(expected);
  });

  it('keeps instructions, tools and reasons to stop beside the messages', () => {
    const request = readDocument(
      {
        system: [{ type: 'text', text: 'Be short.' }],
        messages: [{ role: 'user', content: 'Hi' }],
        tools: [{ name: 'weather', input_schema: { type: 'object' } }],
      },
      'user',
    );
    expect(request.system).toEqual([text('Be short.')]);
    expect(request.tools).toEqual([
      { name: 'weather', description: '', parameters: { type: 'object' } },
    ]);
    const response = readDocument(
      { choices: [{ text: 'Hi', finish_reason: 'length' }] },
      'assistant',
    );
    expect(response.finishReasons).toEqual(['length']);
  });
});

/** First part of a message with this content. */
function media(part: JsonValue): unknown {
  return read([{ role: 'user', content: [part] }])[0]?.[1];
}

describe('documents made to be slow', () => {
  it('keeps a handful of reasons to stop', () => {
    const choices = Array.from({ length: 200_000 }, (_, index) => ({
      text: 'x',
      finish_reason: `r${index}`,
    }));
    const response = readDocument({ choices }, 'assistant');
    expect(response.messages).toHaveLength(200_000);
    expect(response.finishReasons).toHaveLength(16);
  });

  it('takes lists longer than a call can have arguments', () => {
    const content = Array.from({ length: 300_000 }, () => ({ type: 'text', text: 'x' }));
    expect(read([{ role: 'user', content }])[0]).toHaveLength(300_001);
    const request = readDocument({ system: content, messages: content, tools: content }, 'user');
    expect(request.system).toHaveLength(300_000);
  });
});

describe('images, sounds and files', () => {
  it.each<[string, JsonValue, object]>([
    [
      'OpenAI image',
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
      { kind: 'image', mimeType: 'image/png', bytes: 8, base64: 'iVBORw0KGgo=' },
    ],
    [
      'OpenAI Responses image',
      { type: 'input_image', image_url: 'https://x/y.png' },
      { kind: 'image', uri: 'https://x/y.png' },
    ],
    [
      'OpenAI audio',
      { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
      { kind: 'blob', mimeType: 'audio/wav', bytes: 3 },
    ],
    [
      'OpenAI file',
      { type: 'file', file: { file_id: 'f-1', filename: 'a.pdf' } },
      { kind: 'file', name: 'a.pdf', bytes: 0 },
    ],
    [
      'Anthropic image',
      { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'AAAA' } },
      { kind: 'image', mimeType: 'image/jpeg', bytes: 3 },
    ],
    [
      'Gemini data',
      { inlineData: { mimeType: 'audio/mp3', data: 'AAAA' } },
      { kind: 'blob', mimeType: 'audio/mp3', bytes: 3 },
    ],
    [
      'Gemini file',
      { fileData: { mimeType: 'video/mp4', fileUri: 'gs://b/v.mp4' } },
      { kind: 'uri', mimeType: 'video/mp4', uri: 'gs://b/v.mp4' },
    ],
    [
      'Bedrock image',
      { image: { format: 'png', source: { bytes: 'AAAA' } } },
      { kind: 'image', mimeType: 'image/png', bytes: 3 },
    ],
    [
      'AI SDK file',
      { type: 'file', mediaType: 'application/pdf', data: 'AAAA', filename: 'a.pdf' },
      { kind: 'blob', mimeType: 'application/pdf', name: 'a.pdf', bytes: 3 },
    ],
    [
      'conventions blob',
      { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAA' },
      { kind: 'image', mimeType: 'image/png', bytes: 3 },
    ],
    [
      'conventions uri',
      { type: 'uri', modality: 'video', mime_type: 'video/mp4', uri: 's3://b/v' },
      { kind: 'uri', uri: 's3://b/v' },
    ],
    [
      'conventions file',
      { type: 'file', modality: 'image', file_id: 'f-1' },
      { kind: 'image', name: 'f-1', uri: '', bytes: 0 },
    ],
  ])('%s', (_name, part, expected) => {
    expect(media(part)).toMatchObject(expected);
  });
});
