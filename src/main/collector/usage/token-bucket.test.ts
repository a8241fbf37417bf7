import { expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

/** How many of `tries` requests at one moment pass. */
function passing(bucket: TokenBucket, rate: number, atMs: number, tries: number): number {
  let passed = 0;
  for (let i = 0; i < tries; i++) {
    if (bucket.waitMs(rate, atMs) > 0) continue;
    bucket.take();
    passed++;
  }
  return passed;
}

it('lets a second of requests through at once, and then as many as time brings', () => {
  const bucket = new TokenBucket();
  expect(passing(bucket, 10, 1000, 50)).toBe(10);
  expect(passing(bucket, 10, 1250, 50)).toBe(2);
  expect(bucket.waitMs(10, 1250)).toBeCloseTo(50, 6);
  // A long rest earns no more than a second.
  expect(passing(bucket, 10, 100_000, 50)).toBe(10);
});

it('over a long time passes the rate and no more', () => {
  const bucket = new TokenBucket();
  let passed = 0;
  for (let ms = 0; ms < 60_000; ms += 7) passed += passing(bucket, 5, ms, 3);
  expect(passed).toBeGreaterThan(5 * 59);
  expect(passed).toBeLessThanOrEqual(5 * 61);
});

it('a changed rate holds at once where it is filled again; a clock set back neither locks nor opens', () => {
  const bucket = new TokenBucket();
  expect(passing(bucket, 2, 10_000, 9)).toBe(2);
  // Of another rate the same part is left: none, until it is filled again.
  expect(passing(bucket, 4, 10_000, 9)).toBe(0);
  bucket.refill();
  expect(passing(bucket, 4, 10_000, 9)).toBe(4);
  expect(passing(bucket, 4, 1000, 9)).toBe(0);
  expect(passing(bucket, 4, 2000, 9)).toBe(4);
});
