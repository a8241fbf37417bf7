import { z } from 'zod';
import { call } from './call.ts';

const perMillion = z.number().nonnegative().max(1e6);

/** US dollars per million tokens. */
export const ModelPrice = z.object({
  model: z.string().min(1).max(200),
  provider: z.string().max(100).default(''),
  input: perMillion,
  output: perMillion,
  /** Input read from a cache; null: as `input`. */
  cachedInput: perMillion.nullable().default(null),
  /** Input written to a cache; null: as `input`. */
  cacheWrite: perMillion.nullable().default(null),
  /** Prices of the whole request once it has more than `above` input tokens. */
  longContext: z
    .object({
      above: z.number().int().positive(),
      input: perMillion,
      output: perMillion,
      cachedInput: perMillion.nullable().default(null),
      cacheWrite: perMillion.nullable().default(null),
    })
    .optional(),
});
export type ModelPrice = z.infer<typeof ModelPrice>;

export const PriceList = z.object({
  /** Version of the table shipped with the app, a date. */
  version: z.string(),
  prices: z.array(ModelPrice.extend({ source: z.enum(['shipped', 'edited']) })),
});

export const prices = {
  list: call({
    permission: 'instance:read',
    route: { method: 'GET', path: '/prices' },
    summary: 'The price table that new spans are costed with',
  }).output(PriceList),
  set: call({
    permission: 'instance:manage',
    route: { method: 'PUT', path: '/prices' },
    summary: 'Add or replace the price of a model; spans already stored keep their cost',
  })
    // The shipped rows' long-context rates cannot be edited: a price set by hand holds for every length.
    .input(ModelPrice.omit({ longContext: true }))
    .output(PriceList),
  reset: call({
    permission: 'instance:manage',
    route: { method: 'DELETE', path: '/prices' },
    summary: 'Return a model to the shipped price, or remove an added one',
  })
    .input(z.object({ model: z.string(), provider: z.string().default('') }))
    .output(PriceList),
};
