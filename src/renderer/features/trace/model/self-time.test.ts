import { expect, it } from 'vitest';
import { sketchTable, type SpanSketch } from '../../../../../test/support/span-tables.ts';
import { selfTimes } from './self-time.ts';
import { buildSpanTree } from './span-tree.ts';

const selfMs = (...spans: SpanSketch[]): number[] => {
  const table = sketchTable(spans);
  return [...selfTimes(table, buildSpanTree(table))].map((ns) => ns / 1e6);
};

it('is what children leave of a span, those at the same time counted once', () => {
  expect(
    selfMs(
      { name: 'root', start: 0, duration: 100 },
      { name: 'a', parent: 'root', start: 10, duration: 30 },
      { name: 'a1', parent: 'a', start: 15, duration: 5 },
      { name: 'b', parent: 'root', start: 20, duration: 30 },
      { name: 'inside b', parent: 'root', start: 25, duration: 5 },
    ),
  ).toEqual([60, 25, 5, 30, 5]);
});

it('counts of children only what lies within their parent', () => {
  expect(
    selfMs(
      { name: 'early', parent: 'root', start: -10, duration: 15 },
      { name: 'root', start: 0, duration: 20 },
      { name: 'late', parent: 'root', start: 15, duration: 50 },
      { name: 'after', parent: 'root', start: 40, duration: 5 },
    ),
  ).toEqual([15, 10, 50, 5]);
});
