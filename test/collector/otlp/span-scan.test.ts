import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { KNOWN_SPAN_ATTRIBUTES } from '../../../src/main/collector/genai/known-attributes.ts';
import {
  decodeRequest,
  type CreateDecoder,
} from '../../../src/main/collector/otlp/decode-request.ts';
import { decodeTraces, SpanDecoder } from '../../../src/main/collector/otlp/decode-traces.ts';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { REQUESTS } from '../../../src/main/collector/otlp/schema-requests.ts';
import { sharedScan, SpanScan } from '../../../src/main/collector/otlp/span-scan.ts';
import {
  DEFAULT_DECODE_LIMITS,
  type DecodeLimits,
  type SpanRecord,
} from '../../../src/main/collector/otlp/types.ts';
import type { WireWriter } from '../../../src/main/collector/otlp/wire-writer.ts';
import { idsOf } from '../../support/ids-of.ts';
import { messageArbitrary } from './arbitrary.ts';
import { body, OPTIONS, request, SPAN_ID, spanBody, stringAttribute, TRACE_ID } from './build.ts';

const withoutScan: CreateDecoder<SpanRecord> = (scanner, limits) =>
  new SpanDecoder(scanner, limits, null);

/** What both ways of decoding give must be the same, hashes in any order and number. */
function expectSame(input: Uint8Array, limits: DecodeLimits = DEFAULT_DECODE_LIMITS): void {
  const outcomes = [decodeTraces, undefined].map((decode) => {
    try {
      const options = { ...OPTIONS, limits };
      const batch = decode?.(input, options) ?? decodeRequest(input, options, withoutScan);
      const hashes = new Set(batch.attributeHashes);
      const records = batch.records.map((record) => ({ ...record, ids: idsOf(record), idsAt: 0 }));
      return { ...batch, records, attributeHashes: [...hashes].toSorted((a, b) => a - b) };
    } catch (error) {
      return String(error);
    }
  });
  expect(outcomes[0]).toEqual(outcomes[1]);
}

const isRead = (span: Uint8Array): boolean => sharedScan()!.read(span);

/** Values as any exporter may write them, and keys that are known and not. */
const attribute = fc
  .tuple(
    fc.oneof(fc.constantFrom(...KNOWN_SPAN_ATTRIBUTES), fc.string({ maxLength: 200 })),
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }).map((text) => ({ stringValue: text })),
      fc.constantFrom(256, 257, 513, 20_000).map((size) => ({ stringValue: '{'.repeat(size) })),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((int) => ({ intValue: `${int}` })),
      fc.double().map((number) => ({ doubleValue: String(number) })),
      fc.boolean().map((boolValue) => ({ boolValue })),
      fc.array(fc.integer()).map((list) => ({
        arrayValue: { values: list.map((intValue) => ({ intValue })) },
      })),
    ),
  )
  .map(([key, value]) => ({ key, value }));

const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const attributes = fc.array(attribute, { maxLength: 8 });
const span = fc.record(
  {
    traceId: fc.constantFrom(TRACE_ID, TRACE_ID, TRACE_ID, '0'.repeat(32)),
    spanId: fc.constantFrom(SPAN_ID, SPAN_ID, SPAN_ID, '0'.repeat(16)),
    parentSpanId: fc.constantFrom('', SPAN_ID, '0'.repeat(16)),
    name: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('x'.repeat(512), 'é'.repeat(300)),
    ),
    kind: fc.nat(7),
    startTimeUnixNano: u64.map(String),
    endTimeUnixNano: u64.map(String),
    attributes,
    events: fc.array(fc.record({ attributes }), { maxLength: 2 }),
    links: fc.array(fc.record({ traceId: fc.constant(TRACE_ID), attributes }), { maxLength: 2 }),
    status: fc.record({ code: fc.nat(3), message: fc.string() }, { requiredKeys: [] }),
    flags: fc.nat(),
    traceState: fc.string(),
  },
  { requiredKeys: ['traceId', 'spanId'] },
);

it('reads what exporters write as it is read field by field', () => {
  let read = 0;
  fc.assert(
    fc.property(span, ({ ...one }) => {
      const document = { resourceSpans: [{ scopeSpans: [{ spans: [one] }] }] };
      const sent = jsonToProtobuf('traces', JSON.stringify(document), DEFAULT_DECODE_LIMITS);
      expectSame(sent.body);
      decodeTraces(sent.body, {
        ...OPTIONS,
        redact: (kind, bytes) => {
          if (kind === 'span' && isRead(bytes)) read++;
          return bytes;
        },
      });
    }),
    { numRuns: 250 },
  );
  expect(read).toBeGreaterThan(40);
});

it('reads damaged requests as they are read field by field', () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
  fc.assert(
    fc.property(messageArbitrary(REQUESTS.traces), damage, fc.nat(), (document, bytes, cut) => {
      const { body } = jsonToProtobuf('traces', JSON.stringify(document), DEFAULT_DECODE_LIMITS);
      const broken = Buffer.from(body);
      for (const [at, value] of bytes) if (broken.length > 0) broken[at % broken.length] = value;
      expectSame(broken);
      expectSame(broken.subarray(0, cut % (broken.length + 1)));
    }),
    { numRuns: 150 },
  );
});

it('reads damaged spans as they are read field by field, cut anywhere', () => {
  const whole = spanBody((writer) => {
    writer.bytesField(4, Buffer.from(SPAN_ID, 'hex'));
    writer.stringField(5, 'chat');
    writer.varintField(6, 3);
    writer.tag(7, 1);
    writer.fixed64(123_456_789, 400_000_000);
    writer.tag(8, 1);
    writer.fixed64(123_456_000, 400_000_001);
    writer.bytesField(9, stringAttribute('gen_ai.request.model', 'one'));
    writer.bytesField(9, stringAttribute('url.full', 'https://example.com'));
    writer.bytesField(
      15,
      body((status) => status.varintField(3, 2)),
    );
  });
  expect(isRead(whole)).toBe(true);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, value, size) => {
      const broken = Buffer.from(whole);
      broken[at] = value;
      expectSame(request([broken.subarray(0, size), broken]));
    }),
    { numRuns: 600 },
  );
});

/** A span that has a field so many times. */
const many = (field: number, count: number, content: Uint8Array): Uint8Array =>
  spanBody((writer) => {
    for (let index = 0; index < count; index++) writer.bytesField(field, content);
  });

it('leaves to others what is too long, has too many parts or says a thing twice', () => {
  const attribute = stringAttribute('a', 'b');
  const status = body((writer: WireWriter) => writer.varintField(3, 2));
  const ok = [many(9, 1024, attribute), many(11, 256, new Uint8Array(0))];
  const left = [
    many(
      9,
      1,
      body((writer) => writer.stringField(1, 'without a value')),
    ),
    many(9, 1025, attribute),
    many(11, 257, new Uint8Array(0)),
    many(15, 2, status),
    many(5, 1, Buffer.alloc(513, 'x')),
    many(3, 1, Buffer.alloc(1 << 17, 'x')),
  ];
  expect(ok.map(isRead)).toEqual([true, true]);
  expect(left.map(isRead)).toEqual(left.map(() => false));
  for (const one of [...ok, ...left]) expectSame(request([one]));
  expectSame(request(ok), { ...DEFAULT_DECODE_LIMITS, maxAttributes: 1023 });
});

it('refuses a span whose first event is damaged, and goes no further', () => {
  const damaged = many(11, 2, Buffer.from([0xff]));
  expect(isRead(damaged)).toBe(true);
  expectSame(request([damaged]));
  expect(decodeTraces(request([damaged]), OPTIONS)).toMatchObject({ records: [], rejected: 1 });
});

it('keeps nanoseconds beyond the microseconds', () => {
  fc.assert(
    fc.property(
      u64.filter((time) => time > 0n),
      u64,
      (start, end) => {
        const times = { startTimeUnixNano: String(start), endTimeUnixNano: String(end) };
        const spans = [{ traceId: TRACE_ID, spanId: SPAN_ID, ...times }];
        const document = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
        const sent = jsonToProtobuf('traces', document, DEFAULT_DECODE_LIMITS);
        expect(decodeTraces(sent.body, OPTIONS).records[0]).toMatchObject({
          startNs: Number(start % 1000n),
          durationNs: end > start ? Number((end - start) % 1000n) : 0,
        });
      },
    ),
    {
      numRuns: 200,
      examples: [
        [5n, 4n],
        [1_000_000_000_000_000_999n, 1_000_000_000_000_001_000n],
      ],
    },
  );
});

it('refuses a key that it has no room for', () => {
  expect(() => new SpanScan(['k'.repeat(65)])).toThrow(/too long/);
});
