import { expect, it } from 'vitest';
import type { LlmView, Part } from '../../../shared/genai/llm-view.ts';
import { imageSource } from './image-source.ts';
import { foldedRange, toolNamesById } from './tool-names.ts';

const viewOf = (...parts: Part[]): LlmView => ({
  input: [{ role: 'assistant', name: '', parts }],
  output: [],
  system: [],
  tools: [],
  parameters: [],
  finishReasons: [],
  usage: [],
  documents: [],
  toolCall: undefined,
  embeddings: undefined,
});

it('names tools by the id of their call', () => {
  const names = toolNamesById(
    viewOf(
      { kind: 'tool_call', id: 'call_1', name: 'search', arguments: {} },
      { kind: 'tool_call', id: '', name: 'nameless', arguments: {} },
    ),
  );
  expect([...names]).toEqual([['call_1', 'search']]);
});

it('folds the middle of long conversations only', () => {
  expect(foldedRange(0)).toEqual({ from: 0, to: 0 });
  expect(foldedRange(11)).toEqual({ from: 0, to: 0 });
  expect(foldedRange(12)).toEqual({ from: 1, to: 4 });
  expect(foldedRange(200)).toEqual({ from: 1, to: 192 });
});

it('shows images that came with the span and loads none from elsewhere', () => {
  const image = {
    kind: 'image',
    mimeType: 'image/png',
    name: '',
    uri: '',
    base64: 'QUJD',
    bytes: 3,
  } as const;
  expect(imageSource(image)).toBe('data:image/png;base64,QUJD');
  expect(imageSource({ ...image, mimeType: '' })).toBe('data:image/png;base64,QUJD');
  expect(imageSource({ ...image, base64: '', uri: 'https://example.com/a.png' })).toBeUndefined();
  expect(imageSource({ ...image, mimeType: 'image/svg+xml' })).toBeUndefined();
  expect(imageSource({ ...image, mimeType: 'text/html' })).toBeUndefined();
  expect(imageSource({ ...image, base64: 'QU"><script>' })).toBeUndefined();
});
