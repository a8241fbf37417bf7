import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { microseconds, signedDecimal, unsignedDecimal, WireReader } from './wire.ts';
import { WireWriter } from './wire-writer.ts';

const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

function halves(value: bigint): [low: number, high: number] {
  return [Number(value & 0xffffffffn), Number(value >> 32n)];
}

it('reads the 64-bit varints and fixed values it writes', () => {
  fc.assert(
    fc.property(uint64, (value) => {
      const writer = new WireWriter(1);
      writer.varint64(...halves(value));
      writer.fixed64(...halves(value));
      const reader = new WireReader(writer.finish());
      expect([reader.varint(), reader.high]).toEqual(halves(value));
      expect([reader.fixed64(), reader.high]).toEqual(halves(value));
      expect(reader.position).toBe(reader.limit);
      expect(unsignedDecimal(...halves(value))).toBe(String(value));
      expect(signedDecimal(...halves(value))).toBe(String(BigInt.asIntN(64, value)));
    }),
  );
});

it('turns nanoseconds into exact microseconds up to the year 2255', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 9_000_000_000_000_000_000n }), (value) => {
      expect(microseconds(...halves(value))).toBe(Number(value / 1000n));
    }),
  );
});

it('stays failed at the first failure', () => {
  const reader = new WireReader(Uint8Array.from([0x0a, 0x7f, 0x01]));
  reader.skip(reader.tag());
  expect(reader.failed).toBe(true);
  expect([reader.tag(), reader.varint(), reader.fixed32(), reader.fixed64()]).toEqual([0, 0, 0, 0]);
  expect(reader.failedAt).toBe(1);
  expect(reader.position < reader.limit).toBe(false);
});

it('skips groups with whatever is in them', () => {
  const group = Buffer.from('0b080113180114120268690c2801', 'hex');
  const reader = new WireReader(group);
  reader.skip(reader.tag());
  expect(reader.failed).toBe(false);
  expect(reader.tag()).toBe(0x28);
});
