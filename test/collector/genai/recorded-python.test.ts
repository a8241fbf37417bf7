import { describe, expect, it } from 'vitest';
import { applyPrice } from '../../../src/main/collector/prices/cost.ts';
import { SHIPPED_PRICES } from '../../../src/main/collector/prices/table.ts';
import type { LlmView } from '../../../src/shared/genai/llm-view.ts';
import { conversationOf } from '../../../src/shared/genai/messages.ts';
import { decodedSpan, fieldsOf, recordedSpans } from './fixture-spans.ts';

/** Fields with cost and what is to be read, of the `index`-th span of a group. */
function read(group: string, index: number) {
  const span = recordedSpans('recorded-python.json', group)[index]!;
  const fields = fieldsOf(span);
  applyPrice(fields, SHIPPED_PRICES);
  return { fields, view: conversationOf(decodedSpan(span))! };
}

/** Role and kinds of the parts of each message. */
const kinds = (messages: LlmView['input']): string[] =>
  messages.map(({ role, parts }) => [role, ...parts.map(({ kind }) => kind)].join(' '));

const TOOL_CALL = { name: 'get_weather', arguments: { city: 'Lima' } };
const ASKED = { model: 'gpt-4.1-mini-2025-04-14', operation: 'chat', inputTokens: 52 };

describe('Python packages', () => {
  it('OpenLLMetry: a call of a tool, then the Responses API with thoughts', () => {
    const called = read('openllmetry', 0);
    expect(called.fields).toMatchObject({ ...ASKED, provider: 'openai', cachedTokens: 16 });
    expect(called.fields).toMatchObject({ user: 'ada', cost: expect.closeTo(0.0000448, 9) });
    expect(called.view.output[0]!.parts).toMatchObject([TOOL_CALL]);
    const { fields, view } = read('openllmetry', 3);
    expect(fields).toMatchObject({ model: 'gpt-5-mini-2025-08-07', reasoningTokens: 24 });
    expect(fields).toMatchObject({ inputTokens: 120, cachedTokens: 100, outputTokens: 40 });
    expect(kinds(view.input)).toEqual(['system text', 'user text image']);
    expect(kinds(view.output)).toEqual(['assistant text reasoning tool_call']);
    expect(view.output[0]!.parts[1]).toMatchObject({ text: 'The user wants the weather.' });
  });

  it('Langfuse: usage beside the input, an uploaded picture, documents', () => {
    const written = read('langfuse', 0);
    expect(written.fields).toMatchObject({ inputTokens: 120, cachedTokens: 100, cost: 0.003 });
    expect(written.fields).toMatchObject({ session: 's-lf', user: 'ada', costSource: 1 });
    const { fields, view } = read('langfuse', 1);
    expect(fields).toMatchObject({ ...ASKED, cachedTokens: 16 });
    expect(kinds(view.input)).toEqual(['system text', 'user text image']);
    expect(view.input[1]!.parts[1]).toMatchObject({ mimeType: 'image/png', bytes: 0 });
    expect(view.output[0]!.parts).toMatchObject([TOOL_CALL]);
    expect(read('langfuse', 2).view.finishReasons).toEqual(['stop']);
    expect(read('langfuse', 3).view).toMatchObject({
      documents: [{ id: 'd1', content: 'doc' }],
      output: [],
    });
  });

  it('tmam: messages in one text, calls in Python, a cost of 0 that is none', () => {
    const { fields, view } = read('tmam', 0);
    expect(fields).toMatchObject({ ...ASKED, provider: 'openai', user: 'ada', costSource: 2 });
    expect(kinds(view.input)).toEqual(['system text', 'user text']);
    expect(view.output[0]!.parts).toMatchObject([TOOL_CALL]);
    expect(view).not.toHaveProperty('firstChunkMs');
    const streamed = recordedSpans('recorded-python.json', 'tmam').find(
      ({ attributes }) => attributes['gen_ai.request.is_stream'] === true,
    )!;
    expect(conversationOf(decodedSpan(streamed))!.firstChunkMs).toBeCloseTo(9.8, 0);
    const embedded = read('tmam', 3);
    expect(embedded.fields).toMatchObject({ operation: 'embeddings', inputTokens: 8 });
    expect(kinds(embedded.view.input)).toEqual(['user text', 'user text']);
  });

  it('OpenTelemetry: current conventions on the span', () => {
    const { fields, view } = read('opentelemetry', 0);
    expect(fields).toMatchObject({ ...ASKED, provider: 'openai', outputTokens: 18 });
    expect(view.output[0]!.parts).toMatchObject([TOOL_CALL]);
    expect(view.finishReasons).toEqual(['tool_calls']);
  });
});
