import { describe, expect, it } from 'vitest';
import { NO_FIELDS } from '../genai/span-fields.ts';
import { USAGE_CALL, USAGE_NONE, USAGE_WRAPPER, type SpanFields } from '../otlp/types.ts';
import { applyPrice, costOf } from './cost.ts';
import { mergePrices } from './price-lookup.ts';
import { shippedPrice } from './shipped-price.ts';
import { SHIPPED_PRICES } from './table.ts';

const tokens = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, cacheWriteTokens: 0 };
const price = shippedPrice('p', 'm', 10, 40, {
  cached: 1,
  cacheWrite: 12.5,
  long: { above: 1_000, input: 20, output: 60 },
});

function priced(fields: SpanFields, table = SHIPPED_PRICES): SpanFields {
  const copy = { ...fields };
  applyPrice(copy, table);
  return copy;
}

describe('costOf', () => {
  it('bills every token once, at its own rate', () => {
    const call = {
      inputTokens: 1_000,
      outputTokens: 100,
      cachedTokens: 600,
      cacheWriteTokens: 200,
    };
    expect(costOf(price, call)).toBeCloseTo((200 * 10 + 600 * 1 + 200 * 12.5 + 100 * 40) / 1e6, 12);
  });

  it('bills cached input as input where the price has no rate for it', () => {
    const flat = shippedPrice('p', 'm', 10, 40);
    const call = { ...tokens, inputTokens: 1_000, cachedTokens: 600, cacheWriteTokens: 100 };
    expect(costOf(flat, call)).toBeCloseTo(0.01, 12);
  });

  it('bills the whole of a long request at the long rates', () => {
    expect(costOf(price, { ...tokens, inputTokens: 1_000 })).toBeCloseTo(0.01, 12);
    expect(costOf(price, { ...tokens, inputTokens: 1_001, outputTokens: 10 })).toBeCloseTo(
      (1_001 * 20 + 10 * 60) / 1e6,
      12,
    );
  });

  it('never bills more parts than there is input', () => {
    const call = { ...tokens, inputTokens: 10, cachedTokens: 50, cacheWriteTokens: 50 };
    expect(costOf(price, call)).toBeCloseTo(10 / 1e6, 12);
  });
});

describe('applyPrice', () => {
  const call: SpanFields = {
    ...NO_FIELDS,
    provider: 'openai',
    model: 'gpt-4o',
    usage: USAGE_CALL,
    inputTokens: 1_000_000,
    outputTokens: 1_000_000,
  };
  it('fills in the cost of a call of a known model', () => {
    expect(priced(call)).toMatchObject({ cost: 12.5, costSource: 2 });
  });

  it.each([
    ['an unknown model', { ...call, model: 'mystery' }],
    ['a wrapper', { ...call, usage: USAGE_WRAPPER }],
    ['a span without usage', { ...call, usage: USAGE_NONE }],
  ] as const)('leaves %s without a cost', (_name, fields) => {
    expect(priced(fields)).toMatchObject({ cost: 0, costSource: 0 });
  });

  it('keeps the cost a span carries', () => {
    expect(priced({ ...call, cost: 0.5, costSource: 1 })).toMatchObject({
      cost: 0.5,
      costSource: 1,
    });
  });

  it('takes a model priced at nothing as free, not as unknown', () => {
    const free = {
      model: 'llama3',
      provider: 'ollama',
      input: 0,
      output: 0,
      cachedInput: null,
      cacheWrite: null,
    };
    const table = mergePrices(SHIPPED_PRICES, [free]);
    expect(priced({ ...call, provider: 'ollama', model: 'llama3' }, table)).toMatchObject({
      cost: 0,
      costSource: 2,
    });
  });
});
