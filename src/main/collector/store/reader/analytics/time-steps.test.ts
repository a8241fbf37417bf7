import { expect, it } from 'vitest';
import { timeSteps, wholeSteps } from './time-steps.ts';

/** Where signed and unsigned nanoseconds end, microseconds; not every whole number is one there. */
const NEVER = 9_223_372_036_854_000;
const LAST = 18_446_744_073_709_552;
const MINUTE_US = 60_000_000;

it.each([
  ['since 1970', 0, NEVER],
  ['since a microsecond after', 1, NEVER],
  ['until the last time', 0, LAST],
  ['a minute', NEVER - (NEVER % MINUTE_US), NEVER - (NEVER % MINUTE_US) + MINUTE_US],
  ['one time', LAST, LAST],
  ['a time of today', 1_790_000_000_000_001, 1_790_000_000_000_001],
])('the last of all times is in the last step: %s', (_what, first, last) => {
  for (const steps of [1, 2, 7, 32, 33, 60, 96, 400]) {
    for (const cut of [timeSteps, wholeSteps]) {
      const time = cut({}, first, last, steps);
      expect(time.fromUs).toBeLessThanOrEqual(first);
      expect(time.steps).toBeLessThanOrEqual(steps);
      expect(Math.floor((last - time.fromUs) / time.stepUs)).toBeLessThan(time.steps);
      expect(time.fromUs + time.stepUs * time.steps).toBeGreaterThan(last);
    }
  }
});

it('steps of a range that is given end with it', () => {
  const range = { fromUs: 0, toUs: 600 };
  expect(timeSteps(range, Infinity, -Infinity, 6)).toEqual({ fromUs: 0, stepUs: 100, steps: 6 });
  expect(timeSteps({ fromUs: 0, toUs: 601 }, 5, 9, 6).stepUs).toBe(101);
  expect(timeSteps({}, 0, 599, 6).stepUs).toBe(100);
  const minute = { fromUs: 0, toUs: MINUTE_US };
  expect(wholeSteps(minute, 5, 9, 60)).toEqual({ fromUs: 0, stepUs: 1e6, steps: 60 });
});
