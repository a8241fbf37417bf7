import { describe, expect, it } from 'vitest';
import { toInclusive, type ReportedTokens } from './token-usage.ts';
import { parseCost, parseUsage } from './usage-json.ts';

const none: ReportedTokens = {
  input: 0,
  output: 0,
  total: 0,
  cacheRead: 0,
  cacheWrite: 0,
  reasoning: 0,
};

describe('toInclusive', () => {
  it('leaves counts alone that are inclusive already', () => {
    const reported = { ...none, input: 100, output: 20, total: 120, cacheRead: 60, reasoning: 5 };
    expect(toInclusive(reported)).toMatchObject({
      input: 100,
      output: 20,
      cached: 60,
      reasoning: 5,
    });
  });

  it('adds cached tokens that are more than the input they would be part of', () => {
    const reported = { ...none, input: 20, output: 30, total: 50, cacheRead: 100, cacheWrite: 40 };
    expect(toInclusive(reported)).toMatchObject({ input: 160, cached: 100, cacheWrite: 40 });
  });

  it('adds cached tokens where the total counts them beside the input', () => {
    const reported = { ...none, input: 200, output: 30, total: 330, cacheRead: 100 };
    expect(toInclusive(reported).input).toBe(300);
  });

  it('adds thoughts that the output leaves out', () => {
    expect(toInclusive({ ...none, input: 10, output: 5, reasoning: 40 }).output).toBe(45);
    expect(toInclusive({ ...none, input: 10, output: 50, total: 80, reasoning: 20 }).output).toBe(
      70,
    );
  });

  it('makes no usage of details alone', () => {
    expect(toInclusive({ ...none, reasoning: 10 })).toMatchObject({ output: 0, reasoning: 0 });
  });
});

describe('parseUsage', () => {
  it.each([
    [
      'disjoint amounts',
      { input: 20, output: 20, input_cached_tokens: 100, output_reasoning_tokens: 10 },
      120,
      30,
      100,
    ],
    ['Anthropic through Langfuse', { input: 5, output: 9, cache_read_input_tokens: 3 }, 8, 9, 3],
    [
      'a total that covers it all',
      { input: 120, output: 30, total: 150, input_cached_tokens: 100 },
      120,
      30,
      100,
    ],
    [
      "Anthropic's own",
      {
        input_tokens: 500,
        output_tokens: 40,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 50,
        cache_creation: { ephemeral_5m_input_tokens: 50, ephemeral_1h_input_tokens: 0 },
        service_tier: 'standard',
      },
      650,
      40,
      100,
    ],
    [
      "Anthropic's, made whole by whoever sent it",
      { input_tokens: 600, output_tokens: 40, total_tokens: 640, cache_read_input_tokens: 100 },
      600,
      40,
      100,
    ],
    [
      'OpenAI',
      { prompt_tokens: 120, completion_tokens: 30, prompt_tokens_details: { cached_tokens: 100 } },
      120,
      30,
      100,
    ],
  ])('reads %s', (_name, usage, input, output, cacheRead) => {
    expect(parseUsage(JSON.stringify(usage))).toMatchObject({ input, output, cacheRead });
  });

  it.each(['', 'no', '[1]', 'null', '{"input": 1', `{"a": "${'x'.repeat(20_000)}"}`])(
    'refuses %j',
    (text) => {
      expect(parseUsage(text)).toBeUndefined();
    },
  );
});

describe('parseCost', () => {
  it.each([
    ['{"input": 1, "output": 2, "total": 3.5}', 3.5],
    ['{"input": 1, "output": 2}', 3],
    ['{"total_cost": 0.25}', 0.25],
    ['{"total": -1}', 0],
    ['{"total":', 0],
  ])('%s', (text, cost) => {
    expect(parseCost(text)).toBe(cost);
  });
});
