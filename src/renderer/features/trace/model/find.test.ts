import { describe, expect, it } from 'vitest';
import { largeTable, sketchTable } from '../../../../../test/support/span-tables.ts';
import { errorSpans, findLocally, mergeFound } from './find.ts';
import { serviceColor } from '../../../ui/service-colors.ts';
import { serviceColors, servicesSeen } from './service-colors.ts';
import { createSpanIndex, spanIdOf } from './span-index.ts';
import { buildSpanTree } from './span-tree.ts';

const table = sketchTable([
  { name: 'Checkout', start: 0, duration: 10, service: 'web' },
  { name: 'pay', parent: 'Checkout', start: 1, duration: 2, service: 'payments', error: true },
  { name: 'chat', parent: 'Checkout', start: 2, duration: 5, service: 'web', model: 'gpt-4.1' },
  { name: 'checkout.audit', parent: 'pay', start: 3, duration: 1, service: 'audit' },
]);
const tree = buildSpanTree(table);

describe('findLocally', () => {
  it('matches names, services and models, letter case ignored, in display order', () => {
    expect([...findLocally(table, tree, ' CHECKout ')]).toEqual([0, 3]);
    expect([...findLocally(table, tree, 'payments')]).toEqual([1]);
    expect([...findLocally(table, tree, 'GPT')]).toEqual([2]);
  });

  it('finds a span by its whole id', () => {
    expect([...findLocally(table, tree, '0000000000000003')]).toEqual([2]);
  });

  it('finds nothing for an empty text', () => {
    expect(findLocally(table, tree, '  ')).toHaveLength(0);
  });
});

it('merges what the collector found, in display order and without repeats', () => {
  expect([...mergeFound(tree, Int32Array.of(0, 3), [2, 3, 1])]).toEqual([0, 1, 3, 2]);
  const local = Int32Array.of(0, 3);
  expect(mergeFound(tree, local, [3])).toBe(local);
});

it('lists spans with errors', () => {
  expect([...errorSpans(table, tree)]).toEqual([1]);
});

describe('span ids', () => {
  it('are found again among 100,000', () => {
    const large = largeTable(100_000);
    const indexOf = createSpanIndex(large);
    for (const span of [0, 1, 4711, 99_999]) expect(indexOf(spanIdOf(large, span))).toBe(span);
    expect(indexOf('ffffffffffffffff')).toBe(-1);
    expect(indexOf('not an id')).toBe(-1);
  });
});

describe('services of a trace', () => {
  it('come in order of first appearance, in the colors they have everywhere', () => {
    expect(servicesSeen(table)).toEqual(['web', 'payments', 'audit']);
    const colors = serviceColors({
      ...table,
      services: ['audit', 'web', 'payments'],
      service: Uint32Array.of(1, 2, 1, 0),
    });
    expect([...colors]).toEqual(['audit', 'web', 'payments'].map(serviceColor));
  });
});
