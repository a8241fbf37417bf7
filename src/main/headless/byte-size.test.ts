import { expect, test } from 'vitest';
import { parseBytes } from './byte-size.ts';

test.each([
  ['0', 0],
  ['2000000000', 2_000_000_000],
  ['500MB', 500_000_000],
  ['500 mb', 500_000_000],
  ['1.5GB', 1_500_000_000],
  ['2GiB', 2_147_483_648],
  ['12b', 12],
  ['1TB', 1_000_000_000_000],
])('%s is %d bytes', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each([
  '',
  'MB',
  '-1',
  '1e3',
  '5 apples',
  'ib',
  '5ib',
  '1.GB',
  '9007199254740993',
  '99999TB',
  ' 5',
])('"%s" is refused', (text) => {
  expect(parseBytes(text)).toBeUndefined();
});
