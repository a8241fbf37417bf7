import { expect, test } from 'vitest';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { spanId, spanSegment, traceId, type SpanSketch } from '../store-read/otlp-segments.ts';

const span = (n: number, more: Partial<SpanSketch>): SpanSketch => ({
  trace: traceId(n),
  span: spanId(n),
  name: 'step',
  ...more,
});

test('keys, values of one and values of fields come with how many of the newest spans have them', async () => {
  const { store } = await openTestStore();
  const api = [
    span(1, { attributes: { 'user.id': 'ann', größe: 5, 'my key': 'a "b"' } }),
    span(2, { attributes: { 'user.id': 'bob', 'gen_ai.request.model': 'gpt-4.1' } }),
    span(3, {
      name: 'other',
      attributes: { 'user.id': 'ann' },
      events: [{ name: 'retry' }, { name: 'retry' }, { name: 'cache miss' }],
    }),
  ];
  // What is sent twice counts once.
  for (let i = 0; i < 2; i++) await store.append(PROJECT, spanSegment(api));
  await store.append(PROJECT, spanSegment([span(4, {})], 'worker', { 'service.version': '1.2' }));
  const ask = async (about: object, text = '') => {
    const { values } = await store.suggest({ projectId: PROJECT, text, limit: 10, ...about });
    return values.map(({ value, count }) => `${value} ${count}`);
  };

  expect(await ask({}, 'GRÖSSE')).toEqual(['größe 1']);
  expect(await ask({}, 'key')).toEqual(['my key 1']);
  expect(await ask({ key: 'user.id' })).toEqual(['ann 2', 'bob 1']);
  expect(await ask({ key: 'my key' })).toEqual(['a "b" 1']);
  expect(await ask({ field: 'user' })).toEqual(['ann 2', 'bob 1']);
  expect(await ask({ field: 'user' }, 'B')).toEqual(['bob 1']);
  expect(await ask({ field: 'name' })).toEqual(['step 3', 'other 1']);
  expect(await ask({ field: 'service' })).toEqual(['api 3', 'worker 1']);
  expect(await ask({ field: 'release' })).toEqual(['1.2 1']);
  expect(await ask({ field: 'model' })).toEqual(['gpt-4.1 1']);
  expect(await ask({ field: 'event' })).toEqual(['cache miss 1', 'retry 1']);
  expect(await ask({ field: 'scope' })).toEqual(['lib 4']);
  expect(await ask({ field: 'session' })).toEqual([]);
});
