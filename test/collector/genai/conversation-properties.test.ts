import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KNOWN_SPAN_ATTRIBUTES } from '../../../src/main/collector/genai/known-attributes.ts';
import { extractSpanFields } from '../../../src/main/collector/genai/span-fields.ts';
import { USAGE_NONE } from '../../../src/main/collector/otlp/types.ts';
import { conversationOf } from '../../../src/shared/genai/messages.ts';
import { decodedSpan } from './fixture-spans.ts';

/** Words all dialects are made of, so that random documents come near real ones. */
const WORDS = [
  'role',
  'content',
  'parts',
  'type',
  'text',
  'messages',
  'message',
  'tool_calls',
  'tool_call',
  'function',
  'name',
  'arguments',
  'id',
  'kwargs',
  'data',
  'choices',
  'candidates',
  'output',
  'input',
  'prompt',
  'generations',
  'image',
  'image_url',
  'source',
  'system',
  'tools',
  'contents',
  'message_content',
  'document',
  '0',
  '1',
  '__proto__',
  'config',
] as const;
const VALUES = [
  'user',
  'assistant',
  'tool',
  'text',
  'tool_use',
  'image',
  'reasoning',
  'constructor',
  'data:;,',
  '[',
  '{}',
] as const;
const KEYS = [
  ...KNOWN_SPAN_ATTRIBUTES,
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
  'gen_ai.prompt',
  'gen_ai.completion',
  'ai.prompt.messages',
  'ai.prompt',
  'ai.prompt.tools',
  'ai.response.toolCalls',
  'ai.response.object',
  'ai.response.files',
  'ai.values',
  'ai.embedding',
  'langfuse.observation.input',
  'input.value',
  'output.value',
  'llm.invocation_parameters',
  'gen_ai.retrieval.documents',
  'gen_ai.tool.call.arguments',
  'llm.tools',
];
const PREFIXES = [
  'llm.input_messages',
  'llm.output_messages',
  'gen_ai.prompt',
  'gen_ai.completion',
  'llm.prompts',
  'llm.choices',
  'llm.tools',
  'retrieval.documents',
  'embedding.embeddings',
  'llm.request.functions',
];

const { document } = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 6, depthSize: 'small' },
    fc.constantFrom(...VALUES),
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('document'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...WORDS), tie('document'), { maxKeys: 5 }),
  ),
}));

const flatKey = fc
  .tuple(fc.constantFrom(...PREFIXES), fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }))
  .map(([prefix, rest]) => [prefix, ...rest].join('.'));
const value = fc.oneof(
  document,
  document.map((json) => JSON.stringify(json) ?? ''),
  fc.string(),
);
const attributes = fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), flatKey, fc.string()), value, {
  maxKeys: 12,
});
const event = fc.record({
  name: fc.constantFrom(
    'gen_ai.choice',
    'gen_ai.user.message',
    'gen_ai.tool.message',
    'gen_ai.content.prompt',
    'db.query.result',
    'gen_ai.client.inference.operation.details',
  ),
  attributes: fc.dictionary(fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom(...KEYS)), value, {
    maxKeys: 5,
  }),
});

describe('conversationOf', () => {
  it('never throws, and what it returns can be sent as JSON', () => {
    fc.assert(
      fc.property(attributes, fc.array(event, { maxLength: 4 }), (attributes, events) => {
        const view = conversationOf(decodedSpan({ name: 'span', attributes, events }));
        if (view === undefined) return;
        expect(typeof JSON.stringify(view)).toBe('string');
        for (const { role, parts } of [...view.input, ...view.output]) {
          expect(role).not.toBe('');
          expect(parts.every((part) => typeof part.kind === 'string')).toBe(true);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('keeps every text of a conversation in the form of the conventions', () => {
    const message = fc.record({
      role: fc.constantFrom('user', 'assistant'),
      parts: fc.array(
        fc.record({ type: fc.constant('text'), content: fc.string({ minLength: 1 }) }),
        { minLength: 1 },
      ),
    });
    fc.assert(
      fc.property(fc.array(message, { minLength: 1 }), fc.boolean(), (messages, asText) => {
        const sent = asText ? JSON.stringify(messages) : messages;
        const view = conversationOf(
          decodedSpan({ name: 'chat', attributes: { 'gen_ai.input.messages': sent } }),
        );
        const texts = view?.input.map(({ role, parts }) => [
          role,
          ...parts.map((part) => 'text' in part && part.text),
        ]);
        expect(texts).toEqual(
          messages.map(({ role, parts }) => [role, ...parts.map(({ content }) => content)]),
        );
      }),
    );
  });

  it('reads a conversation of 20,000 flattened attributes and one of 10 MB', () => {
    const flat: Record<string, string> = {};
    for (let index = 0; index < 10_000; index++) {
      flat[`llm.input_messages.${index}.message.role`] = 'user';
      flat[`llm.input_messages.${index}.message.content`] = `m${index}`;
    }
    expect(conversationOf(decodedSpan({ name: 'chat', attributes: flat }))?.input).toHaveLength(
      10_000,
    );
    const long = JSON.stringify([{ role: 'user', content: 'x'.repeat(10_000_000) }]);
    const view = conversationOf(decodedSpan({ name: 'chat', attributes: { 'input.value': long } }));
    expect(view?.input[0]?.parts[0]).toMatchObject({ kind: 'text', text: 'x'.repeat(10_000_000) });
  });
});

describe('extractSpanFields', () => {
  it('takes a cost whose parts overflow as none', () => {
    const slots = KNOWN_SPAN_ATTRIBUTES.map((key) =>
      key.startsWith('llm.cost.') ? 1.7e308 : undefined,
    );
    slots[KNOWN_SPAN_ATTRIBUTES.indexOf('llm.cost.total')] = undefined;
    expect(slots.some((slot) => slot !== undefined)).toBe(true);
    expect(extractSpanFields(slots, 'chat')).toMatchObject({ cost: 0, costSource: 0 });
  });

  it('gives counts and costs that can be summed, whatever is sent', () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      document.map((json) => JSON.stringify(json) ?? ''),
    );
    const values = fc.array(fc.option(scalar, { nil: undefined }), {
      minLength: KNOWN_SPAN_ATTRIBUTES.length,
      maxLength: KNOWN_SPAN_ATTRIBUTES.length,
    });
    fc.assert(
      fc.property(values, fc.string(), (slots, name) => {
        const fields = extractSpanFields(slots, name);
        const counts = [
          fields.inputTokens,
          fields.outputTokens,
          fields.cachedTokens,
          fields.cacheWriteTokens,
          fields.reasoningTokens,
        ];
        expect(counts.every((count) => Number.isSafeInteger(count) && count >= 0)).toBe(true);
        expect(fields.cachedTokens + fields.cacheWriteTokens).toBeLessThanOrEqual(
          fields.inputTokens,
        );
        expect(fields.reasoningTokens).toBeLessThanOrEqual(fields.outputTokens);
        expect(Number.isFinite(fields.cost) && fields.cost >= 0).toBe(true);
        expect(fields.costSource).toBe(fields.cost > 0 ? 1 : 0);
        if (fields.usage === USAGE_NONE)
          expect(fields.inputTokens + fields.outputTokens + fields.cost).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
