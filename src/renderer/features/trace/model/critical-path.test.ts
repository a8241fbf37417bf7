import { describe, expect, it } from 'vitest';
import {
  largeTable,
  sketchTable,
  type SpanSketch,
} from '../../../../../test/support/span-tables.ts';
import { criticalPath } from './critical-path.ts';
import { buildSpanTree } from './span-tree.ts';

function pathOf(spans: readonly SpanSketch[]): [string, number, number][] {
  const table = sketchTable(spans);
  return criticalPath(table, buildSpanTree(table)).map((stretch) => [
    spans[stretch.span]!.name,
    stretch.fromNs / 1e6,
    stretch.toNs / 1e6,
  ]);
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
    const path = criticalPath(table, buildSpanTree(table));
    let at = 0;
    for (const stretch of path) {
      expect(stretch.fromNs).toBe(at);
      at = stretch.toNs;
    }
    expect(at).toBe(table.durationNs[0]);
  });

  it('is empty without spans', () => {
    expect(pathOf([])).toEqual([]);
  });
});
