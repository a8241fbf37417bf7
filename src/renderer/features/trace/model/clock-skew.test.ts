import { expect, it } from 'vitest';
import { SPAN_FLAG } from '../../../../shared/span-table.ts';
import { sketchTable, type SpanSketch } from '../../../../../test/support/span-tables.ts';
import { withoutSkew } from './clock-skew.ts';
import { buildSpanTree } from './span-tree.ts';

const startsOf = (...spans: SpanSketch[]): number[] | undefined => {
  const table = sketchTable(spans);
  const starts = withoutSkew(table, buildSpanTree(table));
  return starts && [...starts].map((ns) => ns / 1e6);
};

it('moves a call of another service into its caller, and what is below it along', () => {
  expect(
    startsOf(
      { name: 'call', start: 0, duration: 100, service: 'a' },
      { name: 'serve', parent: 'call', start: -500, duration: 60, service: 'b' },
      { name: 'query', parent: 'serve', start: -490, duration: 10, service: 'b' },
      { name: 'after', parent: 'call', start: 90, duration: 5, service: 'a' },
    ),
  ).toEqual([0, 20, 30, 90]);
});

it('moves a call that is longer than its caller to the start of that', () => {
  expect(
    startsOf(
      { name: 'call', start: 0, duration: 10, service: 'a' },
      { name: 'serve', parent: 'call', start: -5, duration: 60, service: 'b' },
    ),
  ).toEqual([0, 0]);
});

it('leaves alone what no clocks explain', () => {
  expect(
    startsOf(
      { name: 'call', start: 0, duration: 10, service: 'a' },
      { name: 'early in one service', parent: 'call', start: -5, duration: 5, service: 'a' },
      { name: 'not waited for', parent: 'call', start: 50, duration: 5, service: 'b' },
      { name: 'orphan', parent: '?', start: -90, duration: 5, service: 'c' },
    ),
  ).toBeUndefined();
});

it('takes nothing from a span without times, which is only placed somewhere', () => {
  const table = sketchTable([
    { name: 'timeless', start: 0, duration: 0, service: 'a' },
    { name: 'call', parent: 'timeless', start: -5, duration: 10, service: 'b' },
  ]);
  expect(withoutSkew(table, buildSpanTree(table))).toBeDefined();
  table.flags[0] = SPAN_FLAG.noStart;
  expect(withoutSkew(table, buildSpanTree(table))).toBeUndefined();
});
