import { describe, expect, it } from 'vitest';
import { ModelPrice } from '../../../shared/contract/prices.ts';
import { priceFor } from './price-lookup.ts';
import { PRICE_TABLE_VERSION, SHIPPED_PRICES } from './table.ts';

describe('the shipped price table', () => {
  it('has a date for its version', () => {
    expect(PRICE_TABLE_VERSION).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('has one price for each name of a provider', () => {
    const names = SHIPPED_PRICES.entries.flatMap((entry) =>
      [entry.model, ...entry.aliases].map((name) => `${entry.provider} ${name}`),
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(
    SHIPPED_PRICES.entries.map((entry) => [`${entry.provider}/${entry.model}`, entry] as const),
  )('%s', (_name, entry) => {
    expect(ModelPrice.safeParse(entry).success).toBe(true);
    expect([entry.model, ...entry.aliases].filter((name) => name !== name.toLowerCase())).toEqual(
      [],
    );
    expect(entry.input).toBeGreaterThan(0);
    expect(entry.cachedInput ?? entry.input).toBeLessThanOrEqual(entry.input);
    expect(entry.cacheWrite ?? entry.input).toBeGreaterThanOrEqual(entry.input);
    expect(entry.longContext?.input ?? Infinity).toBeGreaterThan(entry.input);
    expect(priceFor(SHIPPED_PRICES, entry.provider, entry.model)).toBe(entry);
    for (const alias of entry.aliases)
      expect(priceFor(SHIPPED_PRICES, entry.provider, alias)).toBe(entry);
  });
});
