import { shippedPrice, type PriceDetails, type PriceEntry } from './shipped-price.ts';

/**
 * Anthropic prices a read from the cache at a tenth of the input and a write that lives five minutes at 1.25 times.
 * Writes that live an hour cost twice the input; spans do not tell them apart, so they are priced as the short ones.
 */
function anthropic(
  model: string,
  input: number,
  output: number,
  details?: PriceDetails,
): PriceEntry {
  return shippedPrice('anthropic', model, input, output, {
    cached: rounded(input / 10),
    cacheWrite: rounded(input * 1.25),
    ...details,
  });
}

/** Same model on a regional endpoint of Amazon Bedrock, a tenth dearer since the 4.5 models; see `model-names.ts`. */
function regional(entry: PriceEntry): PriceEntry {
  return shippedPrice(
    'amazon',
    `anthropic.${entry.model}`,
    dearer(entry.input),
    dearer(entry.output),
    {
      cached: dearer(entry.cachedInput ?? entry.input),
      cacheWrite: dearer(entry.cacheWrite ?? entry.input),
    },
  );
}

function dearer(price: number): number {
  return rounded(price * 1.1);
}

function rounded(price: number): number {
  return Math.round(price * 1e6) / 1e6;
}

const SINCE_4_5: readonly PriceEntry[] = [
  anthropic('claude-fable-5-1', 10, 50, { cached: 0.25, aliases: ['claude-fable-5.1'] }),
  anthropic('claude-fable-5', 10, 50),
  anthropic('claude-opus-5-5', 4, 20, { cached: 0.2, aliases: ['claude-opus-5.5'] }),
  anthropic('claude-opus-5', 5, 25),
  anthropic('claude-opus-4-8', 5, 25, { aliases: ['claude-opus-4.8'] }),
  anthropic('claude-opus-4-7', 5, 25, { aliases: ['claude-opus-4.7'] }),
  // Without a surcharge for long contexts since 2026-03-13, as claude-sonnet-4-6.
  anthropic('claude-opus-4-6', 5, 25, { aliases: ['claude-opus-4.6'] }),
  anthropic('claude-opus-4-5', 5, 25, { aliases: ['claude-opus-4.5', 'claude-4.5-opus'] }),
  anthropic('claude-sonnet-5', 2, 10),
  anthropic('claude-sonnet-4-6', 3, 15, { aliases: ['claude-sonnet-4.6'] }),
  anthropic('claude-haiku-4-5', 1, 5, { aliases: ['claude-haiku-4.5', 'claude-4.5-haiku'] }),
  anthropic('claude-sonnet-4-5', 3, 15, {
    long: { above: 200_000, input: 6, output: 22.5, cached: 0.6, cacheWrite: 7.5 },
    aliases: ['claude-sonnet-4.5', 'claude-4.5-sonnet'],
  }),
];

/** Anthropic, as in claude.com/pricing; Vertex AI's global and Amazon Bedrock's global endpoints cost the same. */
export const ANTHROPIC_PRICES: readonly PriceEntry[] = [
  ...SINCE_4_5,
  ...SINCE_4_5.map(regional),
  anthropic('claude-sonnet-4', 3, 15, {
    long: { above: 200_000, input: 6, output: 22.5, cached: 0.6, cacheWrite: 7.5 },
    aliases: ['claude-sonnet-4-0', 'claude-4-sonnet'],
  }),
  anthropic('claude-opus-4-1', 15, 75, { aliases: ['claude-opus-4.1'] }),
  anthropic('claude-opus-4', 15, 75, { aliases: ['claude-opus-4-0', 'claude-4-opus'] }),
  anthropic('claude-3-7-sonnet', 3, 15, {
    aliases: ['claude-3-7-sonnet-latest', 'claude-3.7-sonnet'],
  }),
  anthropic('claude-3-5-sonnet', 3, 15, {
    aliases: ['claude-3-5-sonnet-latest', 'claude-3.5-sonnet'],
  }),
  anthropic('claude-3-5-haiku', 0.8, 4, {
    aliases: ['claude-3-5-haiku-latest', 'claude-3.5-haiku'],
  }),
  anthropic('claude-3-opus', 15, 75, { aliases: ['claude-3-opus-latest'] }),
  anthropic('claude-3-sonnet', 3, 15),
  anthropic('claude-3-haiku', 0.25, 1.25, { cached: 0.03, cacheWrite: 0.3 }),
];
