import { decodeLogs } from '../../../src/main/collector/otlp/decode-logs.ts';
import { decodeMetrics } from '../../../src/main/collector/otlp/decode-metrics.ts';
import { decodeTraces } from '../../../src/main/collector/otlp/decode-traces.ts';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS, type Signal } from '../../../src/main/collector/otlp/types.ts';
import { buildLogSegment } from '../../../src/main/collector/store/segment/build-logs.ts';
import { buildMetricSegment } from '../../../src/main/collector/store/segment/build-metrics.ts';
import { buildSpanSegment } from '../../../src/main/collector/store/segment/build-spans.ts';
import type { PreparedSegment } from '../../../src/main/collector/store/types.ts';

/** An attribute value as OTLP/JSON, or a string or whole number for short. */
export type ValueSketch = string | number | Readonly<Record<string, unknown>>;

export interface SpanSketch {
  readonly trace: string;
  readonly span: string;
  readonly parent?: string;
  readonly name?: string;
  /** Nanoseconds since the epoch. */
  readonly startNs?: bigint;
  readonly durationNs?: bigint;
  readonly error?: string;
  readonly attributes?: Readonly<Record<string, ValueSketch>>;
  readonly events?: readonly { name: string; attributes?: Readonly<Record<string, ValueSketch>> }[];
  /** To the span itself where nothing else is said. */
  readonly links?: readonly {
    trace?: string;
    span?: string;
    attributes?: Readonly<Record<string, ValueSketch>>;
  }[];
}

export interface LogSketch {
  readonly trace?: string;
  readonly span?: string;
  readonly timeNs: bigint;
  readonly text: string;
}

/** 2026-11-20T12:00:00Z */
export const NOON_MS = Date.UTC(2026, 10, 20, 12);
export const NOON_NS = BigInt(NOON_MS) * 1_000_000n;

export const traceId = (n: number): string =>
  `${(n + 1).toString(16).padStart(4, '0')}${'0'.repeat(28)}`;
export const spanId = (n: number): string => (n + 1).toString(16).padStart(16, '0');

const attributes = (values: Readonly<Record<string, ValueSketch>> = {}) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'number'
          ? { intValue: String(value) }
          : value,
  }));

const OPTIONS = {
  limits: DEFAULT_DECODE_LIMITS,
  redact: (_kind: unknown, body: Uint8Array) => body,
};

function protobuf(signal: Signal, request: object): Uint8Array {
  return jsonToProtobuf(signal, JSON.stringify(request), DEFAULT_DECODE_LIMITS).body;
}

const resourceOf = (service: string, more: Readonly<Record<string, ValueSketch>>) => ({
  attributes: attributes({ 'service.name': service, ...more }),
});

/** A segment of spans of one service, made by the collector's own codec. */
export function spanSegment(
  spans: readonly SpanSketch[],
  service = 'api',
  resource: Readonly<Record<string, ValueSketch>> = {},
): PreparedSegment {
  return spanSegmentOf([{ spans, service, resource }]);
}

/** Spans of one resource. */
export interface ResourceSketch {
  readonly spans: readonly SpanSketch[];
  readonly service?: string;
  readonly resource?: Readonly<Record<string, ValueSketch>>;
}

/** As {@link spanSegment}, of several resources. */
export function spanSegmentOf(groups: readonly ResourceSketch[]): PreparedSegment {
  const request = {
    resourceSpans: groups.map(({ spans, service = 'api', resource = {} }) => ({
      resource: resourceOf(service, resource),
      schemaUrl: 'https://example.test/resource',
      scopeSpans: [
        {
          scope: { name: 'lib' },
          schemaUrl: 'https://example.test/scope',
          spans: spans.map(toOtlp),
        },
      ],
    })),
  };
  const batch = decodeTraces(protobuf('traces', request), OPTIONS);
  if (batch.rejected > 0) throw new Error(batch.reasons.join('; '));
  return buildSpanSegment([{ batch, request: 0 }]);
}

function toOtlp(span: SpanSketch): object {
  const start = span.startNs ?? NOON_NS;
  return {
    traceId: span.trace,
    spanId: span.span,
    ...(span.parent === undefined ? {} : { parentSpanId: span.parent }),
    name: span.name ?? 'work',
    kind: 2,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + (span.durationNs ?? 1_000_000n)),
    attributes: attributes(span.attributes),
    events: (span.events ?? []).map((event) => ({
      name: event.name,
      timeUnixNano: String(start),
      attributes: attributes(event.attributes),
    })),
    links: (span.links ?? []).map((link) => ({
      traceId: link.trace ?? span.trace,
      spanId: link.span ?? span.span,
      attributes: attributes(link.attributes),
    })),
    ...(span.error === undefined ? {} : { status: { code: 2, message: span.error } }),
  };
}

export function logSegment(logs: readonly LogSketch[]): PreparedSegment {
  const logRecords = logs.map(({ trace, span, timeNs, text }) => ({
    timeUnixNano: String(timeNs),
    body: { stringValue: text },
    ...(trace === undefined ? {} : { traceId: trace }),
    ...(span === undefined ? {} : { spanId: span }),
  }));
  const request = {
    resourceLogs: [{ resource: resourceOf('api', {}), scopeLogs: [{ logRecords }] }],
  };
  const batch = decodeLogs(protobuf('logs', request), OPTIONS);
  return buildLogSegment([{ batch, request: 0 }]);
}

/** One gauge with a point at each of these times. */
export function metricSegment(name: string, timesNs: readonly bigint[]): PreparedSegment {
  const dataPoints = timesNs.map((time) => ({ timeUnixNano: String(time), asInt: '1' }));
  const request = {
    resourceMetrics: [
      {
        resource: resourceOf('api', {}),
        scopeMetrics: [{ metrics: [{ name, gauge: { dataPoints } }] }],
      },
    ],
  };
  const batch = decodeMetrics(protobuf('metrics', request), OPTIONS);
  return buildMetricSegment([{ batch, request: 0 }]);
}
