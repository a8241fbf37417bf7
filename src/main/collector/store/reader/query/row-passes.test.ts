import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepTold, keepWithin } from './row-passes.ts';
import { numberTest } from './value-tests.ts';

const numbers = fc.constantFrom(-1, -0, 0, 0.5, 1, 2, 1e15, Number.NaN, Infinity, -Infinity);
const bounds = fc.option(
  fc.record({ value: fc.constantFrom(-1, 0, 0.5, 1, 1e15), isOpen: fc.boolean() }),
);

test('rows within bounds are those that the plain test of numbers lets pass', () => {
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 20 }), bounds, bounds, (values, low, high) => {
      if (low === null && high === null) return;
      const rows = Uint32Array.from(values, (_, i) => i * 3);
      const between = { kind: 'between', low, high } as const;
      const kept = keepWithin(rows, between, (_, room) => room.set(values));
      const passes = numberTest(between);
      expect([...kept]).toEqual([...rows].filter((_, i) => passes(values[i]!)));
    }),
  );
});

test('rows are told by whether they have any', () => {
  const column = Uint32Array.of(0, 1, 7, 0, 2 ** 31);
  const rows = Uint32Array.of(0, 1, 2, 3, 4);
  expect([...keepTold(rows, column, [true, false])]).toEqual([0, 3]);
  expect([...keepTold(rows, column, [false, true])]).toEqual([1, 2, 4]);
  expect([...keepTold(rows, column, [true, true])]).toEqual([0, 1, 2, 3, 4]);
  expect([...keepTold(rows, column, [false, false])]).toEqual([]);
});
