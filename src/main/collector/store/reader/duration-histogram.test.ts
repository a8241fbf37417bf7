import { expect, test } from 'vitest';
import { DurationHistogram, quantileOfSorted } from './duration-histogram.ts';

test.each([
  ['uniform', (i: number) => i * 13],
  ['exponential', (i: number) => Math.round(Math.exp(i / 1000))],
  ['constant', () => 123_456],
])('quantiles of %s durations are within half a percent', (_, durationOf) => {
  const durations = Float64Array.from({ length: 20_000 }, (_, i) => durationOf(i));
  const histogram = new DurationHistogram();
  for (const duration of durations) histogram.add(duration);
  durations.sort();
  for (const share of [0.01, 0.5, 0.95, 0.99, 1]) {
    const exact = quantileOfSorted(durations, share);
    expect(Math.abs(histogram.quantile(share) - exact)).toBeLessThanOrEqual(exact * 0.005 + 0.5);
  }
});

test('what was removed does not count', () => {
  const histogram = new DurationHistogram();
  for (const duration of [0, 10, 10_000, 2 ** 52]) histogram.add(duration);
  histogram.remove(10_000);
  histogram.remove(2 ** 52);
  expect(histogram.quantile(0.5)).toBe(0);
  expect(histogram.quantile(1)).toBeCloseTo(10, 0);
  histogram.remove(0);
  histogram.remove(10);
  expect(histogram.quantile(0.5)).toBe(0);
});
