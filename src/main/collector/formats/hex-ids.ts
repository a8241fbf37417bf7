import { isRecord, type JsonRecord } from './otlp-span.ts';

const ID_NAMES = ['traceId', 'spanId', 'parentSpanId', 'trace_id', 'span_id', 'parent_span_id'];
/** Members that hold records with ids: links of a span, and points of a metric with their exemplars. */
const HOLDERS = [
  'links',
  'gauge',
  'sum',
  'histogram',
  'exponentialHistogram',
  'exponential_histogram',
  'dataPoints',
  'data_points',
  'exemplars',
];

/**
 * Tempo and protobuf's own JSON mapping write ids in base64: 24 or 12 characters, which no hexadecimal id has. The same
 * record where there are none.
 */
export function withHexIds(record: JsonRecord): JsonRecord {
  const changed: Record<string, unknown> = {};
  for (const name of ID_NAMES) {
    const id = record[name];
    if (typeof id !== 'string') continue;
    const isBase64 =
      (id.length === 24 && id.endsWith('==')) || (id.length === 12 && id.endsWith('='));
    if (isBase64) changed[name] = Buffer.from(id, 'base64').toString('hex');
  }
  for (const name of HOLDERS) {
    const held = record[name];
    if (Array.isArray(held)) {
      const inside = held.map((one: unknown) => (isRecord(one) ? withHexIds(one) : one));
      if (inside.some((one, at) => one !== held[at])) changed[name] = inside;
    } else if (isRecord(held)) {
      const inside = withHexIds(held);
      if (inside !== held) changed[name] = inside;
    }
  }
  return Object.keys(changed).length === 0 ? record : { ...record, ...changed };
}
