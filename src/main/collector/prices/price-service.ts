import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { ModelPrice, PriceList } from '../../../shared/contract/prices.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { PriceTable } from '../catalog/tables.ts';
import type { Clock } from '../clock.ts';
import { mergePrices } from './price-lookup.ts';
import { PRICE_TABLE_VERSION, SHIPPED_PRICES } from './table.ts';

/** The shipped price table with what an administrator changed; only spans yet to come are costed by a change. */
export class PriceService {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;
  readonly #listeners = new Set<(edited: readonly ModelPrice[]) => void>();
  #edited: readonly ModelPrice[];

  private constructor(
    catalog: Catalog,
    clock: Clock,
    audit: AuditTrail,
    edited: readonly ModelPrice[],
  ) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
    this.#edited = edited;
  }

  static async open(catalog: Catalog, clock: Clock, audit: AuditTrail): Promise<PriceService> {
    return new PriceService(catalog, clock, audit, await readEdited(catalog));
  }

  /** Prices that differ from the shipped ones, for the workers that cost spans. */
  get edited(): readonly ModelPrice[] {
    return this.#edited;
  }

  onChange(listener: (edited: readonly ModelPrice[]) => void): void {
    this.#listeners.add(listener);
  }

  list(): z.infer<typeof PriceList> {
    const edited = new Set(this.#edited.map(nameOf));
    const prices = mergePrices(SHIPPED_PRICES, this.#edited)
      .entries.map((entry) => ({
        model: entry.model,
        provider: entry.provider,
        input: entry.input,
        output: entry.output,
        cachedInput: entry.cachedInput,
        cacheWrite: entry.cacheWrite,
        ...(entry.longContext && { longContext: entry.longContext }),
        source: edited.has(nameOf(entry)) ? ('edited' as const) : ('shipped' as const),
      }))
      .toSorted((a, b) => a.provider.localeCompare(b.provider) || a.model.localeCompare(b.model));
    return { version: PRICE_TABLE_VERSION, prices };
  }

  async set(price: ModelPrice, actor: Actor): Promise<void> {
    const values = {
      input: price.input,
      output: price.output,
      cached_input: price.cachedInput,
      cache_write: price.cacheWrite,
      updated_ms: this.#clock.now(),
    };
    const row = { provider: price.provider, model: price.model, ...values };
    await this.#audit.change(actor, async (tx) => {
      const before = await rowOf(tx, price.provider, price.model);
      await tx
        .insertInto('price')
        .values(row)
        .onConflict((conflict) => conflict.columns(['provider', 'model']).doUpdateSet(values))
        .execute();
      return { answer: undefined, entries: [draft('price.changed', before, row)] };
    });
    await this.#reload();
  }

  async reset(provider: string, model: string, actor: Actor): Promise<void> {
    await this.#audit.change(actor, async (tx) => {
      const before = await rowOf(tx, provider, model);
      if (before === undefined) return { answer: undefined, entries: [] };
      await tx
        .deleteFrom('price')
        .where('provider', '=', provider)
        .where('model', '=', model)
        .execute();
      return { answer: undefined, entries: [draft('price.reset', before, undefined)] };
    });
    await this.#reload();
  }

  async #reload(): Promise<void> {
    this.#edited = await readEdited(this.#catalog);
    for (const listener of this.#listeners) listener(this.#edited);
  }
}

const nameOf = (price: { provider: string; model: string }): string =>
  `${price.provider}\n${price.model}`;

async function readEdited(catalog: Catalog): Promise<ModelPrice[]> {
  const rows = await catalog.db.selectFrom('price').selectAll().execute();
  return rows.map((row: Selectable<PriceTable>) => ({
    provider: row.provider,
    model: row.model,
    input: row.input,
    output: row.output,
    cachedInput: row.cached_input,
    cacheWrite: row.cache_write,
  }));
}

function rowOf(
  tx: CatalogTransaction,
  provider: string,
  model: string,
): Promise<Selectable<PriceTable> | undefined> {
  return tx
    .selectFrom('price')
    .selectAll()
    .where('provider', '=', provider)
    .where('model', '=', model)
    .executeTakeFirst();
}

/** What the audit log says of an edited price; an absent side is the shipped one, or none. */
function draft(
  action: 'price.changed' | 'price.reset',
  before: Selectable<PriceTable> | undefined,
  after: Selectable<PriceTable> | undefined,
): AuditDraft {
  const { provider, model } = (after ?? before)!;
  const name = provider === '' ? model : `${provider}/${model}`;
  return {
    action,
    resource: 'price',
    resourceId: name,
    resourceName: name,
    before: stateOf(before),
    after: stateOf(after),
  };
}

function stateOf(row: Selectable<PriceTable> | undefined) {
  if (row === undefined) return null;
  const { input, output, cached_input: cachedInput, cache_write: cacheWrite } = row;
  return { input, output, cachedInput, cacheWrite };
}
