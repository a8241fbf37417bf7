import { shippedPrice, type PriceEntry } from './shipped-price.ts';

/** Cohere, as in cohere.com/pricing. The undated `command-r` names are left out: they moved between two prices. */
const COHERE: readonly PriceEntry[] = [
  shippedPrice('cohere', 'command-a', 2.5, 10, { aliases: ['command-a-03-2025'] }),
  shippedPrice('cohere', 'command-r-plus-08-2024', 2.5, 10),
  shippedPrice('cohere', 'command-r-08-2024', 0.15, 0.6),
  shippedPrice('cohere', 'command-r7b-12-2024', 0.0375, 0.15, { aliases: ['command-r7b'] }),
  shippedPrice('cohere', 'embed-v4.0', 0.12, 0),
  shippedPrice('cohere', 'embed-english-v3.0', 0.1, 0),
  shippedPrice('cohere', 'embed-multilingual-v3.0', 0.1, 0),
];

const GROK_LONG = { above: 200_000, input: 2.5, output: 5, cached: 0.4 } as const;
const GROK_FAST_LONG = { above: 128_000, input: 0.4, output: 1, cached: 0.05 } as const;

/** xAI, as in docs.x.ai/docs/models. */
const XAI: readonly PriceEntry[] = [
  shippedPrice('xai', 'grok-4.3', 1.25, 2.5, { cached: 0.2, long: GROK_LONG }),
  shippedPrice('xai', 'grok-4.20', 1.25, 2.5, {
    cached: 0.2,
    long: GROK_LONG,
    aliases: ['grok-4.20-0309-reasoning', 'grok-4.20-0309-non-reasoning'],
  }),
  shippedPrice('xai', 'grok-build-0.1', 1, 2, {
    cached: 0.2,
    long: { above: 200_000, input: 2, output: 4, cached: 0.4 },
  }),
  shippedPrice('xai', 'grok-4-fast', 0.2, 0.5, {
    cached: 0.05,
    long: GROK_FAST_LONG,
    aliases: ['grok-4-fast-reasoning', 'grok-4-fast-non-reasoning'],
  }),
  shippedPrice('xai', 'grok-code-fast-1', 0.2, 1.5, { cached: 0.02, aliases: ['grok-code-fast'] }),
  shippedPrice('xai', 'grok-3', 3, 15, { cached: 0.75, aliases: ['grok-3-latest', 'grok-3-beta'] }),
  shippedPrice('xai', 'grok-3-mini', 0.3, 0.5, {
    cached: 0.075,
    aliases: ['grok-3-mini-latest', 'grok-3-mini-beta'],
  }),
];

/** Groq, as in groq.com/pricing: open models at Groq's own price. */
const GROQ: readonly PriceEntry[] = [
  shippedPrice('groq', 'llama-3.1-8b-instant', 0.05, 0.08),
  shippedPrice('groq', 'llama-3.3-70b-versatile', 0.59, 0.79),
  shippedPrice('groq', 'llama-4-scout-17b-16e-instruct', 0.11, 0.34),
  shippedPrice('groq', 'llama-4-maverick-17b-128e-instruct', 0.2, 0.6),
  shippedPrice('groq', 'gpt-oss-120b', 0.15, 0.6, { cached: 0.075 }),
  shippedPrice('groq', 'gpt-oss-20b', 0.075, 0.3, { cached: 0.0375 }),
  shippedPrice('groq', 'qwen3-32b', 0.29, 0.59),
  shippedPrice('groq', 'kimi-k2-instruct', 1, 3, {
    cached: 0.5,
    aliases: ['kimi-k2-instruct-0905'],
  }),
];

/** Together AI, as in together.ai/pricing. */
const TOGETHER: readonly PriceEntry[] = [
  shippedPrice('together', 'llama-3.3-70b-instruct-turbo', 0.88, 0.88),
  shippedPrice('together', 'meta-llama-3.1-8b-instruct-turbo', 0.18, 0.18),
  shippedPrice('together', 'meta-llama-3.1-70b-instruct-turbo', 0.88, 0.88),
  shippedPrice('together', 'meta-llama-3.1-405b-instruct-turbo', 3.5, 3.5),
  shippedPrice('together', 'llama-4-maverick-17b-128e-instruct-fp8', 0.27, 0.85),
  shippedPrice('together', 'llama-4-scout-17b-16e-instruct', 0.18, 0.59),
];

/** Voyage AI, as in docs.voyageai.com/docs/pricing. */
const VOYAGE: readonly PriceEntry[] = [
  shippedPrice('voyage', 'voyage-3.5', 0.06, 0),
  shippedPrice('voyage', 'voyage-3.5-lite', 0.02, 0),
  shippedPrice('voyage', 'voyage-3-large', 0.18, 0),
  shippedPrice('voyage', 'voyage-3', 0.06, 0),
  shippedPrice('voyage', 'voyage-3-lite', 0.02, 0),
  shippedPrice('voyage', 'voyage-code-3', 0.18, 0),
];

/** Providers with a handful of rows each. */
export const OTHER_PRICES: readonly PriceEntry[] = [
  ...COHERE,
  ...XAI,
  ...GROQ,
  ...TOGETHER,
  ...VOYAGE,
];
