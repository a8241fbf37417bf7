import { expect, test } from 'vitest';
import { decodeSpanTable, encodeSpanTable, type SpanTable } from './span-table.ts';

function tableOf(count: number, over: Partial<SpanTable> = {}): SpanTable {
  const row = <T>(value: (i: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => value(i));
  return {
    count,
    startUs: 1_700_000_000_000_000,
    names: ['', 'GET /órders/🛒'],
    services: [''],
    models: [''],
    operations: [''],
    costs: undefined,
    spanIds: Uint8Array.from({ length: count * 8 }, (_, i) => i * 37),
    parents: Int32Array.from(row((i) => i - 1)),
    startNs: Float64Array.from(row((i) => i * 5_000_000_000)),
    durationNs: Float64Array.from(row((i) => i)),
    name: Uint32Array.from(row((i) => i % 2)),
    service: Uint32Array.from(row(() => 0)),
    model: Uint32Array.from(row((i) => i * 300)),
    operation: Uint32Array.from(row((i) => i * 70_000)),
    inputTokens: Float64Array.from(row((i) => i * 1_000)),
    outputTokens: Float64Array.from(row((i) => i * 100_000)),
    costUsd: Float64Array.from(row((i) => (i === 0 ? Number.NaN : i / 1_000))),
    kind: Uint8Array.from(row(() => 3)),
    status: Uint8Array.from(row((i) => i % 3)),
    flags: Uint8Array.from(row(() => 0)),
    ...over,
  };
}

test.each([0, 1, 2, 5, 1_000])(
  'a table of %i spans is read as it was, whatever its values',
  (count) => {
    const table = tableOf(count);
    expect(decodeSpanTable(encodeSpanTable(table))).toEqual(table);
  },
);

test('values below zero, with a fraction, none at all and too large for narrow numbers are kept', () => {
  const odd = [-1, 0.5, Number.NaN, 2 ** 40];
  for (const value of odd) {
    const table = tableOf(3, {
      startNs: Float64Array.of(0, value, 0),
      durationNs: Float64Array.of(value, value, value),
    });
    const read = decodeSpanTable(encodeSpanTable(table));
    expect([...read.startNs]).toEqual([0, value, 0]);
    expect([...read.durationNs]).toEqual([value, value, value]);
  }
});

test('a column of one value, and small numbers, take less room', () => {
  const spans = 10_000;
  const same = tableOf(spans, { costUsd: new Float64Array(spans).fill(Number.NaN) });
  const bytes = encodeSpanTable(same).byteLength;
  expect(bytes).toBeLessThan(encodeSpanTable(tableOf(spans)).byteLength);
  expect(bytes).toBeLessThan(spans * 48);
});
