import { expect, it } from 'vitest';
import { changeOf, METRICS } from './metrics.ts';

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

it('what is not known has no change', () => {
  expect(changeOf(METRICS.p95, null, 5)).toBeUndefined();
  expect(changeOf(METRICS.p95, 5, null)).toBeUndefined();
});
