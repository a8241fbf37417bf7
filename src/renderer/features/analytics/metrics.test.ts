import { expect, it } from 'vitest';
import { changeOf, durationMark, METRICS, topOfAxis } from './metrics.ts';

it.each([
  ['count', 112, 100, '+12%', 1],
  ['count', 50, 100, '−50%', -1],
  ['count', 0, 100, '−100%', -1],
  ['count', 5, 0, 'new', 1],
  ['count', 7, 7, 'no change', 0],
  ['count', 3000, 100, '×30', 1],
  ['errorRate', 0.12, 0.1, '+2.0 pp', 1],
  ['errorRate', 0.1, 0.1002, '−<0.1 pp', -1],
  ['cacheHits', 0, 0.5, '−50.0 pp', -1],
] as const)('%s %d against %d is told as %s', (name, now, before, text, sign) => {
  expect(changeOf(METRICS[name], now, before)).toEqual({ text, sign });
});

it.each([
  [0, '0'],
  [250, '250 µs'],
  [10_000_000, '10 s'],
  [2_500_000, '2.5 s'],
  [50_000e6, '13.9 h'],
  [100_000e6, '1.2 d'],
])('%d µs stand as %s at an axis', (us, text) => {
  expect(durationMark(us)).toBe(text);
});

it.each([
  [0.4e6, '500 ms', '250 ms'],
  [8e6, '10 s', '5 s'],
  [55e6, '1 min', '30 s'],
  [600e6, '10 min', '5 min'],
  [601e6, '20 min', '10 min'],
  [3_500e6, '1 h', '30 min'],
  [50_000e6, '1 d', '12 h'],
  [100_000e6, '2 d', '1 d'],
])('an axis of durations up to %d µs ends at %s and is halved at %s', (us, top, half) => {
  const end = topOfAxis(METRICS.p95, us);
  expect([durationMark(end), durationMark(end / 2)]).toEqual([top, half]);
});

it('what is not known has no change', () => {
  expect(changeOf(METRICS.p95, null, 5)).toBeUndefined();
  expect(changeOf(METRICS.p95, 5, null)).toBeUndefined();
});
