import { expect, test } from 'vitest';
import { EpochFilter, EpochFilters } from './epoch-filters.ts';

/** Spread over 53 bits, different for every n. */
const key = (n: number): number =>
  ((n * 2654435761) % 0x1fffff) * 0x100000000 + ((n * 40503) >>> 0);

function filterOf(keys: readonly number[]): EpochFilter {
  const filter = new EpochFilter();
  for (const each of keys) filter.add(each);
  return filter;
}

test('every key is found in its epoch, and almost nowhere else', () => {
  const filters = new EpochFilters();
  const epochs = 70;
  const rows = 2000;
  for (let epoch = 0; epoch < epochs; epoch++) {
    filters.add(filterOf(Array.from({ length: rows }, (_, i) => key(epoch * rows + i))).bytes);
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

test('a key that was added is in the filter of its epoch, others almost never', () => {
  const keys = Array.from({ length: 8000 }, (_, n) => key(n));
  const filter = filterOf(keys);
  expect(keys.every((each) => filter.mayHold(each))).toBe(true);
  let wrong = 0;
  for (let n = 8000; n < 18_000; n++) if (filter.mayHold(key(n))) wrong++;
  expect(wrong).toBeLessThan(50);
});
