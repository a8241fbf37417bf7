import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { atMostEvery } from './at-most-every.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('happens at once, and once more for all that was asked for while it rested', () => {
  const run = vi.fn();
  const ask = atMostEvery(3_000, run);
  ask();
  expect(run).toHaveBeenCalledTimes(1);
  ask();
  ask();
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(3_000);
  expect(run).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(9_000);
  expect(run).toHaveBeenCalledTimes(2);
  ask();
  expect(run).toHaveBeenCalledTimes(3);
});
