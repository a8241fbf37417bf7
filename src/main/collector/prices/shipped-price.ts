import type { ModelPrice } from '../../../shared/contract/prices.ts';

/** A price of the table, with the further names of the same model at the same price. */
export interface PriceEntry extends ModelPrice {
  readonly aliases: readonly string[];
  readonly source: 'shipped' | 'edited';
}

/** What a row of the shipped table says beside input and output; US dollars per million tokens. */
export interface PriceDetails {
  readonly cached?: number;
  readonly cacheWrite?: number;
  /** Prices of a request with more than `above` input tokens. */
  readonly long?: {
    readonly above: number;
    readonly input: number;
    readonly output: number;
    readonly cached?: number;
    readonly cacheWrite?: number;
  };
  readonly aliases?: readonly string[];
}

/** One row of the shipped table: model id in lower case, then US dollars per million input and output tokens. */
export function shippedPrice(
  provider: string,
  model: string,
  input: number,
  output: number,
  details: PriceDetails = {},
): PriceEntry {
  const { long } = details;
  return {
    model,
    provider,
    input,
    output,
    cachedInput: details.cached ?? null,
    cacheWrite: details.cacheWrite ?? null,
    ...(long && {
      longContext: {
        above: long.above,
        input: long.input,
        output: long.output,
        cachedInput: long.cached ?? null,
        cacheWrite: long.cacheWrite ?? null,
      },
    }),
    aliases: details.aliases ?? [],
    source: 'shipped',
  };
}
