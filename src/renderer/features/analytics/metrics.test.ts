import { expect, it } from 'vitest';
import { changeOf, durationMark, METRICS } from './metrics.ts';

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

it('what is not known has no change', () => {
  expect(changeOf(METRICS.p95, null, 5)).toBeUndefined();
  expect(changeOf(METRICS.p95, 5, null)).toBeUndefined();
});
