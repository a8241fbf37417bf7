import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { exportText } from '../support/files.ts';
import { openTestCollector, type TestCollector } from '../support/open-test-collector.ts';
import { conversation, defaultProject, openTrace } from './support/seen-trace.ts';

type Signal = 'traces' | 'logs' | 'metrics';

function readSample(path: string): string {
  return readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');
}

/** Posts one OTLP/JSON document as an exporter would, and expects it to be taken whole. */
async function post({ url }: TestCollector, document: string): Promise<void> {
  const first = Object.keys(JSON.parse(document) as object)[0]!;
  const signal: Signal = first.includes('Span')
    ? 'traces'
    : first.includes('Log')
      ? 'logs'
      : 'metrics';
  const response = await fetch(`${url}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync(document),
  });
  expect([response.status, await response.text()]).toEqual([200, '{}']);
}

async function counts({ client }: TestCollector) {
  const status = await client.collector.status();
  return {
    spans: status.spansAccepted,
    logs: status.logsAccepted,
    points: status.metricPointsAccepted,
    rejected: status.spansRejected,
  };
}

it('the examples of the protocol and of Jaeger are stored', async () => {
  const collector = await openTestCollector();
  for (const file of [
    'opentelemetry-proto-trace.json',
    'opentelemetry-proto-logs.json',
    'opentelemetry-proto-events.json',
    'opentelemetry-proto-metrics.json',
    'jaeger-otlp2jaeger-in.json',
  ]) {
    await post(collector, readSample(`otlp/${file}`));
  }
  expect(await counts(collector)).toEqual({ spans: 2, logs: 2, points: 4, rejected: 0 });
});

it('the file of a Collector is stored whole and comes back whole', async () => {
  const collector = await openTestCollector();
  const projectId = await defaultProject(collector);
  const lines = readSample('otlp/otel-tui-collector-export.jsonl').trimEnd().split('\n');
  expect(lines).toHaveLength(97);
  for (const line of lines) await post(collector, line);
  const all = { spans: 547, logs: 23, points: 4551, rejected: 0 };
  expect(await counts(collector)).toEqual(all);
  const { totals } = await collector.client.traces.list({ projectId });
  expect(totals.traces).toBe(141);

  const signals: Signal[] = ['traces', 'logs', 'metrics'];
  const text = await exportText(collector.client, projectId, { signals });
  const second = await openTestCollector();
  for (const line of text.trimEnd().split('\n')) await post(second, line);
  expect(await counts(second)).toEqual(all);
});

interface RecordedSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Spans of instrumentations as they were recorded: attribute maps without ids and times. */
function recordedSpans(file: string): RecordedSpan[] {
  const content = JSON.parse(readSample(`genai/${file}`)) as object;
  if (Array.isArray(content)) return content as RecordedSpan[];
  return [{ name: 'recorded', attributes: content as RecordedSpan['attributes'] }];
}

function toOtlp(value: unknown): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toOtlp) } };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value !== 'number') return { stringValue: String(value) };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

it('recorded spans of instrumentations are stored and read', async () => {
  const collector = await openTestCollector();
  const projectId = await defaultProject(collector);
  const files = [
    ['openinference-genai-openinference_client_span_tool_calls.json', 1, 1, 'gpt-4-0613'],
    ['openinference-genai-otel_genai_client_span_tool_calls.json', 1, 1, 'gpt-4-0613'],
    ['openinference-genai-otel_genai_deprecated_client_span_tool_calls.json', 1, 1, 'gpt-4-0613'],
    ['openinference-genai-otel_genai_tool_execution_span.json', 1, 0, ''],
    ['openinference-vercel-v6-all-spans.json', 10, 8, 'gpt-4o-mini-2024-07-18'],
  ] as const;
  for (const [i, [file]] of files.entries()) {
    const spans = recordedSpans(file).map((span, k) => toSpan(span, traceIdOf(i), k + 1));
    await post(collector, JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
  }
  const seen = [];
  for (const [i, [file]] of files.entries()) {
    const { spans, summary } = await openTrace(collector, projectId, traceIdOf(i));
    const talking = spans.filter((span) => conversation(span).input.length > 0);
    seen.push([file, spans.length, talking.length, summary.model]);
  }
  expect(seen).toEqual(files);
});

const traceIdOf = (index: number): string => (index + 1).toString(16).padStart(32, 'a');

function toSpan({ name, attributes }: RecordedSpan, traceId: string, number: number): object {
  return {
    traceId,
    spanId: number.toString(16).padStart(16, '0'),
    name,
    startTimeUnixNano: `${1_790_000_000_000 + number}000000`,
    endTimeUnixNano: `${1_790_000_000_001 + number}000000`,
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: toOtlp(value) })),
  };
}
