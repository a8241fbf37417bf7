import { describe, expect, it } from 'vitest';
import { createPriceTable, mergePrices, priceFor } from './price-lookup.ts';
import { shippedPrice } from './shipped-price.ts';
import { SHIPPED_PRICES } from './table.ts';

function found(provider: string, model: string): string | undefined {
  const price = priceFor(SHIPPED_PRICES, provider, model);
  return price && `${price.provider}/${price.model}`;
}

describe('models the table knows', () => {
  it.each([
    ['openai', 'gpt-4o', 'openai/gpt-4o'],
    ['openai', 'GPT-4o-2024-11-20', 'openai/gpt-4o'],
    ['openai', 'gpt-4o-2024-05-13', 'openai/gpt-4o-2024-05-13'],
    ['openai.responses', 'gpt-4o-mini-2024-07-18', 'openai/gpt-4o-mini'],
    ['azure.ai.openai', 'gpt-35-turbo', 'openai/gpt-3.5-turbo'],
    ['', 'openai/gpt-5-mini', 'openai/gpt-5-mini'],
    ['', 'openai:gpt-4o', 'openai/gpt-4o'],
    ['openrouter', 'anthropic/claude-sonnet-4.5', 'anthropic/claude-sonnet-4-5'],
    ['anthropic', 'claude-sonnet-4-20250514', 'anthropic/claude-sonnet-4'],
    ['gcp.vertex_ai', 'claude-haiku-4-5@20251001', 'anthropic/claude-haiku-4-5'],
    [
      'aws.bedrock',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'amazon/anthropic.claude-sonnet-4-5',
    ],
    [
      'aws.bedrock',
      'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'anthropic/claude-sonnet-4-5',
    ],
    ['aws.bedrock', 'anthropic.claude-3-haiku-20240307-v1:0:200k', 'anthropic/claude-3-haiku'],
    [
      'aws.bedrock',
      'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
      'amazon/amazon.nova-lite',
    ],
    ['google', 'models/gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['gcp.gemini', 'publishers/google/models/gemini-2.5-flash', 'google/gemini-2.5-flash'],
    [
      'gcp.vertex_ai',
      'projects/p-1/locations/us-central1/publishers/anthropic/models/claude-sonnet-4-5@20250929',
      'anthropic/claude-sonnet-4-5',
    ],
    ['groq', 'openai/gpt-oss-120b', 'groq/gpt-oss-120b'],
    ['', 'groq/llama-3.3-70b-versatile', 'groq/llama-3.3-70b-versatile'],
  ])('%s %s', (provider, model, expected) => {
    expect(found(provider, model)).toBe(expected);
  });
});

describe('models it must not guess', () => {
  it.each([
    ['openai', 'gpt-4o-audio-preview'],
    ['openai', 'gpt-5-ultra'],
    ['openai', 'gpt-4'.repeat(100)],
    ['openai', 'ft:gpt-4o-2024-08-06:acme::x'],
    ['openrouter', 'google/gemini-2.5-pro:free'],
    ['mistral_ai', 'mistral-large-latest'],
    ['ollama', 'gpt-oss:20b'],
    ['ollama', 'gpt-4o'],
    ['', 'openai/gpt-oss-120b'],
    ['openai', 'llama-3.3-70b-versatile'],
    ['openai', ''],
    ['openai', 'constructor'],
    ['openai', '__proto__'],
  ])('%s %s', (provider, model) => {
    expect(found(provider, model)).toBeUndefined();
  });
});

describe('mergePrices', () => {
  const edit = {
    model: 'gpt-4o',
    provider: 'openai',
    input: 1,
    output: 2,
    cachedInput: null,
    cacheWrite: null,
  };

  it('replaces a shipped price for all names of the model', () => {
    const table = mergePrices(SHIPPED_PRICES, [edit, { ...edit, model: 'gpt-5.1' }]);
    expect(priceFor(table, 'openai', 'gpt-4o-2024-08-06')).toMatchObject({
      input: 1,
      source: 'edited',
    });
    expect(priceFor(table, 'openai', 'gpt-5.1-codex')).toMatchObject({
      input: 1,
      source: 'edited',
    });
    expect(table.entries).toHaveLength(SHIPPED_PRICES.entries.length);
    expect(priceFor(SHIPPED_PRICES, 'openai', 'gpt-4o')).toMatchObject({
      input: 2.5,
      source: 'shipped',
    });
  });

  it('adds a model of a provider nobody else sells it at', () => {
    const table = mergePrices(SHIPPED_PRICES, [
      { ...edit, provider: 'ollama', model: 'llama3:8b' },
    ]);
    expect(priceFor(table, 'ollama', 'llama3:8b')).toMatchObject({ input: 1 });
    expect(priceFor(table, 'vllm', 'llama3:8b')).toBeUndefined();
  });

  it('keeps a price agreed with a reseller apart from the maker’s', () => {
    const table = mergePrices(SHIPPED_PRICES, [{ ...edit, provider: 'azure' }]);
    expect(priceFor(table, 'azure.ai.openai', 'gpt-4o')).toMatchObject({ input: 1 });
    expect(priceFor(table, 'openai', 'gpt-4o')).toMatchObject({ input: 2.5 });
    expect(priceFor(table, 'azure.ai.openai', 'gpt-4o-mini')).toMatchObject({ input: 0.15 });
  });

  it('takes a price without a provider for any of them, after the provider’s own', () => {
    const table = mergePrices(SHIPPED_PRICES, [{ ...edit, provider: '', model: 'gpt-oss-120b' }]);
    expect(priceFor(table, 'vllm', 'gpt-oss-120b')).toMatchObject({ input: 1 });
    expect(priceFor(table, 'groq', 'openai/gpt-oss-120b')).toMatchObject({ provider: 'groq' });
  });
});

describe('memory of past look-ups', () => {
  it('stays bounded and does not change answers', () => {
    const table = createPriceTable('1', [shippedPrice('openai', 'a', 1, 1)]);
    for (let index = 0; index < 5_000; index++)
      expect(priceFor(table, 'openai', `m${index}`)).toBeUndefined();
    expect(table.remembered.size).toBeLessThanOrEqual(2_000);
    expect(priceFor(table, 'openai', 'a')).toBe(priceFor(table, 'openai', 'a'));
    expect(priceFor(table, 'openai', 'a')).toMatchObject({ input: 1 });
  });
});
