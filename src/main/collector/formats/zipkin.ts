import {
  hashId,
  isRecord,
  later,
  nanosOfMicros,
  numericIdOf,
  SPAN_KINDS,
  STATUS_ERROR,
  STATUS_OK,
  textOf,
  type ConvertedSpan,
  type JsonRecord,
  type KeyValue,
} from './otlp-span.ts';

/** Whether a record is a span of Zipkin's JSON v2 (zipkin-api, zipkin2-api.yaml). */
export function isZipkinSpan(record: JsonRecord): boolean {
  const hasIds = typeof record['traceId'] === 'string' && typeof record['id'] === 'string';
  if (!hasIds || 'type' in record || 'startTime' in record) return false;
  // What the JavaScript SDK prints to a console is alike; its attributes would be lost without a word. So would the
  // tags of Zipkin v1.
  if ('attributes' in record || 'binaryAnnotations' in record) return false;
  const { timestamp } = record;
  if (timestamp !== undefined && nanosOfMicros(timestamp) === undefined) return false;
  return (
    'localEndpoint' in record ||
    'timestamp' in record ||
    'duration' in record ||
    'annotations' in record ||
    'kind' in record
  );
}

/** A span of Zipkin v2; undefined when it has no time. */
export function zipkinSpan(record: JsonRecord): ConvertedSpan | undefined {
  const traceId = textOf(record['traceId']);
  const id = textOf(record['id']);
  const parentId = textOf(record['parentId']);
  const tags = isRecord(record['tags']) ? record['tags'] : {};
  const annotations = (Array.isArray(record['annotations']) ? record['annotations'] : []).filter(
    isRecord,
  );
  const start = nanosOfMicros(record['timestamp']) ?? nanosOfMicros(annotations[0]?.['timestamp']);
  if (start === undefined) return undefined;
  const local = isRecord(record['localEndpoint']) ? record['localEndpoint'] : {};
  const remote = isRecord(record['remoteEndpoint']) ? record['remoteEndpoint'] : {};
  // Both halves of a call may share one id in Zipkin; here the server's half gets one of its own below the client's.
  const isShared = record['shared'] === true;
  const parent = isShared ? id : parentId;
  const scopeName = textOf(tags['otel.scope.name'] ?? tags['otel.library.name']);
  const scopeVersion = textOf(tags['otel.scope.version'] ?? tags['otel.library.version']);
  const events = annotations.map((annotation) => ({
    timeUnixNano: nanosOfMicros(annotation['timestamp']) ?? '0',
    name: textOf(annotation['value']),
    attributes: [],
  }));
  return {
    resource: strings({ 'service.name': local['serviceName'] }),
    ...(scopeName === '' ? {} : { scope: { name: scopeName, version: scopeVersion } }),
    span: {
      traceId: numericIdOf(traceId, 16),
      spanId: isShared ? hashId(`${traceId} ${id} shared`, 8) : numericIdOf(id, 8),
      ...(parent === '' ? {} : { parentSpanId: numericIdOf(parent, 8) }),
      name: textOf(record['name']),
      kind: SPAN_KINDS[textOf(record['kind']).toLowerCase()] ?? 0,
      startTimeUnixNano: start,
      endTimeUnixNano: later(start, nanosOfMicros(record['duration']) ?? '0'),
      attributes: [
        ...strings(Object.fromEntries(Object.entries(tags).filter(([key]) => !TAKEN.has(key)))),
        ...strings({
          'network.local.address': local['ipv4'] ?? local['ipv6'],
          'peer.service': remote['serviceName'],
          'network.peer.address': remote['ipv4'] ?? remote['ipv6'],
        }),
        ...ports({ 'network.local.port': local['port'], 'network.peer.port': remote['port'] }),
        ...(isShared ? [{ key: 'zipkin.shared', value: { boolValue: true } }] : []),
      ],
      ...(events.length === 0 ? {} : { events }),
      ...statusOf(tags),
    },
  };
}

const TAKEN = new Set([
  'otel.status_code',
  'otel.status_description',
  'otel.scope.name',
  'otel.scope.version',
  'otel.library.name',
  'otel.library.version',
]);

function statusOf(tags: JsonRecord) {
  const code = textOf(tags['otel.status_code']).toUpperCase();
  const error = tags['error'];
  const message = textOf(tags['otel.status_description'] ?? error);
  if (code === 'OK') return { status: { code: STATUS_OK } };
  if (code !== 'ERROR' && (error === undefined || error === 'false')) return {};
  const isWord = message === '' || message === 'true';
  return { status: { code: STATUS_ERROR, ...(isWord ? {} : { message }) } };
}

/** Texts as attributes, without those that are missing. */
function strings(values: JsonRecord): KeyValue[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => ({
      key,
      value: { stringValue: typeof value === 'string' ? value : JSON.stringify(value) },
    }));
}

function ports(values: JsonRecord): KeyValue[] {
  return Object.entries(values)
    .filter(([, value]) => Number.isInteger(value) && value !== 0)
    .map(([key, value]) => ({ key, value: { intValue: String(value) } }));
}
