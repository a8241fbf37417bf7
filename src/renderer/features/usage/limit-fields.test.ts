import { expect, it } from 'vitest';
import { readLimit } from './limit-fields.ts';

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
])('%j is %d', (text, limit) => {
  expect(readLimit(text)).toEqual({ limit });
});

it.each(['0', '-1', 'many', '1 parsec', '1e3', '0.2', '9'.repeat(20), 'x'.repeat(10_000)])(
  '%j is no limit',
  (text) => {
    expect(readLimit(text)).toHaveProperty('problem');
  },
);
