import { expect, it } from 'vitest';
import {
  decodedSpan,
  type PlainAttributes,
  type PlainSpan,
} from '../../../test/collector/genai/fixture-spans.ts';
import { SpanAttributes } from './span-attributes.ts';
import { firstChunkMs } from './streaming.ts';

function firstChunk(attributes: PlainAttributes, events: PlainSpan['events'] = []) {
  const span = decodedSpan({ name: 'chat', attributes, events });
  return firstChunkMs(new SpanAttributes(span.attributes), span);
}

it.each<[string, PlainAttributes, number]>([
  ['conventions, seconds', { 'gen_ai.response.time_to_first_chunk': 0.35 }, 350],
  ['AI SDK, milliseconds', { 'ai.response.msToFirstChunk': 412.5 }, 412.5],
  [
    'the first that is a time',
    { 'gen_ai.response.time_to_first_chunk': -1, 'ai.stream.msToFirstChunk': 7 },
    7,
  ],
])('reads the time to the first chunk: %s', (_dialect, attributes, expected) => {
  expect(firstChunk(attributes)).toBeCloseTo(expected, 6);
});

it('tells nothing where no time is told', () => {
  expect(firstChunk({})).toBeUndefined();
  expect(firstChunk({ 'gen_ai.response.time_to_first_chunk': 'soon' })).toBeUndefined();
  expect(firstChunk({ 'langfuse.observation.completion_start_time': 'yesterday' })).toBeUndefined();
});

it('counts from the start of the span to a moment that is told, as JSON text or by an event', () => {
  const span = {
    ...decodedSpan({ name: 'chat', attributes: {} }),
    startTimeUnixNano: '1790000000000000000',
  };
  const told = decodedSpan({
    name: 'chat',
    attributes: { 'langfuse.observation.completion_start_time': '"2026-09-21T14:13:20.250Z"' },
  });
  expect(firstChunkMs(new SpanAttributes(told.attributes), span)).toBeCloseTo(250, 0);
  const event = {
    name: 'First Token Stream Event',
    timeUnixNano: '1790000000120000000',
    attributes: [],
    droppedAttributesCount: 0,
  };
  const none = new SpanAttributes([]);
  expect(firstChunkMs(none, { ...span, events: [event] })).toBeCloseTo(120, 6);
  const early = { ...event, timeUnixNano: '1780000000000000000' };
  expect(firstChunkMs(none, { ...span, events: [early] })).toBeUndefined();
});
