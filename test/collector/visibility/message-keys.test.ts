import { describe, expect, it } from 'vitest';
import { conversationOf } from '../../../src/shared/genai/messages.ts';
import type { LlmView } from '../../../src/shared/genai/llm-view.ts';
import type { Attribute, AttributeValue, DecodedSpan } from '../../../src/shared/telemetry.ts';
import { HIDDEN_VALUE } from '../../../src/shared/visibility.ts';
import {
  carriesMessage,
  isMessageRecord,
} from '../../../src/main/collector/visibility/message-keys.ts';
import { decodedSpan, readFixture, type PlainSpan } from '../genai/fixture-spans.ts';

// A rule for the scope `message` must leave nothing of what was said, whatever the dialect: all that the conversation
// view finds in the recorded spans of every instrumentation has to be gone once the classified attributes are.

const FILES = [
  'recorded-langfuse-node.json',
  'recorded-openinference-node.json',
  'recorded-traceloop-node.json',
  'recorded-vercel-ai.json',
  'recorded-python.json',
  'openinference-vercel-v6-all-spans.json',
  'openinference-genai-openinference_client_span_tool_calls.json',
  'openinference-genai-otel_genai_client_span_tool_calls.json',
  'openinference-genai-otel_genai_deprecated_client_span_tool_calls.json',
  'openinference-genai-otel_genai_tool_execution_span.json',
];

const isSpan = (value: unknown): value is PlainSpan =>
  typeof value === 'object' && value !== null && 'name' in value && 'attributes' in value;

/** Spans wherever they are in a fixture; a file that is one map of attributes is a span. */
function spansIn(value: unknown): PlainSpan[] {
  if (isSpan(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(spansIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(spansIn) : [];
}

function spansOf(file: string): PlainSpan[] {
  const fixture = readFixture(file);
  const spans = spansIn(fixture);
  return spans.length > 0
    ? spans
    : [{ name: 'span', attributes: fixture as PlainSpan['attributes'] }];
}

function hide(attributes: readonly Attribute[], inMessage: boolean): Attribute[] {
  const value: AttributeValue = { type: 'string', value: HIDDEN_VALUE };
  return attributes.map((attribute) =>
    carriesMessage(attribute.key, inMessage) ? { key: attribute.key, value } : attribute,
  );
}

function withoutMessages(span: DecodedSpan): DecodedSpan {
  return {
    ...span,
    attributes: hide(span.attributes, false),
    events: span.events.map((event) => ({
      ...event,
      attributes: hide(event.attributes, isMessageRecord(event.name)),
    })),
  };
}

/** Texts of all that was said: messages, instructions, documents, arguments and results of tools, embedded texts. */
function textsOf(view: LlmView | undefined): string[] {
  if (view === undefined) return [];
  const { input, output, system, documents, toolCall, embeddings } = view;
  const said = [
    ...[...input, ...output].map(({ parts }) => parts),
    system,
    documents.map(({ content, metadata }) => [content, metadata]),
    toolCall === undefined ? [] : [toolCall.arguments, toolCall.result],
    embeddings?.texts ?? [],
  ];
  return leavesOf(said).filter((text) => text !== HIDDEN_VALUE);
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  const members = Array.isArray(value)
    ? value
    : // What kind of part it is, and how large, is not content.
      Object.entries(value).flatMap(([key, member]) =>
        ['kind', 'bytes', 'type', 'mimeType'].includes(key) ? [] : [member as unknown],
      );
  return members.flatMap(leavesOf);
}

describe.each(FILES)('%s', (file) => {
  const spans = spansOf(file);

  it('has conversations to hide', () => {
    const texts = spans.flatMap((span) => textsOf(conversationOf(decodedSpan(span))));
    expect(texts.length).toBeGreaterThan(2);
  });

  it('says nothing without its message attributes', () => {
    const left = spans.flatMap((span) =>
      textsOf(conversationOf(withoutMessages(decodedSpan(span)))),
    );
    expect(left).toEqual([]);
  });

  it('repeats in no other attribute what was said', () => {
    for (const span of spans) {
      const said = textsOf(conversationOf(decodedSpan(span))).filter((text) => text.length >= 16);
      const hidden = withoutMessages(decodedSpan(span));
      const left = JSON.stringify([
        hidden.attributes,
        hidden.events.map(({ attributes }) => attributes),
      ]);
      expect(said.filter((text) => left.includes(JSON.stringify(text).slice(1, -1)))).toEqual([]);
    }
  });
});

it('takes what was remembered, asked of a memory and said of an answer for what was said', () => {
  const keys = [
    'gen_ai.memory.records',
    'gen_ai.memory.query.text',
    'gen_ai.evaluation.explanation',
    'gen_ai.response.tool_calls',
  ];
  expect(keys.filter((key) => !carriesMessage(key, false))).toEqual([]);
  expect(carriesMessage('gen_ai.memory.record.count', false)).toBe(false);
});

it('takes a whole JamJet event for what was said, since its content is in there as sent', () => {
  expect(carriesMessage('jamjet.payload', false)).toBe(true);
});

it('leaves alone what is about a call and not said in it', () => {
  const keys = ['gen_ai.request.model', 'gen_ai.usage.input_tokens', 'http.url', 'user.id', 'role'];
  expect(keys.filter((key) => carriesMessage(key, false))).toEqual([]);
  expect(
    ['gen_ai.system', 'role', 'event.name'].filter((key) => carriesMessage(key, true)),
  ).toEqual([]);
});
