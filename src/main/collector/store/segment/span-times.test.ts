import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSpanTimes } from './span-times.ts';

function body(start: bigint, end: bigint, before: readonly number[]): Uint8Array {
  const out = Buffer.alloc(before.length + 18);
  out.set(before);
  out[before.length] = 0x39;
  out.writeBigUInt64LE(start, before.length + 1);
  out[before.length + 9] = 0x41;
  out.writeBigUInt64LE(end, before.length + 10);
  return out;
}

const NAME = [0x2a, 0x03, 0x61, 0x62, 0x63, 0x30, 0x02];

test('what whole microseconds leave out is read exactly', () => {
  const u64 = fc.bigInt({ min: 0n, max: 0xffffffffffffffffn });
  fc.assert(
    fc.property(u64, u64, (start, end) => {
      const out = { startNs: -1, durationNs: -1 };
      readSpanTimes(body(start, end, NAME), out);
      expect(out.startNs).toBe(Number(start % 1000n));
      expect(out.durationNs).toBe(end > start ? Number((end - start) % 1000n) : 0);
    }),
    {
      examples: [
        [5n, 4n],
        [1_000_000_000_000_000_999n, 1_000_000_000_000_001_000n],
      ],
    },
  );
});

test('arbitrary bytes leave zeros and never hang', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const out = { startNs: -1, durationNs: -1 };
      readSpanTimes(bytes, out);
      expect(out.startNs).toBeGreaterThanOrEqual(0);
      expect(out.startNs).toBeLessThan(1000);
      expect(out.durationNs).toBeGreaterThanOrEqual(0);
      expect(out.durationNs).toBeLessThan(1000);
    }),
    { numRuns: 3000 },
  );
});
