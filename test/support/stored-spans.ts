import { decodeTraces } from '../../src/main/collector/otlp/decode-traces.ts';
import { jsonToProtobuf } from '../../src/main/collector/otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS } from '../../src/main/collector/otlp/types.ts';
import type { StoredSpan } from '../../src/main/collector/store/types.ts';

/** A span as OTLP/JSON, as much of it as tests set. */
export interface JsonSpan {
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: readonly JsonAttribute[];
  events: readonly { name: string; timeUnixNano: string; attributes: readonly JsonAttribute[] }[];
  links: readonly { traceId: string; spanId: string; attributes: readonly JsonAttribute[] }[];
  status: { code: number; message?: string };
}

export interface JsonAttribute {
  key: string;
  value: Readonly<Record<string, unknown>>;
}

/** A span as the store hands it out, made from OTLP/JSON by the collector's own codec; it cost half a dollar. */
export function storedSpan(fields: Partial<JsonSpan>): StoredSpan {
  const span = {
    traceId: '7f3ac0ffee000000000000000000c91e',
    spanId: '00000000000000a1',
    name: 'span',
    startTimeUnixNano: '1790000000000000000',
    endTimeUnixNano: '1790000001000000000',
    ...fields,
  };
  const request = {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
        scopeSpans: [{ scope: { name: 'lib', version: '1.0' }, spans: [span] }],
      },
    ],
  };
  const { body } = jsonToProtobuf('traces', JSON.stringify(request), DEFAULT_DECODE_LIMITS);
  const batch = decodeTraces(body, {
    limits: { ...DEFAULT_DECODE_LIMITS, maxRecordBytes: 64 * 1024 * 1024 },
    redact: (_kind, bytes) => bytes,
  });
  const record = batch.records[0];
  if (record === undefined) throw new Error(`The span was refused: ${batch.reasons.join('; ')}`);
  return {
    bytes: record.bytes,
    resource: batch.resources[record.resource]!.bytes,
    resourceSchemaUrl: '',
    scope: batch.scopes[record.scope]!.bytes,
    scopeSchemaUrl: '',
    costUsd: 0.5,
    costSource: 'prices',
    price: '',
  };
}
