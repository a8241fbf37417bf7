import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeLogs } from '../../../src/main/collector/otlp/decode-logs.ts';
import { decodeMetrics } from '../../../src/main/collector/otlp/decode-metrics.ts';
import { decodeTraces } from '../../../src/main/collector/otlp/decode-traces.ts';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { requestToJson } from '../../../src/main/collector/otlp/protobuf-to-json.ts';
import { DEFAULT_DECODE_LIMITS, type Signal } from '../../../src/main/collector/otlp/types.ts';
import { OPTIONS } from './build.ts';

const DECODERS = { traces: decodeTraces, logs: decodeLogs, metrics: decodeMetrics };
const ROOTS: Readonly<Record<string, Signal>> = {
  resourceSpans: 'traces',
  resourceLogs: 'logs',
  resourceMetrics: 'metrics',
};

function sample(file: string): string[] {
  const text = readFileSync(new URL(`../../fixtures/otlp/${file}`, import.meta.url), 'utf8');
  return file.endsWith('.jsonl') ? text.split('\n').filter((line) => line !== '') : [text];
}

const INTEGERS = /^(intValue|asInt|count|zeroCount|.*UnixNano)$/;

/** A sample as the inverse transcoder writes it: ids in lower case, 64-bit integers as text, no defaults. */
function normalized(value: unknown, parent = ''): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => (parent === 'bucketCounts' ? String(item) : normalized(item)));
  }
  if (typeof value !== 'object' || value === null) return value;
  const present = new Set([
    'stringValue',
    'boolValue',
    'intValue',
    'doubleValue',
    'asInt',
    'asDouble',
    'sum',
    'min',
    'max',
    'quantile',
  ]);
  const entries = Object.entries(value as Record<string, unknown>).flatMap(([name, item]) => {
    const isId = /^(traceId|spanId|parentSpanId)$/.test(name);
    const text = isId ? String(item).toLowerCase() : item;
    const content = INTEGERS.test(name) ? String(text) : normalized(text, name);
    const isEmptyList = Array.isArray(content) && content.length === 0;
    const isDefault = ['', 0, '0', false].includes(content as string);
    return isEmptyList || (isDefault && !(present.has(name) && name !== 'quantile'))
      ? []
      : [[name, content] as const];
  });
  return Object.fromEntries(entries);
}

it.each([
  ['opentelemetry-proto-trace.json', { traces: 1 }],
  ['opentelemetry-proto-logs.json', { logs: 1 }],
  ['opentelemetry-proto-events.json', { logs: 1 }],
  ['opentelemetry-proto-metrics.json', { metrics: 4 }],
  ['jaeger-otlp2jaeger-in.json', { traces: 2 }],
  ['otel-tui-collector-export.jsonl', { traces: 547, logs: 23, metrics: 2650 }],
])('%s is read in full and comes back as it was', (file, expected) => {
  const counts: Partial<Record<Signal, number>> = {};
  for (const document of sample(file)) {
    const parsed = JSON.parse(document) as Record<string, unknown>;
    const signal = ROOTS[Object.keys(parsed).find((name) => name in ROOTS)!]!;
    const transcoded = jsonToProtobuf(signal, document, DEFAULT_DECODE_LIMITS);
    expect(transcoded).toMatchObject({ rejected: 0, quirks: [] });
    const batch = DECODERS[signal](transcoded.body, OPTIONS);
    expect(batch.rejected).toBe(0);
    counts[signal] = (counts[signal] ?? 0) + batch.records.length;
    expect(normalized(requestToJson(signal, transcoded.body))).toEqual(normalized(parsed));
  }
  expect(counts).toEqual(expected);
});
