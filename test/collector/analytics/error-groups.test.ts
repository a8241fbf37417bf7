import { expect, test } from 'vitest';
import { messageShape } from '../../../src/shared/query/error-condition.ts';
import { list, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_NS, spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

const exception = (type: string, message: string) => ({
  name: 'exception',
  attributes: { 'exception.type': type, 'exception.message': message },
});

const failed = (n: number, name: string) => ({
  trace: traceId(n),
  span: spanId(n),
  name,
  error: 'it failed',
});

const us = (seconds: number): number => Number(NOON_NS / 1000n) + seconds * 1e6;

test('failures that are alike are one group, with the newest of them to open', async () => {
  const { store } = await openTestStore();
  await store.append(
    PROJECT,
    spanSegment([
      ...[1, 2, 3].map((n) => ({
        trace: traceId(n),
        span: spanId(n),
        name: 'GET /orders',
        startNs: NOON_NS + BigInt(n) * 1_000_000_000n,
        error: `order ${n}17 not found`,
      })),
      { trace: traceId(4), span: spanId(4), name: 'GET /orders', error: 'timed out' },
      { trace: traceId(4), span: spanId(5), name: 'GET /orders' },
    ]),
  );
  await store.append(
    PROJECT,
    spanSegment(
      [
        {
          trace: traceId(4),
          span: spanId(6),
          name: 'chat',
          error: 'it failed',
          events: [exception('RateLimitError', 'limit of 500 a minute')],
        },
        {
          trace: traceId(4),
          span: spanId(7),
          name: 'chat',
          error: '',
          attributes: { 'error.type': '503' },
        },
      ],
      'worker',
    ),
  );
  const { groups, spans, truncated } = await store.errorGroups(PROJECT, {}, 10);
  expect({ spans, truncated }).toEqual({ spans: 6, truncated: false });
  expect(groups[0]).toEqual({
    service: 'api',
    name: 'GET /orders',
    type: '',
    message: 'order 317 not found',
    count: 3,
    traces: 3,
    firstUs: us(1),
    lastUs: us(3),
    condition: expect.stringContaining('service = "api"') as unknown,
    traceId: traceId(3),
    spanId: spanId(3),
  });
  const rest = groups.slice(1).map(({ service, type, message }) => [service, type, message]);
  expect(rest).toHaveLength(3);
  expect(rest).toContainEqual(['api', '', 'timed out']);
  expect(rest).toContainEqual(['worker', 'RateLimitError', 'limit of 500 a minute']);
  expect(rest).toContainEqual(['worker', '503', '']);

  const first = await store.errorGroups(PROJECT, { fromUs: us(2) }, 1);
  expect(first.groups).toEqual([expect.objectContaining({ count: 2, firstUs: us(2) })]);
});

test.each([
  ['order 17 not found', 'order 18 not found'],
  [
    'job 3f2504e0-4f89-11d3-9a0c-0305e82c3301 gone',
    'job 00000000-0000-0000-0000-000000000000 gone',
  ],
  ['object deadbeef1 is missing', 'object 12345678a is missing'],
  ['took 1.5 s\n  at 12:30', 'took 20 s at 9:05'],
])('%j is like %j', (a, b) => {
  expect(messageShape(a)).toBe(messageShape(b));
});

test.each([
  ['order not found', 'user not found'],
  ['feedface', 'defaced'],
])('%j is not like %j', (a, b) => {
  expect(messageShape(a)).not.toBe(messageShape(b));
});

test('the condition of each group lists as many traces as it counts', async () => {
  const { store } = await openTestStore();
  const messages = [
    'order 17 not found',
    'order  18\n not found',
    'order # not found',
    'order not found',
    'order a not found',
    'job 3f2504e0-4f89-11d3-9a0c-0305e82c3301 (of "many") gone.',
    'job 3f2504e0-4f89-11d3-9a0c-0305e82c3302 (of "many") gone.',
    'größe 5,3 € [überschritten] um 12:30',
    `${'long message '.repeat(40)}1`,
    `${'long message '.repeat(40)}2`,
    '1 '.repeat(140),
    '7',
    '42',
    '',
  ];
  await store.append(
    PROJECT,
    spanSegment(
      messages.flatMap((message, i) => [
        { trace: traceId(3 * i + 1), span: spanId(3 * i + 1), name: 'a "b"', error: message },
        {
          trace: traceId(3 * i + 2),
          span: spanId(3 * i + 2),
          name: 'c',
          error: 'it failed',
          events: [exception('E\\1', message)],
        },
        {
          trace: traceId(3 * i + 3),
          span: spanId(3 * i + 3),
          name: 'c',
          error: message,
          attributes: { 'error.type': '503' },
        },
      ]),
    ),
  );
  const { groups } = await store.errorGroups(PROJECT, {}, 100);
  expect(groups).toHaveLength(27);
  for (const { condition, traces, count } of groups) {
    const { totals } = await list(store, { query: `has(${condition})` });
    expect({ condition, traces: totals.traces }).toEqual({ condition, traces });
    expect(traces).toBe(count);
  }
});

test('groups that are equal come by service and name, each with its first span by id, wherever they are stored', async () => {
  const { store } = await openTestStore();
  await store.append(PROJECT, spanSegment([failed(9, 'b'), failed(2, 'c')]));
  await store.append(PROJECT, spanSegment([failed(1, 'c'), failed(8, 'b')]));
  await store.append(PROJECT, spanSegment([failed(7, 'a'), failed(3, 'a')]));
  const { groups } = await store.errorGroups(PROJECT, {}, 10);
  expect(groups.map((group) => [group.name, group.spanId])).toEqual([
    ['a', spanId(3)],
    ['b', spanId(8)],
    ['c', spanId(1)],
  ]);
});
