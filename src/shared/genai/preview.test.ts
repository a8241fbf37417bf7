import { describe, expect, it } from 'vitest';
import type { LlmView, Message, Part } from './llm-view.ts';
import { previewOf } from './preview.ts';

const empty: LlmView = {
  input: [],
  output: [],
  system: [],
  tools: [],
  parameters: [],
  finishReasons: [],
  usage: [],
  documents: [],
  toolCall: undefined,
  embeddings: undefined,
};

function message(role: string, ...parts: Part[]): Message {
  return { role, name: '', parts };
}

describe('previewOf', () => {
  it('shows the last thing the user said, on one line', () => {
    const input = [
      message('user', { kind: 'text', text: 'First' }),
      message('user', { kind: 'text', text: 'Weather\n\tin  Paris?' }),
      message('user', { kind: 'tool_result', id: '1', name: '', content: 'rain' }),
    ];
    expect(previewOf({ ...empty, input }, 50).input).toBe('Weather in Paris?');
  });

  it('cuts to the limit', () => {
    const output = [message('assistant', { kind: 'text', text: 'x'.repeat(10_000_000) })];
    expect(previewOf({ ...empty, output }, 10).output).toBe('xxxxxxxxx…');
  });

  it('names what is no text', () => {
    const image: Part = {
      kind: 'image',
      mimeType: 'image/png',
      name: '',
      uri: '',
      base64: '',
      bytes: 0,
    };
    const call: Part = { kind: 'tool_call', id: '', name: 'weather', arguments: {} };
    const thought: Part = { kind: 'reasoning', text: 'secret' };
    const output = [message('assistant', thought, image, call)];
    expect(previewOf({ ...empty, output }, 50).output).toBe('[image/png] weather()');
  });

  it('shows arguments and result of a tool', () => {
    const toolCall = {
      id: '',
      name: 't',
      description: '',
      arguments: { city: 'Paris', deep: {} },
      result: [{ a: 1 }],
    };
    expect(previewOf({ ...empty, toolCall }, 50)).toEqual({
      input: '{"city":"Paris"}',
      output: '{"a":1}',
    });
  });

  it('is empty where nothing was said', () => {
    expect(previewOf(empty, 50)).toEqual({ input: '', output: '' });
  });
});
