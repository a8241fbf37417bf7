import { expect, test } from 'vitest';
import { RestartPolicy } from './restart-policy.ts';

test('restarts ever more slowly, then gives up', () => {
  const policy = new RestartPolicy();
  const delays = Array.from({ length: 9 }, (_, index) => policy.afterCrash(index * 1000)?.delayMs);
  expect(delays).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, undefined]);
});

test('forgets crashes of more than five minutes ago', () => {
  const policy = new RestartPolicy();
  for (let crash = 0; crash < 8; crash++) policy.afterCrash(crash);
  expect(policy.afterCrash(5 * 60_000 + 100)).toEqual({ attempt: 1, delayMs: 200 });
});

test('counts anew after a reset', () => {
  const policy = new RestartPolicy();
  for (let crash = 0; crash < 9; crash++) policy.afterCrash(crash);
  policy.reset();
  expect(policy.afterCrash(10)?.attempt).toBe(1);
});
