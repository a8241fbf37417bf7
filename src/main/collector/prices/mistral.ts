import { shippedPrice, type PriceDetails, type PriceEntry } from './shipped-price.ts';

function mistral(model: string, input: number, output: number, details?: PriceDetails): PriceEntry {
  return shippedPrice('mistral', model, input, output, details);
}

/**
 * Mistral's own API, as in mistral.ai/pricing. The number at the end is a version with a price of its own, so it is
 * never stripped; the moving `-latest` names are left out for the same reason.
 */
export const MISTRAL_PRICES: readonly PriceEntry[] = [
  mistral('mistral-large-2512', 0.5, 1.5, { cached: 0.05 }),
  mistral('mistral-large-2411', 2, 6, { aliases: ['mistral-large-2407'] }),
  mistral('mistral-medium-3-5', 1.5, 7.5, { cached: 0.15, aliases: ['mistral-medium-3.5'] }),
  mistral('mistral-medium-2508', 0.4, 2, { cached: 0.04, aliases: ['mistral-medium-2505'] }),
  mistral('mistral-small-2603', 0.15, 0.6, { cached: 0.015 }),
  mistral('ministral-14b-2512', 0.2, 0.2, { cached: 0.02 }),
  mistral('ministral-8b-2512', 0.15, 0.15, { cached: 0.015 }),
  mistral('ministral-3b-2512', 0.1, 0.1, { cached: 0.01 }),
  mistral('ministral-8b-2410', 0.1, 0.1),
  mistral('ministral-3b-2410', 0.04, 0.04),
  mistral('codestral-2508', 0.3, 0.9, { cached: 0.03 }),
  mistral('codestral-2501', 0.3, 0.9),
  mistral('devstral-2512', 0.4, 2, { cached: 0.04 }),
  mistral('magistral-medium-2506', 2, 5, {
    aliases: ['magistral-medium-2507', 'magistral-medium-2509'],
  }),
  mistral('magistral-small-2506', 0.5, 1.5, {
    aliases: ['magistral-small-2507', 'magistral-small-2509'],
  }),
  mistral('pixtral-large-2411', 2, 6, { aliases: ['pixtral-large-latest'] }),
  mistral('open-mistral-nemo', 0.15, 0.15, { aliases: ['open-mistral-nemo-2407'] }),
  mistral('mistral-embed', 0.1, 0),
];
