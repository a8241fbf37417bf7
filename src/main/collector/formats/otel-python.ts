import {
  idOf,
  isRecord,
  keyValues,
  nanosOf,
  SPAN_KINDS,
  STATUS_ERROR,
  STATUS_OK,
  textOf,
  type ConvertedSpan,
  type JsonRecord,
} from './otlp-span.ts';

// Spans of the OpenTelemetry SDK for Python as `ReadableSpan.to_json` writes them, and with it the exporter that prints
// to a console or a file: ids with `0x` in front, kinds as `SpanKind.SERVER`. They name no scope.

/** Whether a record is a span of the Python SDK. */
export function isPythonSpan(record: JsonRecord): boolean {
  return isRecord(record['context']) && textOf(record['kind']).startsWith(KIND);
}

const KIND = 'SpanKind.';

/** A span of the Python SDK; undefined when it lacks an id or a time. */
export function pythonSpan(record: JsonRecord): ConvertedSpan | undefined {
  const ids = idsOf(record['context']);
  const start = nanosOf(record['start_time']);
  if (ids === undefined || start === undefined) return undefined;
  const parentId = textOf(record['parent_id']);
  const status = isRecord(record['status']) ? record['status'] : {};
  const resource = isRecord(record['resource']) ? record['resource'] : {};
  const message = textOf(status['description']);
  const code = CODES[textOf(status['status_code'])] ?? 0;
  return {
    // Before 1.14 it was printed without what is around it.
    resource: keyValues(isRecord(resource['attributes']) ? resource['attributes'] : resource),
    span: {
      ...ids,
      ...(parentId === '' ? {} : { parentSpanId: id(parentId, 8) }),
      name: textOf(record['name']),
      kind: SPAN_KINDS[textOf(record['kind']).slice(KIND.length).toLowerCase()] ?? 0,
      startTimeUnixNano: start,
      endTimeUnixNano: nanosOf(record['end_time']) ?? start,
      attributes: attributesOf(record),
      events: list(record['events']).map((event) => ({
        timeUnixNano: nanosOf(event['timestamp']) ?? '0',
        name: textOf(event['name']),
        attributes: attributesOf(event),
      })),
      links: list(record['links']).flatMap((link) => {
        const to = idsOf(link['context']);
        return to === undefined ? [] : [{ ...to, attributes: attributesOf(link) }];
      }),
      ...(code === 0 ? {} : { status: { code, ...(message === '' ? {} : { message }) } }),
    },
  };
}

const CODES: Readonly<Record<string, number>> = { OK: STATUS_OK, ERROR: STATUS_ERROR };

function idsOf(context: unknown): { traceId: string; spanId: string } | undefined {
  if (!isRecord(context)) return undefined;
  const traceId = textOf(context['trace_id']);
  const spanId = textOf(context['span_id']);
  if (traceId === '' || spanId === '') return undefined;
  return { traceId: id(traceId, 16), spanId: id(spanId, 8) };
}

const id = (text: string, bytes: 8 | 16): string => idOf(text.replace(/^0x/, ''), bytes);

function attributesOf(record: JsonRecord) {
  const { attributes } = record;
  return keyValues(isRecord(attributes) ? attributes : {});
}

const list = (value: unknown): JsonRecord[] => (Array.isArray(value) ? value.filter(isRecord) : []);
