import { expect, it } from 'vitest';
import { keptText } from './kept-text.ts';

it('says how long, from the shortest to the longest', () => {
  const text = (shortestDays: number | null, longestDays: number | null) =>
    keptText({ shortestDays, longestDays, legalHold: false });
  expect(text(null, null)).toBe('forever');
  expect(text(30, 30)).toBe('30 days');
  expect(text(1, 1)).toBe('1 day');
  expect(text(7, 90)).toBe('7 to 90 days');
  expect(text(7, null)).toBe('7 days and more');
});
