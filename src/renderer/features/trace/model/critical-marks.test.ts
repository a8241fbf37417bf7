import { expect, it } from 'vitest';
import { criticalMarks } from './critical-marks.ts';
import type { CriticalPath } from './critical-path.ts';

/** A path of one span; stretches as `[from, to]`, latest first. */
const pathOf = (...stretches: [number, number][]): CriticalPath => ({
  first: Int32Array.of(0),
  count: Int32Array.of(stretches.length),
  fromNs: Float64Array.from(stretches, ([from]) => from),
  toNs: Float64Array.from(stretches, ([, to]) => to),
});
const window = { fromNs: 0, toNs: 1_000 };

it('draws each stretch, from left to right', () => {
  expect(criticalMarks(pathOf([500, 900], [100, 200]), 0, window, 100, 3)).toBe(
    'M10.0 0h10.0v3h-10.0zM50.0 0h40.0v3h-40.0z',
  );
});

it('joins what no pixel keeps apart, and cuts at the edges', () => {
  expect(criticalMarks(pathOf([510, 2_000], [400, 500]), 0, window, 100, 3)).toBe(
    'M40.0 0h60.0v3h-60.0z',
  );
  expect(criticalMarks(pathOf([1_500, 2_000]), 0, window, 100, 3)).toBeUndefined();
  expect(criticalMarks(pathOf(), 0, window, 100, 3)).toBeUndefined();
});

it('stays small over a loop of very many children', () => {
  const many = Array.from({ length: 50_000 }, (_, i): [number, number] => {
    const at = 49_999 - i;
    return [at * 2, at * 2 + 1];
  });
  const marks = criticalMarks(pathOf(...many), 0, { fromNs: 0, toNs: 100_000 }, 400, 3);
  expect(marks).toBe('M0.0 0h400.0v3h-400.0z');
});
