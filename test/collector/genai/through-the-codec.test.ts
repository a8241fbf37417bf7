import { describe, expect, it } from 'vitest';
import { decodeSpan } from '../../../src/main/collector/otlp/decode-detail.ts';
import { decodeTraces } from '../../../src/main/collector/otlp/decode-traces.ts';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS, type SpanRecord } from '../../../src/main/collector/otlp/types.ts';
import { conversationOf } from '../../../src/shared/genai/messages.ts';
import {
  decodedSpan,
  fieldsOf,
  readFixture,
  type PlainAttributes,
  type PlainSpan,
} from './fixture-spans.ts';

const FILES = [
  'recorded-traceloop-node.json',
  'recorded-openinference-node.json',
  'recorded-vercel-ai.json',
  'recorded-langfuse-node.json',
];

const spans = FILES.flatMap((file) =>
  Object.values(readFixture(file) as Record<string, PlainSpan[]>).flat(),
);

/** Sends a span as an exporter does, and decodes it as the collector does. */
function received(span: PlainSpan): SpanRecord {
  const request = {
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              {
                traceId: '0af7651916cd43dd8448eb211c80319c',
                spanId: 'b7ad6b7169203331',
                name: span.name,
                kind: 3,
                startTimeUnixNano: '1763712000000000000',
                endTimeUnixNano: '1763712001000000000',
                attributes: keyValues(span.attributes),
                events: (span.events ?? []).map((event) => ({
                  name: event.name,
                  timeUnixNano: '1763712000500000000',
                  attributes: keyValues(event.attributes ?? {}),
                })),
              },
            ],
          },
        ],
      },
    ],
  };
  const { body } = jsonToProtobuf('traces', JSON.stringify(request), DEFAULT_DECODE_LIMITS);
  const batch = decodeTraces(body, {
    limits: DEFAULT_DECODE_LIMITS,
    redact: (_kind, bytes) => bytes,
  });
  expect(batch.rejected).toBe(0);
  return batch.records[0]!;
}

function keyValues(attributes: PlainAttributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: (value as unknown[]).map(anyValue) } };
}

describe('GenAI spans through the codec', () => {
  it.each(spans.map((span) => [span.name, span] as const))('%s', (_name, span) => {
    const record = received(span);
    expect(record.fields).toEqual(fieldsOf(span));
    expect(conversationOf(decodeSpan(record.bytes))).toEqual(conversationOf(decodedSpan(span)));
  });

  it('reads a usage document that is longer than an indexed field', () => {
    const usage = { note: 'x'.repeat(2_000), input: 20, output: 30, input_cached_tokens: 100 };
    const attributes = {
      'langfuse.observation.type': 'generation',
      'langfuse.observation.usage_details': JSON.stringify(usage),
    };
    expect(received({ name: 'answer', attributes }).fields).toMatchObject({
      inputTokens: 120,
      outputTokens: 30,
    });
  });
});
