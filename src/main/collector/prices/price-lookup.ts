import type { ModelPrice } from '../../../shared/contract/prices.ts';
import { modelNames } from './model-names.ts';
import { priceHolds, providerName } from './provider-names.ts';
import type { PriceEntry } from './shipped-price.ts';

/** Look-ups remembered; a service calls few models, so a full memory means made-up names and is emptied. */
const MAX_REMEMBERED = 2_000;

/** Prices in force, ready to be looked up. Immutable but for its memory of past look-ups. */
export interface PriceTable {
  /** Version of the shipped table, a date. */
  readonly version: string;
  readonly entries: readonly PriceEntry[];
  readonly byName: ReadonlyMap<string, readonly PriceEntry[]>;
  readonly remembered: Map<string, PriceEntry | null>;
}

/** Indexes `entries` by model id and alias. */
export function createPriceTable(version: string, entries: readonly PriceEntry[]): PriceTable {
  const byName = new Map<string, PriceEntry[]>();
  for (const entry of entries) {
    for (const name of new Set([entry.model.toLowerCase(), ...entry.aliases])) {
      const same = byName.get(name);
      if (same === undefined) byName.set(name, [entry]);
      else same.push(entry);
    }
  }
  return { version, entries, byName, remembered: new Map() };
}

/**
 * The table with `overrides` in place of the prices of the same provider and model, and in front of all others.
 *
 * A replaced row keeps its aliases, so a changed price of `gpt-4o` also holds for its other names.
 */
export function mergePrices(base: PriceTable, overrides: readonly ModelPrice[]): PriceTable {
  const replaced = new Map(base.entries.map((entry) => [rowKey(entry), entry]));
  const edited = overrides.map((price): PriceEntry => {
    const shipped = replaced.get(rowKey(price));
    replaced.delete(rowKey(price));
    return { ...price, aliases: shipped?.aliases ?? [], source: 'edited' };
  });
  return createPriceTable(base.version, [...edited, ...replaced.values()]);
}

/**
 * The price of a model at a provider as a span names both; undefined when the table does not know it.
 *
 * A model is matched by its exact names only (see {@link modelNames}), never by likeness. Of several rows with one name
 * the provider's own wins, then an edited one.
 */
export function priceFor(
  table: PriceTable,
  provider: string,
  model: string,
): PriceEntry | undefined {
  if (model === '') return undefined;
  const key = `${provider}\n${model}`;
  const known = table.remembered.get(key);
  if (known !== undefined) return known ?? undefined;
  const found = findPrice(table, provider, model);
  if (table.remembered.size >= MAX_REMEMBERED) table.remembered.clear();
  table.remembered.set(key, found ?? null);
  return found;
}

function findPrice(table: PriceTable, provider: string, model: string): PriceEntry | undefined {
  const { names, provider: prefixed } = modelNames(model);
  const host = provider === '' ? prefixed : providerName(provider);
  for (const name of names) {
    const holding = table.byName
      .get(name)
      ?.filter((entry) => priceHolds(providerName(entry.provider), host));
    const own = holding?.find((entry) => providerName(entry.provider) === host);
    const found = own ?? holding?.find((entry) => entry.source === 'edited') ?? holding?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

function rowKey(price: ModelPrice): string {
  return `${providerName(price.provider)}\n${price.model.toLowerCase()}`;
}
