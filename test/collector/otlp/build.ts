import { decodeTraces } from '../../../src/main/collector/otlp/decode-traces.ts';
import { encodeRequest } from '../../../src/main/collector/otlp/encode.ts';
import {
  DEFAULT_DECODE_LIMITS,
  type DecodedBatch,
  type DecodeLimits,
  type SpanRecord,
} from '../../../src/main/collector/otlp/types.ts';
import { WireWriter } from '../../../src/main/collector/otlp/wire-writer.ts';

export const OPTIONS = {
  limits: DEFAULT_DECODE_LIMITS,
  redact: (_kind: string, body: Uint8Array): Uint8Array => body,
};

export const TRACE_ID = '0123456789abcdef0123456789abcdef';
export const SPAN_ID = '0123456789abcdef';

/** Writes a message with `write` and returns its body. */
export function body(write: (writer: WireWriter) => void): Uint8Array {
  const writer = new WireWriter();
  write(writer);
  return writer.finish();
}

/** Body of a KeyValue with a string value. */
export function stringAttribute(key: string, value: string): Uint8Array {
  return body((writer) => {
    writer.stringField(1, key);
    writer.bytesField(
      2,
      body((inner) => inner.stringField(1, value)),
    );
  });
}

/** Body of a Span with valid ids, and what `more` adds. */
export function spanBody(
  more: (writer: WireWriter) => void = () => {},
  traceId = TRACE_ID,
  spanId = SPAN_ID,
): Uint8Array {
  return body((writer) => {
    writer.bytesField(1, Buffer.from(traceId, 'hex'));
    writer.bytesField(2, Buffer.from(spanId, 'hex'));
    more(writer);
  });
}

/** A request of one resource and one scope. */
export function request(
  records: readonly Uint8Array[],
  resource: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const scopes = [{ scope: new Uint8Array(0), schemaUrl: '', records }];
  return encodeRequest([{ resource, schemaUrl: '', scopes }]);
}

/** Decodes spans under the default limits, changed by `limits`. */
export function decode(
  spans: readonly Uint8Array[],
  limits: Partial<DecodeLimits> = {},
): DecodedBatch<SpanRecord> {
  return decodeTraces(request(spans), {
    ...OPTIONS,
    limits: { ...DEFAULT_DECODE_LIMITS, ...limits },
  });
}

/** An AnyValue of arrays inside each other. */
export function nestedArrays(depth: number): Uint8Array {
  let value: Uint8Array = new Uint8Array(0);
  for (let level = 0; level < depth; level++) {
    const inner = value;
    const array = body((writer) => writer.bytesField(1, inner));
    value = body((writer) => writer.bytesField(5, array));
  }
  return value;
}
