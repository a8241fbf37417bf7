import type { JsonObject } from '../otlp/protobuf-to-json.ts';
import { messageToJson } from '../otlp/protobuf-to-json.ts';
import type { ExportBatch } from '../store/types.ts';

// Jaeger's JSON of the UI, by opentelemetry-specification, "OpenTelemetry to Jaeger Transformation".

const KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

interface Tag {
  readonly key: string;
  readonly type: 'string' | 'bool' | 'int64' | 'float64' | 'binary';
  readonly value: unknown;
}

/** One trace as Jaeger's UI opens it; undefined when nothing of it is stored. */
export async function jaegerTrace(
  batches: AsyncIterable<ExportBatch>,
  redacted: (batch: ExportBatch) => ExportBatch,
): Promise<{ readonly json: string; readonly spans: number } | undefined> {
  const processes = new Map<string, { id: string; process: object }>();
  const spans: object[] = [];
  let traceId = '';
  for await (const batch of batches) {
    for (const record of redacted(batch).records) {
      const resource = messageToJson('resource', record.resource);
      const key = JSON.stringify(resource);
      let known = processes.get(key);
      if (known === undefined) {
        known = { id: `p${processes.size + 1}`, process: processOf(resource) };
        processes.set(key, known);
      }
      const span = messageToJson('span', record.bytes);
      traceId = String(span['traceId']);
      spans.push(toSpan(span, messageToJson('scope', record.scope), known.id));
    }
  }
  if (spans.length === 0) return undefined;
  const named = Object.fromEntries([...processes.values()].map(({ id, process }) => [id, process]));
  const trace = { traceID: traceId, spans, processes: named, warnings: null };
  return { json: JSON.stringify(trace), spans: spans.length };
}

function processOf(resource: JsonObject): object {
  const tags = tagsOf(resource['attributes']);
  const service = tags.find(({ key }) => key === 'service.name');
  return {
    serviceName: service === undefined ? '' : String(service.value),
    tags: tags.filter((tag) => tag !== service),
  };
}

function toSpan(span: JsonObject, scope: JsonObject, processID: string): object {
  const start = BigInt(String(span['startTimeUnixNano'] ?? '0'));
  const end = BigInt(String(span['endTimeUnixNano'] ?? '0'));
  const traceID = span['traceId'];
  const status = span['status'] as JsonObject | undefined;
  const parent = span['parentSpanId'];
  const links = objects(span['links']).map((link) => ({
    refType: 'FOLLOWS_FROM',
    traceID: link['traceId'],
    spanID: link['spanId'],
  }));
  return {
    traceID,
    spanID: span['spanId'],
    operationName: span['name'] ?? '',
    references: [
      ...(parent === undefined ? [] : [{ refType: 'CHILD_OF', traceID, spanID: parent }]),
      ...links,
    ],
    startTime: Number(start / 1000n),
    duration: Number((end > start ? end - start : 0n) / 1000n),
    tags: [
      ...tagsOf(span['attributes']),
      ...text('span.kind', KINDS[Number(span['kind'] ?? 0)]),
      ...text('otel.scope.name', scope['name']),
      ...text('otel.scope.version', scope['version']),
      ...text('w3c.tracestate', span['traceState']),
      ...(status?.['code'] === 1 ? text('otel.status_code', 'OK') : []),
      ...(status?.['code'] === 2
        ? [...text('otel.status_code', 'ERROR'), { key: 'error', type: 'bool', value: true }]
        : []),
      ...text('otel.status_description', status?.['message']),
    ],
    logs: objects(span['events']).map((event) => ({
      timestamp: Number(BigInt(String(event['timeUnixNano'] ?? '0')) / 1000n),
      fields: [...text('event', event['name']), ...tagsOf(event['attributes'])],
    })),
    processID,
    warnings: null,
  };
}

function text(key: string, value: unknown): Tag[] {
  return typeof value === 'string' && value !== '' ? [{ key, type: 'string', value }] : [];
}

function tagsOf(attributes: unknown): Tag[] {
  return objects(attributes).map((attribute) => {
    const key = String(attribute['key'] ?? '');
    const value = (attribute['value'] ?? {}) as JsonObject;
    if (value['boolValue'] !== undefined) return { key, type: 'bool', value: value['boolValue'] };
    if (value['intValue'] !== undefined)
      return { key, type: 'int64', value: intOf(value['intValue']) };
    if (value['doubleValue'] !== undefined) {
      return { key, type: 'float64', value: value['doubleValue'] };
    }
    if (value['bytesValue'] !== undefined)
      return { key, type: 'binary', value: value['bytesValue'] };
    const other = value['arrayValue'] ?? value['kvlistValue'];
    const content = other === undefined ? (value['stringValue'] ?? '') : JSON.stringify(other);
    return { key, type: 'string', value: content };
  });
}

/** A number where it is exact, as the UI of Jaeger expects it. */
function intOf(value: unknown): unknown {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function objects(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
