import { expect, test } from 'vitest';
import { formatBytes } from './format-bytes.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [38_440_000, '38.4 MB'],
  [152_600_000_000, '153 GB'],
  [5e18, '5,000,000 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('the decimal separator is that of the locale', () => {
  expect(formatBytes(38_440_000, 'de')).toBe('38,4 MB');
});
