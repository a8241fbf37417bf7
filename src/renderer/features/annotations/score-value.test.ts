import { expect, test } from 'vitest';
import { readScoreValue } from './score-value.ts';

test.each([
  ['0.8', 0.8],
  [' -3 ', -3],
  ['1e3', 1000],
  ['.5', 0.5],
  ['yes', true],
  ['False', false],
  ['good', 'good'],
  ['1 of 3', '1 of 3'],
  ['0x10', '0x10'],
  ['1e999', '1e999'],
])('%s is read as %s', (text, value) => {
  expect(readScoreValue(text)).toBe(value);
});
