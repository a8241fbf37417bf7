import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildFilter, mayHold, mayHoldHash } from './filter.ts';
import { SegmentError } from './segment-error.ts';

const hash = fc.integer({ min: 0, max: 0xffffffff });

test('a filter holds every hash it was built of', () => {
  fc.assert(
    fc.property(fc.array(fc.array(hash)), (lists) => {
      const filter = buildFilter(lists);
      for (const each of lists.flat()) expect(mayHoldHash(filter, each)).toBe(true);
    }),
  );
});

test('about one absent hash in a hundred passes, and repeats take no room', () => {
  const hashes = Array.from({ length: 5000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);
  const filter = buildFilter([hashes, hashes, hashes]);
  expect(filter.length).toBeLessThan(5000 * 1.3);
  let passed = 0;
  for (let i = 0; i < 20_000; i++) {
    if (mayHoldHash(filter, Math.imul(i + 1, 0x85ebca6b) >>> 0)) passed++;
  }
  expect(passed).toBeLessThan(300);
});

test('every test must pass, by any of its alternatives', () => {
  const filter = buildFilter([[1, 2]]);
  expect(mayHold(filter, [[1], [2]])).toBe(true);
  expect(mayHold(filter, [[77_777, 2]])).toBe(true);
  expect(mayHold(filter, [[1], [77_777]])).toBe(false);
  expect(mayHold(filter, [])).toBe(true);
});

test('a damaged filter is refused', () => {
  const filter = buildFilter([[1, 2, 3]]);
  expect(() => mayHold(filter.subarray(0, 8), [[1]])).toThrow(SegmentError);
  expect(() => mayHold(filter.subarray(0, filter.length - 1), [[1]])).toThrow(SegmentError);
});
