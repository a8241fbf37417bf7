import { expect, test } from 'vitest';
import { decodeSpan } from '../../../src/main/collector/otlp/decode-detail.ts';
import { decodeSpanTable, SPAN_FLAG, type SpanTable } from '../../../src/shared/span-table.ts';
import type { TelemetryStore } from '../../../src/main/collector/store/types.ts';
import { openTestStore, PROJECT } from './open-test-store.ts';
import {
  logSegment,
  NOON_MS,
  NOON_NS,
  spanId,
  type SpanSketch,
  spanSegment,
  traceId,
} from './otlp-segments.ts';

const TRACE = traceId(1);

async function open(store: TelemetryStore, trace = TRACE): Promise<SpanTable> {
  return decodeSpanTable((await store.spanTable(PROJECT, trace))!.table);
}

const idAt = (table: SpanTable, row: number): string =>
  Buffer.from(table.spanIds.subarray(row * 8, row * 8 + 8)).toString('hex');

const span = (id: number, parent: number | undefined, offsetNs: bigint, more = {}): SpanSketch => ({
  trace: TRACE,
  span: spanId(id),
  ...(parent === undefined ? {} : { parent: spanId(parent) }),
  startNs: NOON_NS + offsetNs,
  ...more,
});

const log = (timeNs: bigint, id: number | undefined, text: string, trace: string = TRACE) => ({
  trace,
  timeNs: NOON_NS + timeNs,
  text,
  ...(id === undefined ? {} : { span: spanId(id) }),
});

test('times are exact to the nanosecond and parents are found across segments and days', async () => {
  const { store, setNow } = await openTestStore();
  await store.append(
    PROJECT,
    spanSegment([span(3, 2, 1_234_567_891n, { durationNs: 7n }), span(4, 99, 17n)], 'db'),
  );
  await store.append(PROJECT, spanSegment([{ trace: traceId(2), span: spanId(50) }]));
  setNow(NOON_MS + 86_400_000);
  await store.append(PROJECT, spanSegment([span(2, 1, 3n), span(1, undefined, 1n)]));
  const table = await open(store);
  expect(table.count).toBe(4);
  expect([0, 1, 2, 3].map((row) => idAt(table, row))).toEqual([1, 2, 4, 3].map(spanId));
  expect([...table.parents]).toEqual([-1, 0, -2, 1]);
  expect(table.startUs).toBe(NOON_MS * 1000);
  expect([...table.startNs]).toEqual([1, 3, 17, 1_234_567_891]);
  expect(table.durationNs[3]).toBe(7);
  expect([...table.service].map((at) => table.services[at])).toEqual(['api', 'api', 'db', 'db']);
  expect(table.status[0]).toBe(0);
});

test('rings of spans that are their own ancestors are cut, so every walk upwards ends', async () => {
  const { store } = await openTestStore();
  await store.append(
    PROJECT,
    spanSegment([span(1, 1, 0n), span(2, 4, 1n), span(3, 2, 2n), span(4, 3, 3n), span(5, 4, 4n)]),
  );
  expect([...(await open(store)).parents]).toEqual([-3, -3, 1, 2, 3]);
});

test('spans without a start time are placed with their parents and stretch nothing', async () => {
  const { store } = await openTestStore();
  const timeless = (id: number, parent?: number) => span(id, parent, -NOON_NS, { durationNs: 0n });
  await store.append(
    PROJECT,
    spanSegment([span(1, undefined, 0n), span(2, 1, 5_000n, { durationNs: 9n })]),
  );
  await store.append(
    PROJECT,
    spanSegment([timeless(10), timeless(11, 12), timeless(12, 2), timeless(13, 99)]),
  );
  const table = await open(store);
  expect(table.startUs).toBe(NOON_MS * 1000);
  const rows = Object.fromEntries(
    [10, 11, 12, 13, 1, 2].map((id) => {
      const row = [0, 1, 2, 3, 4, 5].find((at) => idAt(table, at) === spanId(id))!;
      const isTimeless = (table.flags[row]! & SPAN_FLAG.noStart) !== 0;
      return [id, [table.startNs[row], table.durationNs[row], isTimeless]];
    }),
  );
  expect(rows).toMatchObject({
    10: [0, 0, true],
    11: [5_000, 0, true],
    12: [5_000, 0, true],
    13: [0, 0, true],
    1: [0, expect.any(Number), false],
    2: [5_000, 9, false],
  });
});

test('a repeated span is shown once, and its children keep their parent', async () => {
  const { store } = await openTestStore();
  await store.append(PROJECT, spanSegment([span(1, undefined, 0n)]));
  await store.append(PROJECT, spanSegment([span(1, undefined, 0n), span(2, 1, 5n)]));
  const table = await open(store);
  expect(table.count).toBe(2);
  expect([...table.parents]).toEqual([-1, 0]);
});

test('spans with log records are marked, and their logs come by time', async () => {
  const { store, setNow } = await openTestStore();
  await store.append(PROJECT, spanSegment([span(1, undefined, 0n), span(2, 1, 5n)]));
  await store.append(PROJECT, logSegment([log(50_000n, 2, 'c'), log(10_000n, 2, 'a')]));
  setNow(NOON_MS + 86_400_000);
  await store.append(
    PROJECT,
    logSegment([
      log(20_000n, 2, 'b'),
      log(30_000n, undefined, 'whole'),
      log(1n, 2, 'x', traceId(9)),
    ]),
  );
  const table = await open(store);
  expect([...table.flags].map((flags) => flags & SPAN_FLAG.logs)).toEqual([0, SPAN_FLAG.logs]);
  const texts = async (id?: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const { signal, records } of store.logRecords(PROJECT, TRACE, id)) {
      expect(signal).toBe('logs');
      for (const { bytes } of records)
        found.push(/whole|[abcx]/.exec(Buffer.from(bytes).toString())![0]);
    }
    return found;
  };
  expect(await texts()).toEqual(['a', 'b', 'whole', 'c']);
  expect(await texts(spanId(2))).toEqual(['a', 'b', 'c']);
  expect(await texts(spanId(1))).toEqual([]);
});

test('one span is given with its own resource and scope', async () => {
  const { store } = await openTestStore();
  await store.append(PROJECT, spanSegment([span(1, undefined, 0n, { name: 'one' })], 'api'));
  await store.append(PROJECT, spanSegment([span(2, 1, 0n, { name: 'two' })], 'db'));
  const stored = (await store.span(PROJECT, TRACE, spanId(2)))!;
  expect(decodeSpan(stored.bytes)).toMatchObject({
    name: 'two',
    spanId: spanId(2),
    parentSpanId: spanId(1),
  });
  expect(Buffer.from(stored.resource).toString()).toContain('db');
  expect(stored.resourceSchemaUrl).toBe('https://example.test/resource');
  expect(Buffer.from(stored.scope).toString()).toContain('lib');
  expect(stored.scopeSchemaUrl).toBe('https://example.test/scope');
  expect(stored).toMatchObject({ costUsd: null, costSource: 'none' });
  expect(await store.span(PROJECT, TRACE, spanId(3))).toBeUndefined();
});

test('a trace of 50,000 spans opens whole, while lists are answered', async () => {
  const { store } = await openTestStore();
  const count = 50_000;
  for (let from = 0; from < count; from += 5000) {
    const spans = Array.from({ length: 5000 }, (_, i) =>
      span(from + i, from + i === 0 ? undefined : (from + i - 1) >> 1, BigInt(from + i)),
    );
    await store.append(PROJECT, spanSegment(spans));
  }
  const table = await open(store);
  expect(table.count).toBe(count);
  expect(table.parents.every((parent, row) => parent === (row === 0 ? -1 : (row - 1) >> 1))).toBe(
    true,
  );
});

test('of spans that start together the parent comes first', async () => {
  const { store } = await openTestStore();
  const child = span(1, 9, 0n, { durationNs: 10_000n });
  const parent = span(9, undefined, 0n, { durationNs: 1_000_000n });
  await store.append(PROJECT, spanSegment([child, parent]));
  const table = await open(store);
  expect([idAt(table, 0), idAt(table, 1)]).toEqual([spanId(9), spanId(1)]);
  expect([...table.parents]).toEqual([-1, 0]);
});
