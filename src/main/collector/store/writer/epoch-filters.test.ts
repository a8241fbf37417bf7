import { expect, test } from 'vitest';
import { epochFilter, EpochFilters } from './epoch-filters.ts';

/** Spread over 53 bits, different for every n. */
const key = (n: number): number =>
  ((n * 2654435761) % 0x1fffff) * 0x100000000 + ((n * 40503) >>> 0);

test('every key is found in its epoch, and almost nowhere else', () => {
  const filters = new EpochFilters();
  const epochs = 70;
  const rows = 2000;
  for (let epoch = 0; epoch < epochs; epoch++) {
    filters.add(epochFilter(Array.from({ length: rows }, (_, i) => key(epoch * rows + i))));
  }
  expect(filters.count).toBe(epochs);
  let wrong = 0;
  for (let n = 0; n < epochs * rows; n += 97) {
    const found = filters.candidates(key(n));
    expect(found).toContain(Math.floor(n / rows));
    wrong += found.length - 1;
  }
  for (let n = epochs * rows; n < epochs * rows + 1000; n++) {
    wrong += filters.candidates(key(n)).length;
  }
  expect(wrong).toBeLessThan(200);
});

test('without epochs there are no candidates', () => {
  expect(new EpochFilters().candidates(5)).toEqual([]);
});
