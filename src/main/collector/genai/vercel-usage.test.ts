import { describe, expect, it } from 'vitest';
import { KNOWN_SPAN_ATTRIBUTES } from './known-attributes.ts';
import { extractSpanFields } from './span-fields.ts';

type Attributes = Readonly<Record<string, string | number>>;

function extract(attributes: Attributes) {
  return extractSpanFields(
    KNOWN_SPAN_ATTRIBUTES.map((key) => attributes[key]),
    'span',
  );
}

const anthropic = (value: unknown): Attributes => ({
  'ai.response.providerMetadata': JSON.stringify({ anthropic: value }),
});

describe('caches in the counts of the AI SDK', () => {
  const call = {
    'ai.operationId': 'ai.generateText.doGenerate',
    'ai.model.provider': 'anthropic.messages',
  };
  const counts = { 'gen_ai.usage.input_tokens': 500, 'gen_ai.usage.output_tokens': 40 };
  const usage = {
    input_tokens: 500,
    cache_read_input_tokens: 100,
    cache_creation_input_tokens: 50,
  };
  it.each<[string, Attributes, number, number, number]>([
    ['5: only in the metadata', { ...call, ...counts, ...anthropic({ usage }) }, 650, 100, 50],
    [
      '5: streamed, what was read in an attribute',
      {
        ...call,
        ...counts,
        'ai.operationId': 'ai.streamText.doStream',
        'ai.usage.totalTokens': 540,
        'ai.usage.cachedInputTokens': 100,
        ...anthropic({ usage, cacheCreationInputTokens: 50 }),
      },
      650,
      100,
      50,
    ],
    [
      '5: several times to the model',
      {
        ...call,
        ...counts,
        ...anthropic({
          usage: { ...usage, input_tokens: 300 },
          iterations: [{ inputTokens: 200 }, { inputTokens: 300 }],
        }),
      },
      650,
      100,
      50,
    ],
    [
      '5: the sum of a stream, beside the metadata of its last step',
      {
        ...call,
        'ai.operationId': 'ai.streamText',
        'ai.usage.inputTokens': 900,
        'ai.usage.cachedInputTokens': 300,
        ...anthropic({ usage }),
      },
      1_200,
      300,
      0,
    ],
    [
      '5: without the metadata',
      { ...call, ...counts, 'ai.usage.cachedInputTokens': 100 },
      600,
      100,
      0,
    ],
    [
      '4: as it was named then',
      {
        ...call,
        ...counts,
        ...anthropic({ cacheReadInputTokens: 100, cacheCreationInputTokens: 50 }),
      },
      650,
      100,
      50,
    ],
    [
      '6: counts are whole',
      {
        ...call,
        ...counts,
        'gen_ai.usage.input_tokens': 650,
        'ai.usage.inputTokenDetails.noCacheTokens': 500,
        'ai.usage.inputTokenDetails.cacheReadTokens': 100,
        'ai.usage.inputTokenDetails.cacheWriteTokens': 50,
        ...anthropic({ usage }),
      },
      650,
      100,
      50,
    ],
    [
      '6: an object, whose details are only in the metadata',
      {
        ...call,
        'ai.operationId': 'ai.generateObject.doGenerate',
        ...counts,
        'gen_ai.usage.input_tokens': 650,
        ...anthropic({ usage }),
      },
      650,
      100,
      50,
    ],
    [
      '5: Bedrock, whose metadata tells what was written',
      {
        ...call,
        'ai.model.provider': 'amazon-bedrock',
        ...counts,
        'ai.usage.cachedInputTokens': 100,
        'ai.response.providerMetadata': '{"bedrock":{"usage":{"cacheWriteInputTokens":50}}}',
      },
      650,
      100,
      50,
    ],
    [
      '4: OpenAI, where the cache is part of the input',
      {
        ...call,
        'ai.model.provider': 'openai.chat',
        ...counts,
        'ai.response.providerMetadata': '{"openai":{"cachedPromptTokens":100,"reasoningTokens":9}}',
      },
      500,
      100,
      0,
    ],
    ['metadata that is none', { ...call, ...counts, ...anthropic([1]) }, 500, 0, 0],
    [
      'metadata that was cut',
      { ...call, ...counts, 'ai.response.providerMetadata': '{"anthropic":{"us' },
      500,
      0,
      0,
    ],
  ])('version %s', (_name, attributes, input, cached, written) => {
    expect(extract(attributes)).toMatchObject({
      inputTokens: input,
      cachedTokens: cached,
      cacheWriteTokens: written,
      outputTokens: 40 * Number('gen_ai.usage.output_tokens' in attributes),
    });
  });

  it('adds the thoughts of Gemini to its output', () => {
    const gemini = { thoughtsTokenCount: 60, totalTokenCount: 600, cachedContentTokenCount: 20 };
    const fields = extract({
      ...call,
      ...counts,
      'ai.model.provider': 'google.generative-ai',
      'ai.response.providerMetadata': JSON.stringify({ google: { usageMetadata: gemini } }),
    });
    expect(fields).toMatchObject({ inputTokens: 500, outputTokens: 100, cachedTokens: 20 });
  });
});
