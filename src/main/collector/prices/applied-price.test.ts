import { expect, it } from 'vitest';
import { appliedPriceText, readAppliedPrice } from './applied-price.ts';
import { shippedPrice } from './shipped-price.ts';

const entry = shippedPrice('p', 'm', 10, 40, {
  cached: 1,
  long: { above: 1_000, input: 20, output: 60 },
});
const rates = { version: '2026-01-01', source: 'shipped' };

it('the price that was used is read as it was kept, also that of long requests', () => {
  expect(readAppliedPrice(appliedPriceText('2026-01-01', entry, false))).toEqual({
    ...rates,
    input: 10,
    output: 40,
    cachedInput: 1,
    cacheWrite: null,
  });
  expect(readAppliedPrice(appliedPriceText('2026-01-01', entry, true))).toEqual({
    ...rates,
    input: 20,
    output: 60,
    cachedInput: null,
    cacheWrite: null,
  });
  expect(readAppliedPrice(appliedPriceText('2027-01-01', entry, false))!.version).toBe(
    '2027-01-01',
  );
});

it('names no model, and text of no price is none', () => {
  expect(appliedPriceText('2026-01-01', entry, false)).not.toMatch(/"[mp]"/);
  expect(readAppliedPrice('')).toBeNull();
  expect(readAppliedPrice('{')).toBeNull();
});
