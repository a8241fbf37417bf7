import {
  anyValue,
  idOf,
  isRecord,
  keyValues,
  nanosOf,
  STATUS_ERROR,
  STATUS_OK,
  textOf,
  type ConvertedSpan,
  type JsonRecord,
  type KeyValue,
} from './otlp-span.ts';

// Phoenix spans as its REST API and client write them (`GET /v1/projects/{id}/spans`): `context`, `span_kind`,
// `attributes` with dotted keys. Rows of a dataframe have `context.span_id`, `attributes.llm.model_name` and so on.

/** Whether a record is a span of Phoenix, or a row of a dataframe of them. */
export function isPhoenixSpan(record: JsonRecord): boolean {
  const context = record['context'];
  if (isRecord(context)) return 'trace_id' in context && 'span_id' in context;
  return 'context.trace_id' in record && 'context.span_id' in record;
}

/** A span of Phoenix; undefined when it has no time. */
export function phoenixSpan(record: JsonRecord): ConvertedSpan | undefined {
  const context = isRecord(record['context']) ? record['context'] : {};
  const start = nanosOf(record['start_time']);
  if (start === undefined) return undefined;
  const parentId = textOf(record['parent_id']);
  const status = textOf(record['status_code']).toUpperCase();
  const message = textOf(record['status_message']);
  const kind = textOf(record['span_kind']);
  const attributes: KeyValue[] = [];
  flatten(record['attributes'], '', attributes);
  for (const [name, value] of Object.entries(record)) {
    if (!name.startsWith('attributes.')) continue;
    flatten(value, name.slice('attributes.'.length), attributes);
  }
  const kindKey = 'openinference.span.kind';
  if (kind !== '' && kind !== 'UNKNOWN' && !attributes.some(({ key }) => key === kindKey)) {
    attributes.push({ key: kindKey, value: { stringValue: kind } });
  }
  const events = eventsOf(record['events']);
  const code = status === 'ERROR' ? STATUS_ERROR : status === 'OK' ? STATUS_OK : 0;
  return {
    resource: [{ key: 'service.name', value: { stringValue: 'phoenix' } }],
    scope: { name: 'phoenix' },
    span: {
      traceId: idOf(textOf(context['trace_id'] ?? record['context.trace_id']), 16),
      spanId: idOf(textOf(context['span_id'] ?? record['context.span_id']), 8),
      ...(parentId === '' ? {} : { parentSpanId: idOf(parentId, 8) }),
      name: textOf(record['name']),
      kind: 1,
      startTimeUnixNano: start,
      endTimeUnixNano: nanosOf(record['end_time']) ?? start,
      attributes,
      ...(events.length === 0 ? {} : { events }),
      ...(code === 0 ? {} : { status: { code, ...(message === '' ? {} : { message }) } }),
    },
  };
}

/** Whether a record is a trace of Phoenix with its spans (`GET /v1/projects/{id}/traces?include_spans=true`). */
export function isPhoenixTrace(record: JsonRecord): boolean {
  return namesPhoenixTrace(record) && Array.isArray(record['spans']);
}

/** Whether a record is at least the row of a trace. */
export function namesPhoenixTrace(record: JsonRecord): boolean {
  return typeof record['trace_id'] === 'string' && 'project_id' in record && 'start_time' in record;
}

/** The spans in a trace of Phoenix, which has their names and times alone; undefined for those without a time. */
export function phoenixTrace(trace: JsonRecord): (ConvertedSpan | undefined)[] {
  const { trace_id, spans } = trace;
  return (spans as unknown[])
    .filter(isRecord)
    .map((span) => phoenixSpan({ ...span, context: { trace_id, span_id: span['span_id'] } }));
}

/** Objects inside attributes become dotted keys, and so do lists of objects, as OpenInference writes them. */
function flatten(value: unknown, prefix: string, into: KeyValue[], depth = 0): void {
  if (isRecord(value) && depth < 32) {
    // Free JSON stays text: it is one attribute in OpenInference.
    if (prefix === 'metadata' || prefix === 'llm.invocation_parameters') {
      into.push({ key: prefix, value: { stringValue: JSON.stringify(value) } });
      return;
    }
    for (const [key, member] of Object.entries(value)) {
      flatten(member, prefix === '' ? key : `${prefix}.${key}`, into, depth + 1);
    }
    return;
  }
  if (Array.isArray(value) && depth < 32 && value.length > 0 && value.every(isRecord)) {
    for (const [index, element] of value.entries()) {
      flatten(element, `${prefix}.${index}`, into, depth + 1);
    }
    return;
  }
  const attribute = anyValue(value);
  if (prefix !== '' && attribute !== undefined) into.push({ key: prefix, value: attribute });
}

function eventsOf(events: unknown) {
  return (Array.isArray(events) ? events : []).filter(isRecord).map((event) => {
    const { name, timestamp, attributes, ...rest } = event;
    return {
      timeUnixNano: nanosOf(timestamp) ?? '0',
      name: textOf(name),
      attributes: keyValues(isRecord(attributes) ? attributes : rest),
    };
  });
}
