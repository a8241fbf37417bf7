import { expect, test } from 'vitest';
import { RecentCalls } from './recent-calls.ts';

const call = (n: number) => ({
  day: 20_000 + (n % 3),
  source: `key_${n % 5}`,
  inputTokens: n,
  outputTokens: n % 7,
  costUsd: n / 1000,
});
/** Names differ in their upper bits only, in their lower ones only, or in both. */
const name = (n: number): number => (n % 2 === 0 ? n * 0x100000000 + 5 : 7 * 0x100000000 + n);

test('a call counts once, and is given back once when it turns out to be around another', () => {
  const calls = new RecentCalls();
  for (let n = 1; n <= 6000; n++) expect(calls.call(name(n), call(n))).toBe(true);
  for (let n = 1; n <= 6000; n += 5) {
    expect(calls.call(name(n), call(n))).toBe(false);
    expect(calls.wrapper(name(n))).toEqual(call(n));
    expect(calls.wrapper(name(n))).toBeUndefined();
    expect(calls.call(name(n), call(n))).toBe(false);
  }
});

test('what is known to be around a call does not count when it comes later', () => {
  const calls = new RecentCalls();
  expect(calls.wrapper(name(1))).toBeUndefined();
  expect(calls.call(name(1), call(1))).toBe(false);
});

test('the latest eight thousand calls are remembered, and not more than twice as many', () => {
  const calls = new RecentCalls();
  for (let n = 1; n <= 30_000; n++) calls.call(name(n), call(n));
  const forgotten = Array.from({ length: 30_000 }, (_, i) => i + 1).filter(
    (n) => calls.wrapper(name(n)) === undefined,
  );
  expect(forgotten.length).toBeGreaterThanOrEqual(30_000 - 2 * 8192);
  const again = new RecentCalls();
  for (let n = 1; n <= 30_000; n++) again.call(name(n), call(n));
  for (let n = 30_000; n > 30_000 - 8192; n--) expect(again.wrapper(name(n))).toEqual(call(n));
});
