import { newSpanId, newTraceId } from './ids.ts';

/** What a test cares about in a span; the rest is made up. Times are milliseconds. */
export interface SpanSpec {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly startMs?: number;
  readonly durationMs?: number;
  readonly error?: boolean;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

const value = (given: string | number) =>
  typeof given === 'number' ? { intValue: String(given) } : { stringValue: given };

const attributesOf = (given: Readonly<Record<string, string | number>> = {}) =>
  Object.entries(given).map(([key, entry]) => ({ key, value: value(entry) }));

/** An OTLP/JSON export request of the given spans, all of one service. */
export function exportRequest(
  spans: readonly SpanSpec[],
  service = 'test',
  resource: Record<string, string> = {},
): object {
  const now = Date.now();
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ 'service.name': service, ...resource }) },
        scopeSpans: [{ scope: { name: 'test' }, spans: spans.map((span) => toOtlp(span, now)) }],
      },
    ],
  };
}

function toOtlp(span: SpanSpec, now: number): object {
  const start = span.startMs ?? now;
  return {
    traceId: span.traceId ?? newTraceId(),
    spanId: span.spanId ?? newSpanId(),
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name ?? 'work',
    kind: 1,
    startTimeUnixNano: `${start}000000`,
    endTimeUnixNano: `${start + (span.durationMs ?? 10)}000000`,
    attributes: attributesOf(span.attributes),
    status: span.error === true ? { code: 2, message: 'failed' } : {},
  };
}

/** Posts an export request as OTLP/JSON. */
export function postTraces(
  url: string,
  request: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
  });
}
