import { isRecord, keyValues, textOf, type ConvertedSpan, type JsonRecord } from './otlp-span.ts';

// Spans of the OpenTelemetry SDK for JavaScript as `JSON.stringify` or a test's snapshot writes a `ReadableSpan`: times
// as [seconds, nanoseconds], kinds counted from 0.

/** Whether a record is a span of the JavaScript SDK. */
export function isJsSpan(record: JsonRecord): boolean {
  return contextOf(record) !== undefined && nanosOfPair(record['startTime']) !== undefined;
}

/** A span of the JavaScript SDK. */
export function jsSpan(record: JsonRecord): ConvertedSpan {
  const context = contextOf(record)!;
  const parent = isRecord(record['parentSpanContext']) ? record['parentSpanContext'] : {};
  const parentId = textOf(record['parentSpanId'] ?? parent['spanId']);
  const start = nanosOfPair(record['startTime'])!;
  const resource = isRecord(record['resource']) ? record['resource'] : {};
  const scope = isRecord(record['instrumentationScope'])
    ? record['instrumentationScope']
    : isRecord(record['instrumentationLibrary'])
      ? record['instrumentationLibrary']
      : undefined;
  const status = isRecord(record['status']) ? record['status'] : {};
  const message = textOf(status['message']);
  const code = [0, 1, 2].includes(Number(status['code'])) ? Number(status['code']) : 0;
  const kind = Number(record['kind'] ?? 0);
  const events = (Array.isArray(record['events']) ? record['events'] : []).filter(isRecord);
  const links = (Array.isArray(record['links']) ? record['links'] : []).filter(isRecord);
  return {
    resource: keyValues(isRecord(resource['attributes']) ? resource['attributes'] : {}),
    scope:
      scope === undefined
        ? undefined
        : { name: textOf(scope['name']), version: textOf(scope['version']) },
    span: {
      traceId: textOf(context['traceId']),
      spanId: textOf(context['spanId']),
      ...(parentId === '' ? {} : { parentSpanId: parentId }),
      name: textOf(record['name']),
      kind: kind >= 0 && kind <= 4 ? kind + 1 : 0,
      startTimeUnixNano: start,
      endTimeUnixNano: nanosOfPair(record['endTime']) ?? start,
      attributes: keyValues(isRecord(record['attributes']) ? record['attributes'] : {}),
      events: events.map((event) => ({
        timeUnixNano: nanosOfPair(event['time']) ?? '0',
        name: textOf(event['name']),
        attributes: keyValues(isRecord(event['attributes']) ? event['attributes'] : {}),
      })),
      links: links.flatMap((link) => {
        const to = isRecord(link['context']) ? link['context'] : {};
        const attributes = keyValues(isRecord(link['attributes']) ? link['attributes'] : {});
        return [{ traceId: textOf(to['traceId']), spanId: textOf(to['spanId']), attributes }];
      }),
      ...(code === 0 ? {} : { status: { code, ...(message === '' ? {} : { message }) } }),
    },
  };
}

function contextOf(record: JsonRecord): JsonRecord | undefined {
  const context = record['spanContext'] ?? record['_spanContext'];
  return isRecord(context) && typeof context['traceId'] === 'string' ? context : undefined;
}

/** [seconds, nanoseconds] as decimal nanoseconds. */
function nanosOfPair(time: unknown): string | undefined {
  if (!Array.isArray(time) || time.length !== 2) return undefined;
  const [seconds, nanos] = time as [unknown, unknown];
  if (!Number.isSafeInteger(seconds) || !Number.isSafeInteger(nanos)) return undefined;
  const total = BigInt(seconds as number) * 1_000_000_000n + BigInt(nanos as number);
  return total < 0n ? undefined : String(total);
}
