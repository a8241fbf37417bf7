import { expect, it } from 'vitest';
import { readLimit, writeByteLimit } from './limit-fields.ts';

it.each([
  ['', null],
  ['  ', null],
  ['1', 1],
  ['50000', 50_000],
  ['50,000', 50_000],
  ['1.000.000', 1_000_000],
  ['1 000', 1000],
  ['2 GB', 2e9],
  ['1.5g', 1.5e9],
  ['1,5 GB', 1.5e9],
  ['500k', 500_000],
  ['2 GiB', 2 ** 31],
])('%j is %d', (text, limit) => {
  expect(readLimit(text)).toEqual({ limit });
});

it.each(['0', '-1', 'many', '1 parsec', '1e3', '0.2', '9'.repeat(20), 'x'.repeat(10_000)])(
  '%j is no limit',
  (text) => {
    expect(readLimit(text)).toHaveProperty('problem');
  },
);

it.each([
  [null, ''],
  [2e9, '2 GB'],
  [1.5e9, '1,500 MB'],
  [2 ** 31, '2 GiB'],
  [1001, '1,001'],
])('%d bytes are written %j, and read back', (bytes, text) => {
  expect(writeByteLimit(bytes)).toBe(text);
  expect(readLimit(text)).toEqual({ limit: bytes });
});
