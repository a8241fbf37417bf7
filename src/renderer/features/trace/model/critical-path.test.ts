import { describe, expect, it } from 'vitest';
import {
  largeTable,
  sketchTable,
  type SpanSketch,
} from '../../../../../test/support/span-tables.ts';
import type { SpanTable } from '../../../../shared/span-table.ts';
import { criticalPath } from './critical-path.ts';
import { buildSpanTree } from './span-tree.ts';

function pathOf(spans: readonly SpanSketch[]): [string, number, number][] {
  const { stretches } = inOrder(sketchTable(spans));
  return stretches.map(([span, from, to]) => [spans[span]!.name, from / 1e6, to / 1e6]);
}

/** The whole path by time, and how often its computation gave way. */
function inOrder(table: SpanTable): { stretches: [number, number, number][]; yields: number } {
  const steps = criticalPath(table, buildSpanTree(table));
  let yields = 0;
  let step = steps.next();
  for (; !step.done; step = steps.next()) yields += 1;
  const { first, count, fromNs, toNs } = step.value;
  const stretches: [number, number, number][] = [];
  for (let span = 0; span < table.count; span++) {
    for (let at = first[span]!; at < first[span]! + count[span]!; at++) {
      stretches.push([span, fromNs[at]!, toNs[at]!]);
    }
  }
  return { stretches: stretches.sort((a, b) => a[1] - b[1]), yields };
}

describe('criticalPath', () => {
  it('follows the child that ended last and leaves out what ran beside it', () => {
    expect(
      pathOf([
        { name: 'root', start: 0, duration: 10 },
        { name: 'fast', parent: 'root', start: 1, duration: 2 },
        { name: 'slow', parent: 'root', start: 1, duration: 6 },
        { name: 'last', parent: 'root', start: 8, duration: 1 },
      ]),
    ).toEqual([
      ['root', 0, 1],
      ['slow', 1, 7],
      ['root', 7, 8],
      ['last', 8, 9],
      ['root', 9, 10],
    ]);
  });

  it('cuts children to their parent, whatever their clock says', () => {
    expect(
      pathOf([
        { name: 'root', start: 0, duration: 10 },
        { name: 'skewed', parent: 'root', start: -3, duration: 20 },
      ]),
    ).toEqual([['skewed', 0, 10]]);
  });

  it('covers the whole time of the longest top-level span, in order', () => {
    const table = largeTable(20_000);
    const { stretches, yields } = inOrder(table);
    let at = 0;
    for (const [, from, to] of stretches) {
      expect(from).toBe(at);
      at = to;
    }
    expect(at).toBe(table.durationNs[0]);
    expect(yields).toBeGreaterThan(5);
  });

  it('is empty without spans', () => {
    expect(pathOf([])).toEqual([]);
  });
});
