import { shippedPrice, type PriceDetails, type PriceEntry } from './shipped-price.ts';

function openai(model: string, input: number, output: number, details?: PriceDetails): PriceEntry {
  return shippedPrice('openai', model, input, output, details);
}

const above = 272_000;

/**
 * OpenAI, standard tier, as in platform.openai.com/docs/pricing; Azure's global deployments cost the same.
 *
 * Left out: models whose calls also bill audio, images or searches, which token counts do not tell apart; gpt-5.6-sol
 * and gpt-6-astra, on whose price the sources disagree.
 */
export const OPENAI_PRICES: readonly PriceEntry[] = [
  openai('gpt-6-sol', 2, 10, {
    cached: 0.2,
    cacheWrite: 2.5,
    long: { above, input: 4, output: 15, cached: 0.4, cacheWrite: 5 },
  }),
  openai('gpt-6-luna', 0.1, 0.5, {
    cached: 0.01,
    cacheWrite: 0.125,
    long: { above, input: 0.2, output: 0.75, cached: 0.02, cacheWrite: 0.25 },
  }),
  // Both since 2026-07-30.
  openai('gpt-5.6-terra', 2, 12, {
    cached: 0.2,
    cacheWrite: 2.5,
    long: { above, input: 4, output: 18, cached: 0.4, cacheWrite: 5 },
  }),
  openai('gpt-5.6-luna', 0.2, 1.2, {
    cached: 0.02,
    cacheWrite: 0.25,
    long: { above, input: 0.4, output: 1.8, cached: 0.04, cacheWrite: 0.5 },
  }),
  openai('gpt-5.5', 5, 30, {
    cached: 0.5,
    long: { above, input: 10, output: 45, cached: 1 },
  }),
  openai('gpt-5.4', 2.5, 15, {
    cached: 0.25,
    long: { above, input: 5, output: 22.5, cached: 0.5 },
  }),
  openai('gpt-5.4-mini', 0.75, 4.5, { cached: 0.075 }),
  openai('gpt-5.4-nano', 0.2, 1.25, { cached: 0.02 }),
  openai('gpt-5.3-codex', 1.75, 14, { cached: 0.175 }),
  openai('gpt-5.3-chat-latest', 1.75, 14, { cached: 0.175, aliases: ['gpt-5.3-chat'] }),
  openai('gpt-5.2', 1.75, 14, {
    cached: 0.175,
    aliases: ['gpt-5.2-chat-latest', 'gpt-5.2-chat', 'gpt-5.2-codex'],
  }),
  openai('gpt-5.2-pro', 21, 168),
  openai('gpt-5.1', 1.25, 10, {
    cached: 0.125,
    aliases: ['gpt-5.1-chat-latest', 'gpt-5.1-chat', 'gpt-5.1-codex', 'gpt-5.1-codex-max'],
  }),
  openai('gpt-5.1-codex-mini', 0.25, 2, { cached: 0.025 }),
  openai('gpt-5', 1.25, 10, {
    cached: 0.125,
    aliases: ['gpt-5-chat-latest', 'gpt-5-chat', 'gpt-5-codex'],
  }),
  openai('gpt-5-mini', 0.25, 2, { cached: 0.025 }),
  openai('gpt-5-nano', 0.05, 0.4, { cached: 0.005 }),
  openai('gpt-5-pro', 15, 120),
  openai('gpt-4.1', 2, 8, { cached: 0.5 }),
  openai('gpt-4.1-mini', 0.4, 1.6, { cached: 0.1 }),
  openai('gpt-4.1-nano', 0.1, 0.4, { cached: 0.025 }),
  openai('gpt-4o', 2.5, 10, { cached: 1.25 }),
  openai('gpt-4o-2024-05-13', 5, 15),
  openai('gpt-4o-mini', 0.15, 0.6, { cached: 0.075 }),
  openai('chatgpt-4o-latest', 5, 15),
  openai('o4-mini', 1.1, 4.4, { cached: 0.275 }),
  openai('o4-mini-deep-research', 2, 8, { cached: 0.5 }),
  // Since 2025-06-10.
  openai('o3', 2, 8, { cached: 0.5 }),
  openai('o3-pro', 20, 80),
  openai('o3-mini', 1.1, 4.4, { cached: 0.55 }),
  openai('o3-deep-research', 10, 40, { cached: 2.5 }),
  openai('o1', 15, 60, { cached: 7.5, aliases: ['o1-preview'] }),
  openai('o1-mini', 1.1, 4.4, { cached: 0.55 }),
  openai('o1-pro', 150, 600),
  openai('codex-mini-latest', 1.5, 6, { cached: 0.375 }),
  openai('gpt-4-turbo', 10, 30, {
    aliases: ['gpt-4-turbo-preview', 'gpt-4-0125-preview', 'gpt-4-1106-preview'],
  }),
  openai('gpt-4', 30, 60, { aliases: ['gpt-4-0613', 'gpt-4-0314'] }),
  openai('gpt-4-32k', 60, 120, { aliases: ['gpt-4-32k-0613', 'gpt-4-32k-0314'] }),
  openai('gpt-3.5-turbo', 0.5, 1.5, { aliases: ['gpt-3.5-turbo-0125', 'gpt-35-turbo'] }),
  openai('gpt-3.5-turbo-1106', 1, 2),
  openai('gpt-3.5-turbo-instruct', 1.5, 2, { aliases: ['gpt-3.5-turbo-instruct-0914'] }),
  openai('text-embedding-3-small', 0.02, 0),
  openai('text-embedding-3-large', 0.13, 0),
  openai('text-embedding-ada-002', 0.1, 0, { aliases: ['text-embedding-ada-002-v2'] }),
];
