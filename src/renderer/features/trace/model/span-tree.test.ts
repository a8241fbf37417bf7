import { describe, expect, it } from 'vitest';
import { largeTable, sketchTable } from '../../../../../test/support/span-tables.ts';
import { buildSpanTree, PLACED } from './span-tree.ts';

const orderOf = (table: ReturnType<typeof sketchTable>): string[] =>
  [...buildSpanTree(table).order].map((span) => table.names[table.name[span]!]!);

describe('buildSpanTree', () => {
  it('puts a parent before its children and siblings in start order', () => {
    const table = sketchTable([
      { name: 'root', start: 0, duration: 10 },
      { name: 'a', parent: 'root', start: 1, duration: 2 },
      { name: 'b', parent: 'root', start: 2, duration: 5 },
      { name: 'a1', parent: 'a', start: 2, duration: 1 },
      { name: 'b1', parent: 'b', start: 3, duration: 1, error: true },
    ]);
    expect(orderOf(table)).toEqual(['root', 'a', 'a1', 'b', 'b1']);
    const tree = buildSpanTree(table);
    expect([...tree.depth]).toEqual([0, 1, 1, 2, 2]);
    expect([...tree.children]).toEqual([2, 1, 1, 0, 0]);
    expect([...tree.descendants]).toEqual([4, 1, 1, 0, 0]);
    expect([...tree.errorsBelow]).toEqual([1, 0, 1, 0, 0]);
  });

  it('keeps a child that starts before its parent below that parent', () => {
    const table = sketchTable([
      { name: 'skewed', parent: 'root', start: -4, duration: 2 },
      { name: 'root', start: 0, duration: 10 },
    ]);
    expect(orderOf(table)).toEqual(['root', 'skewed']);
  });

  it('shows orphans after the roots and says what they are', () => {
    const table = sketchTable([
      { name: 'orphan', parent: '?', start: 0, duration: 1 },
      { name: 'root', start: 1, duration: 10 },
      { name: 'child', parent: 'orphan', start: 2, duration: 1 },
    ]);
    expect(orderOf(table)).toEqual(['root', 'orphan', 'child']);
    expect([...buildSpanTree(table).placed]).toEqual([PLACED.orphan, PLACED.root, PLACED.byParent]);
  });

  it('says of a ring of parents where it is cut', () => {
    const table = sketchTable([
      { name: 'a', parent: '@', start: 0, duration: 1 },
      { name: 'b', parent: 'a', start: 1, duration: 1 },
      { name: 'c', parent: 'b', start: 2, duration: 1 },
      { name: 'self', parent: '@', start: 3, duration: 1 },
    ]);
    expect(orderOf(table)).toEqual(['a', 'b', 'c', 'self']);
    const tree = buildSpanTree(table);
    expect([...tree.placed]).toEqual([PLACED.loop, PLACED.byParent, PLACED.byParent, PLACED.loop]);
    expect([...tree.parent]).toEqual([-1, 0, 1, -1]);
  });

  it('takes a chain of 100,000 spans, each the child of the one before', () => {
    const count = 100_000;
    const table = {
      ...largeTable(count),
      parents: Int32Array.from({ length: count }, (_, i) => i - 1),
    };
    const tree = buildSpanTree(table);
    expect(tree.depth[count - 1]).toBe(count - 1);
    expect(tree.descendants[0]).toBe(count - 1);
  });

  it('places each of 100,000 spans exactly once', () => {
    const tree = buildSpanTree(largeTable(100_000));
    expect(new Set(tree.order).size).toBe(100_000);
    for (const span of tree.order.subarray(1, 2000)) {
      expect(tree.position[tree.parent[span]!]!).toBeLessThan(tree.position[span]!);
    }
  });
});
