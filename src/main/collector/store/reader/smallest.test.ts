import { expect, test } from 'vitest';
import { smallestPositions } from './smallest.ts';

/** A repeatable sequence of numbers from 0 to 1. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x100000000;
  };
}

const smallest = (keys: Float64Array, limit: number): number[] =>
  [...keys].toSorted((a, b) => a - b).slice(0, limit);

test.each([
  ['random', (next: () => number) => next()],
  ['rising', (_: () => number, i: number) => i],
  ['falling', (_: () => number, i: number) => -i],
  ['mostly equal', (next: () => number) => (next() < 0.001 ? -1 : 0)],
  ['all equal', () => 7],
  ['few at the very end', (_: () => number, i: number) => (i > 49_900 ? -i : 1)],
])('the smallest of 50,000 %s keys are all there, without many others', (_, make) => {
  const next = sequence(7);
  const keys = Float64Array.from({ length: 50_000 }, (_, i) => make(next, i));
  for (const limit of [1, 100, 1000]) {
    const positions = smallestPositions(keys, keys.length, limit, (position) => -position);
    expect(new Set(positions).size).toBe(positions.length);
    expect(positions.length).toBeLessThan(12_000);
    const found = Float64Array.from(positions, (position) => keys[position]!);
    expect(smallest(found, limit)).toEqual(smallest(keys, limit));
  }
});

test('of equal keys those with the smallest second key are given', () => {
  const keys = new Float64Array(20_000);
  const positions = smallestPositions(keys, keys.length, 10, (position) => -position);
  const last = Array.from({ length: 10 }, (_, i) => 19_999 - i);
  expect(positions).toEqual(expect.arrayContaining(last));
});

test('all positions are given when there are no more than asked for', () => {
  expect(smallestPositions(Float64Array.of(3, 1, 2), 3, 5)).toEqual([0, 1, 2]);
});
