import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { queryHashes } from './attribute-hash.ts';
import { AttributeScanner } from './attribute-scanner.ts';
import { jsonToProtobuf } from './json-to-protobuf.ts';
import { decodeTraces } from './decode-traces.ts';
import { DEFAULT_DECODE_LIMITS } from './types.ts';
import { WireReader } from './wire.ts';

/** Hashes of a span whose one attribute has this value. */
function hashesOf(key: string, value: unknown): readonly number[] {
  const span = { traceId: '01'.repeat(16), spanId: '02'.repeat(8), attributes: [{ key, value }] };
  const { body } = jsonToProtobuf(
    'traces',
    JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
    DEFAULT_DECODE_LIMITS,
  );
  const options = { limits: DEFAULT_DECODE_LIMITS, redact: (_: string, b: Uint8Array) => b };
  return decodeTraces(body, options).attributeHashes;
}

/** Hashes of the attribute with this body. */
function scanned(body: Buffer): readonly number[] {
  const scanner = new AttributeScanner(DEFAULT_DECODE_LIMITS.maxDepth);
  scanner.scan(new WireReader(Buffer.concat([Buffer.from([body.length]), body])));
  return scanner.hashesFrom(0);
}

function found(key: string, value: unknown, text: string): boolean {
  const stored = new Set(hashesOf(key, value));
  return queryHashes(key, text).some((hash) => stored.has(hash));
}

const text = fc.string({ unit: 'grapheme', maxLength: 300 });

it('never misses a stored value', () => {
  fc.assert(
    fc.property(
      text,
      text,
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double(),
      (key, string, int, double) => {
        expect(found(key, { stringValue: string }, string)).toBe(true);
        expect(found(key, { intValue: String(int) }, String(int))).toBe(true);
        expect(
          found(
            key,
            { doubleValue: Number.isFinite(double) ? double : String(double) },
            String(double),
          ),
        ).toBe(true);
        expect(
          found(
            key,
            { arrayValue: { values: [{ intValue: '1' }, { stringValue: string }] } },
            string,
          ),
        ).toBe(true);
      },
    ),
  );
});

it.each([
  [{ boolValue: true }, 'true'],
  [{ boolValue: false }, 'False'],
  [{}, ''],
  [{ bytesValue: 'AQID' }, 'AQID'],
  [{ kvlistValue: { values: [{ key: 'a', value: { intValue: '1' } }] } }, '{"a":1}'],
  [{ doubleValue: 5 }, '5.0'],
  [{ intValue: '5' }, '5'],
  [{ stringValue: 'x'.repeat(257) }, 'x'.repeat(257)],
])('finds %j by %j', (value, query) => {
  expect(found('key', value, query)).toBe(true);
});

it('tells keys, types and values apart', () => {
  expect(found('key', { stringValue: 'a' }, 'b')).toBe(false);
  expect(found('key', { stringValue: 'a' }, '')).toBe(false);
  expect(found('key', { intValue: '1' }, '2')).toBe(false);
  const [stored] = hashesOf('key', { stringValue: 'a' });
  expect(queryHashes('kez', 'a')).not.toContain(stored);
});

it('gives one hash for every encoding of an attribute', () => {
  const canonical = Buffer.from('0a016b120318ac02', 'hex'); // k = 300
  const padded = Buffer.from('0a016b120518ac828000', 'hex');
  const reordered = Buffer.from('120318ac020a016b', 'hex');
  const repeated = Buffer.from('0a01780a016b12021801120318ac02', 'hex');
  const unknown = Buffer.from('0a016b120318ac022207756e6b6e6f776e', 'hex');
  const expected = scanned(canonical);
  expect(expected).toEqual(hashesOf('k', { intValue: '300' }));
  for (const other of [padded, reordered, repeated, unknown])
    expect(scanned(other)).toEqual(expected);
});
