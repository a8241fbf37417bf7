import { expect, it } from 'vitest';
import { axisTop, labelledDays } from './chart-scale.ts';

it.each([
  [0, 1],
  [0.0045, 0.005],
  [1, 1],
  [3, 5],
  [5, 5],
  [51, 100],
  [1000, 1000],
  [123_456, 200_000],
])('an axis up to %d ends at %d', (max, top) => {
  expect(axisTop(max)).toBeCloseTo(top, 12);
});

it('labels the last day, and no more than there is room for', () => {
  expect([...labelledDays(7, 8)].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const many = [...labelledDays(90, 8)];
  expect(many).toContain(89);
  expect(many.length).toBeLessThanOrEqual(8);
});
