import { expect, it } from 'vitest';
import { AttemptLimiter } from './attempt-limiter.ts';

/** What somebody meets who tries: the seconds to wait, or 0 and the attempt counts. */
function attempt(limiter: AttemptLimiter, name: string, nowMs: number): number {
  const wait = limiter.wait(name, nowMs);
  if (wait === 0) limiter.count(name, nowMs);
  return wait;
}

it('five attempts are free, then each wait is twice the one before, at most a quarter of an hour', () => {
  const limiter = new AttemptLimiter(5);
  let now = 1_000_000;
  for (let i = 0; i < 5; i += 1) expect(attempt(limiter, 'ann', now)).toBe(0);
  const waits: number[] = [];
  for (let i = 0; i < 13; i += 1) {
    const wait = attempt(limiter, 'ann', now);
    waits.push(wait);
    now += wait * 1000;
    expect(attempt(limiter, 'ann', now)).toBe(0);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
});

it('refused attempts do not lengthen the wait, and other names do not wait', () => {
  const limiter = new AttemptLimiter(5);
  for (let i = 0; i < 5; i += 1) attempt(limiter, 'ann', 0);
  for (let i = 0; i < 50; i += 1) expect(attempt(limiter, 'ann', 10)).toBe(1);
  expect(attempt(limiter, 'ben', 10)).toBe(0);
});

it('success and an hour of rest forget what was', () => {
  const limiter = new AttemptLimiter(5);
  for (let i = 0; i < 5; i += 1) attempt(limiter, 'ann', 0);
  limiter.succeed('ann');
  expect(attempt(limiter, 'ann', 0)).toBe(0);
  for (let i = 0; i < 4; i += 1) attempt(limiter, 'ann', 0);
  expect(attempt(limiter, 'ann', 0)).toBe(1);
  expect(attempt(limiter, 'ann', 3_600_001)).toBe(0);
});

it('remembers ten thousand names and no more', () => {
  const limiter = new AttemptLimiter(5);
  for (let i = 0; i < 5; i += 1) attempt(limiter, 'first', 0);
  for (let i = 0; i < 10_000; i += 1) attempt(limiter, `name ${i}`, 0);
  expect(attempt(limiter, 'first', 0)).toBe(0);
});

it('an attempt can be taken back, where many share a name', () => {
  const limiter = new AttemptLimiter(5);
  for (let i = 0; i < 20; i += 1) {
    expect(attempt(limiter, 'office', 0)).toBe(0);
    limiter.undo('office');
  }
});
