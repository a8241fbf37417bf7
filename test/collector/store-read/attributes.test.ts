import { expect, test } from 'vitest';
import { idsOf, list, openTestStore, PROJECT } from './open-test-store.ts';
import {
  NOON_MS,
  NOON_NS,
  spanId,
  type SpanSketch,
  spanSegment,
  traceId,
  type ValueSketch,
} from './otlp-segments.ts';

const span = (n: number, more: Partial<SpanSketch> = {}): SpanSketch => ({
  trace: traceId(n),
  span: spanId(n),
  ...more,
});

const LIST: ValueSketch = {
  arrayValue: { values: [{ stringValue: 'red' }, { intValue: '7' }, { boolValue: true }] },
};
const OBJECT: ValueSketch = {
  kvlistValue: {
    values: [
      { key: 'a', value: { intValue: '1' } },
      { key: 'b', value: { stringValue: 'x' } },
    ],
  },
};

test('a value is found in every form it can be stored and written in', async () => {
  const { store } = await openTestStore();
  const values: ValueSketch[] = [
    'plain',
    42,
    { doubleValue: 0.5 },
    { boolValue: true },
    LIST,
    OBJECT,
    { bytesValue: Buffer.from('hi').toString('base64') },
    'x'.repeat(4000),
    { stringValue: '' },
    '9007199254740993',
    { intValue: '9007199254740993' },
  ];
  const spans = values.map((value, n) => span(n, { attributes: { key: value, other: 'plain' } }));
  await store.append(PROJECT, spanSegment(spans));
  const found = async (value: string): Promise<number[]> =>
    (await idsOf(store, { attributes: [{ key: 'key', value }] })).map(
      (id) => Number.parseInt(id.slice(0, 4), 16) - 1,
    );
  expect(await found('plain')).toEqual([0]);
  expect(await found('Plain')).toEqual([]);
  expect(await found('42')).toEqual([1]);
  expect(await found('42.0')).toEqual([1]);
  expect(await found('0.5')).toEqual([2]);
  expect(await found('5e-1')).toEqual([2]);
  expect(await found('true')).toEqual([3, 4]);
  expect(await found('red')).toEqual([4]);
  expect(await found('7')).toEqual([4]);
  expect(await found('["red",7,true]')).toEqual([4]);
  expect(await found('[ "red", 7, true ]')).toEqual([4]);
  expect(await found('{"a":1,"b":"x"}')).toEqual([5]);
  expect(await found('{"a": 1, "b": "x"}')).toEqual([5]);
  expect(await found('{"a":2,"b":"x"}')).toEqual([]);
  expect(await found('aGk=')).toEqual([6]);
  expect(await found('6869')).toEqual([6]);
  expect(await found('x'.repeat(4000))).toEqual([7]);
  expect(await found('')).toEqual([8]);
  expect(await found('9007199254740993')).toEqual([9, 10]);
  expect(await found('9007199254740992')).toEqual([]);
});

test('resources, scopes, events and links count, and conditions may be met by different spans', async () => {
  const { store } = await openTestStore();
  await store.append(PROJECT, spanSegment([span(1)], 'api', { region: 'eu' }));
  await store.append(
    PROJECT,
    spanSegment([
      span(2, { events: [{ name: 'e', attributes: { where: 'event' } }] }),
      span(3, { links: [{ attributes: { where: 'link' } }] }),
      span(4, { attributes: { where: 'span' } }),
    ]),
  );
  await store.append(
    PROJECT,
    spanSegment([span(4, { span: spanId(40), attributes: { more: 'yes' } })]),
  );
  const ids = (...attributes: [string, string][]): Promise<string[]> =>
    idsOf(store, { attributes: attributes.map(([key, value]) => ({ key, value })) });
  expect(await ids(['region', 'eu'])).toEqual([traceId(1)]);
  expect(await ids(['service.name', 'api'])).toEqual([1, 2, 3, 4].map(traceId));
  expect(await ids(['where', 'event'])).toEqual([traceId(2)]);
  expect(await ids(['where', 'link'])).toEqual([traceId(3)]);
  expect(await ids(['where', 'span'], ['more', 'yes'])).toEqual([traceId(4)]);
  expect(await ids(['where', 'link'], ['more', 'yes'])).toEqual([]);
});

test('attribute conditions combine with the others, and new segments are seen', async () => {
  const { store } = await openTestStore();
  const tagged = (n: number): SpanSketch => span(n, { attributes: { tag: 'x' } });
  await store.append(PROJECT, spanSegment([tagged(1), span(2)], 'api'));
  await store.append(PROJECT, spanSegment([tagged(3)], 'db'));
  const filter = { services: ['api'], attributes: [{ key: 'tag', value: 'x' }] };
  expect(await idsOf(store, filter)).toEqual([traceId(1)]);
  await store.append(PROJECT, spanSegment([tagged(5)], 'api'));
  expect(await idsOf(store, filter)).toEqual([traceId(1), traceId(5)]);
  expect((await list(store, filter)).totals.traces).toBe(2);
  expect((await store.facets(PROJECT, { attributes: filter.attributes })).services).toEqual([
    { value: 'api', count: 2 },
    { value: 'db', count: 1 },
  ]);
  const histogram = await store.histogram(PROJECT, filter, 1);
  expect(histogram.counts).toEqual([2]);
});

test('a wider time range than before finds what the narrower one passed over', async () => {
  const { store } = await openTestStore();
  for (const hour of [0, 1, 2]) {
    const startNs = NOON_NS + BigInt(hour) * 3_600_000_000_000n;
    await store.append(PROJECT, spanSegment([span(hour, { startNs, attributes: { tag: 'x' } })]));
  }
  const since = (hour: number): Promise<string[]> =>
    idsOf(store, {
      fromUs: NOON_MS * 1000 + hour * 3_600_000_000,
      attributes: [{ key: 'tag', value: 'x' }],
    });
  expect(await since(2)).toEqual([traceId(2)]);
  expect(await since(1)).toEqual([traceId(1), traceId(2)]);
  expect(await Promise.all([since(0), since(2), since(0)])).toEqual([
    [0, 1, 2].map(traceId),
    [traceId(2)],
    [0, 1, 2].map(traceId),
  ]);
});
