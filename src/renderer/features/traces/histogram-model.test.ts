import { expect, it } from 'vitest';
import { barAt, coveredTime, histogramBars } from './histogram-model.ts';

const bars = histogramBars({
  fromUs: 1_000,
  stepUs: 10.5,
  counts: [0, 1, 1_000],
  errors: [0, 1, 0],
});

it('draws something where there is something, and nothing where there is nothing', () => {
  expect(bars.map((bar) => bar.height)).toEqual([0, 0.04, 1]);
  expect(bars.map((bar) => bar.errorHeight)).toEqual([0, 0.04, 0]);
});

it('covers whole microseconds from the first bar to the end of the last, in any direction', () => {
  expect(coveredTime(bars, 2, 1)).toEqual({ fromUs: 1_010, toUs: 1_032 });
  expect(coveredTime(bars, 0, 9)).toBeNull();
});

it('finds the bar under a point, also beside the plot', () => {
  expect([-0.1, 0, 0.5, 0.999, 1.3].map((at) => barAt(at, 3))).toEqual([0, 0, 1, 2, 2]);
});
