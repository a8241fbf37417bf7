import type {
  DecodedBatch,
  ResourceRecord,
  SpanFields,
  SpanRecord,
} from '../../../src/main/collector/otlp/types.ts';
import { SpanIds } from '../../../src/main/collector/otlp/span-ids.ts';
import { WireWriter } from '../../../src/main/collector/otlp/wire-writer.ts';
import { buildSpanSegment } from '../../../src/main/collector/store/segment/build-spans.ts';
import type { PreparedSegment } from '../../../src/main/collector/store/types.ts';

/** Value of an attribute. */
export type SketchValue = string | number | boolean | readonly SketchValue[];

/** What a test says of a span; ids are hex, times microseconds. */
export interface SpanSketch {
  readonly trace: string;
  readonly span: string;
  readonly parent?: string;
  readonly name?: string;
  readonly startUs?: number;
  readonly startNs?: number;
  readonly durationUs?: number;
  readonly durationNs?: number;
  readonly status?: number;
  /** 0 front, 1 back; 2 and 3 the same with an attribute `zone`, "eu". */
  readonly resource?: number;
  readonly attributes?: Readonly<Record<string, SketchValue>>;
  /** Bytes of padding in the body. */
  readonly padding?: number;
  readonly fields?: Partial<SpanFields>;
}

export const DAY_MS = 86_400_000;
/** 2026-03-01T12:00:00Z */
export const NOON_MS = Date.UTC(2026, 2, 1, 12);
export const NOON_US = NOON_MS * 1000;

const NO_FIELDS: SpanFields = {
  provider: '',
  model: '',
  operation: '',
  usage: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  cost: 0,
  costSource: 0,
  session: '',
  user: '',
  environment: '',
  release: '',
};

function keyValue(key: string, value: SketchValue): Uint8Array {
  const out = new WireWriter();
  out.stringField(1, key);
  out.bytesField(2, anyValue(value));
  return out.finish();
}

function anyValue(value: SketchValue): Uint8Array {
  const out = new WireWriter();
  if (typeof value === 'string') out.stringField(1, value);
  else if (typeof value === 'boolean') out.varintField(2, Number(value));
  else if (typeof value === 'number') {
    if (Number.isInteger(value)) {
      out.varintField(3, value);
    } else {
      out.tag(4, 1);
      out.double(value);
    }
  } else {
    const list = new WireWriter();
    for (const element of value) list.bytesField(1, anyValue(element));
    out.bytesField(5, list.finish());
  }
  return out.finish();
}

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** A span as the decoder hands it over, with a real protobuf body. */
export function spanRecord(sketch: SpanSketch): SpanRecord {
  const { startUs = NOON_US, startNs = 0, durationUs = 1000, durationNs = 0 } = sketch;
  const { name = 'work', parent = '', status = 0, padding = 0 } = sketch;
  const start = BigInt(startUs) * 1000n + BigInt(startNs);
  const end = start + BigInt(durationUs) * 1000n + BigInt(durationNs);
  const out = new WireWriter();
  out.bytesField(1, bytesOf(sketch.trace));
  out.bytesField(2, bytesOf(sketch.span));
  const parentIdAt = parent === '' ? -1 : out.length + 2;
  if (parent !== '') out.bytesField(4, bytesOf(parent));
  out.stringField(5, name);
  out.varintField(6, 2);
  out.tag(7, 1);
  out.fixed64(Number(start & 0xffffffffn), Number(start >> 32n));
  out.tag(8, 1);
  out.fixed64(Number(end & 0xffffffffn), Number(end >> 32n));
  for (const [key, value] of Object.entries(sketch.attributes ?? {})) {
    out.bytesField(9, keyValue(key, value));
  }
  if (padding > 0) out.stringField(3, 'x'.repeat(padding));
  const bytes = out.finish();
  const ids = new SpanIds();
  const idsAt = ids.take(bytes, 2, 20, parentIdAt);
  return {
    bytes,
    resource: sketch.resource ?? 0,
    scope: 0,
    ids: ids.words,
    idsAt,
    startUs,
    durationUs,
    startNs,
    durationNs,
    kind: 2,
    status,
    name,
    hasEvents: false,
    hasLinks: false,
    fields: { ...NO_FIELDS, ...sketch.fields },
  };
}

const resource = (service: string): ResourceRecord => ({
  bytes: Buffer.from(service),
  schemaUrl: '',
  service,
  environment: 'test',
  release: '1',
});

const zoned = (service: string): ResourceRecord => {
  const out = new WireWriter();
  out.bytesField(1, keyValue('service.name', service));
  out.bytesField(1, keyValue('zone', 'eu'));
  return { ...resource(service), bytes: out.finish() };
};

/** One decoded request. */
export function spanBatch(sketches: readonly SpanSketch[]): DecodedBatch<SpanRecord> {
  const isZoned = sketches.some((sketch) => (sketch.resource ?? 0) > 1);
  return {
    resources: [
      resource('front'),
      resource('back'),
      ...(isZoned ? [zoned('front'), zoned('back')] : []),
    ],
    scopes: [{ bytes: Buffer.from('scope'), schemaUrl: '' }],
    records: sketches.map(spanRecord),
    attributeHashes: [1, 2, 3],
    rejected: 0,
    reasons: [],
  };
}

/** A segment of one or more requests. */
export function spanSegment(...requests: readonly (readonly SpanSketch[])[]): PreparedSegment {
  return buildSpanSegment(
    requests.map((sketches, request) => ({ batch: spanBatch(sketches), request })),
  );
}

/** 16-byte trace id and 8-byte span id from small numbers. */
export const traceId = (n: number): string => (n + 0x10000).toString(16).padStart(32, 'a');
export const spanId = (n: number): string => (n + 0x10000).toString(16).padStart(16, 'b');
