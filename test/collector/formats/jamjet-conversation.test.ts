import { expect, it } from 'vitest';
import { extractSpanFields } from '../../../src/main/collector/genai/span-fields.ts';
import { KNOWN_SPAN_ATTRIBUTES } from '../../../src/main/collector/genai/known-attributes.ts';
import { jamjetSpan } from '../../../src/main/collector/formats/jamjet.ts';
import { spanDetail } from '../../../src/main/collector/traces/span-detail.ts';
import { storedSpan } from '../../support/stored-spans.ts';

/** An event in the shape of `systems` 1.3, as the Java SDK sends it with `captureIo`. */
const event = {
  type: 'span',
  trace_id: 'tr_5982fe77008310cc80f1da5e10147517',
  span_id: 'sp_90394f6bcffb5d1390394f6bcffb5d13',
  sequence: 0,
  timestamp: '2026-01-02T03:04:05.678901+00:00',
  status: 'ok',
  duration_ms: 250,
  agent_name: 'researcher',
  session_id: 's-1',
};

const read = (more: Record<string, unknown>) => {
  const { span } = jamjetSpan({ ...event, ...more })!;
  const detail = spanDetail(storedSpan({ name: span.name, attributes: span.attributes }));
  const valueOf = (key: string) => {
    const { value } = span.attributes.find((one) => one.key === key) ?? {};
    return value && Object.values(value)[0];
  };
  const fields = extractSpanFields(
    KNOWN_SPAN_ATTRIBUTES.map((key) => valueOf(key) as string | number | undefined),
    span.name,
  );
  return { detail, fields };
};

it.each([
  ['openai.gpt-4o', 'gpt-4o-2024-08-06', 'openai'],
  ['openai.gpt-4o', 'claude-sonnet-4-5', ''],
  ['plan', 'gpt-4o', ''],
])('tells the provider of %s answered by %s', (name, model, provider) => {
  const { fields } = read({ kind: 'llm_call', name, model, input_tokens: 1 });
  expect(fields).toMatchObject({ provider, model, operation: 'chat' });
});

it('reads a model call with tools, pictures and the answers of tools', () => {
  const { detail } = read({
    kind: 'llm_call',
    name: 'openai.gpt-4o',
    model: 'gpt-4o',
    input_tokens: 10,
    output_tokens: 5,
    cost_usd: 0.000075,
    payload: {
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Weather?' },
            { type: 'image_url', image_url: { url: 'https://img.example.com/sky.png' } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            {
              id: 'c1',
              type: 'function',
              function: { name: 'weather', arguments: '{"at":"Bonn"}' },
            },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: '12 degrees' },
      ],
      response: {
        choices: [{ message: { role: 'assistant', content: 'Mild.' }, finish_reason: 'length' }],
      },
    },
  });
  expect(detail.genAi).toMatchObject({ provider: 'openai', model: 'gpt-4o', operation: 'chat' });
  expect(detail.genAi).toMatchObject({ inputTokens: 10, outputTokens: 5, session: 's-1' });
  const kinds = detail.llm!.input.map(({ role, parts }) => [role, parts.map(({ kind }) => kind)]);
  expect(kinds).toEqual([
    ['system', ['text']],
    ['user', ['text', 'image']],
    ['assistant', ['tool_call']],
    ['tool', ['tool_result']],
  ]);
  expect(detail.llm!.output).toMatchObject([
    { role: 'assistant', parts: [{ kind: 'text', text: 'Mild.' }] },
  ]);
  expect(detail.llm!.finishReasons).toEqual(['length']);
});

it('invents no reason for the end of a plain answer, and takes the one that was told', () => {
  const call = { kind: 'llm_call', name: 'answer' };
  const plain = read({ ...call, payload: { response: 'Hello' } }).detail.llm!;
  expect(plain.output).toMatchObject([{ parts: [{ kind: 'text', text: 'Hello' }] }]);
  expect(plain.finishReasons).toEqual([]);
  const told = read({ ...call, payload: { response: 'Hello', finishReason: 'stop' } }).detail.llm!;
  expect(told.finishReasons).toEqual(['stop']);
});

it('reads a tool by its name where nothing else names it', () => {
  const { detail, fields } = read({
    kind: 'mcp_tool_call',
    name: 'wire_transfer',
    payload: { tool_input: { amount: 5 }, tool_output: 'blocked' },
  });
  expect(fields.operation).toBe('execute_tool');
  expect(detail.llm!.toolCall).toMatchObject({ name: 'wire_transfer' });
});
