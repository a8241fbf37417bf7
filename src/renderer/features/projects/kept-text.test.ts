import { expect, it } from 'vitest';
import { keptText } from './kept-text.ts';

it.each([
  [null, null, 'forever'],
  [30, 30, '30 days'],
  [1, 1, '1 day'],
  [7, 90, '7 to 90 days'],
  [7, null, '7 days and more'],
])('from %s to %s days is told as %s', (shortestDays, longestDays, text) => {
  expect(keptText({ shortestDays, longestDays, legalHold: false })).toBe(text);
});
