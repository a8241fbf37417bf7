import { describe, expect, it } from 'vitest';
import { sketchTable } from '../../../../../test/support/span-tables.ts';
import { collapsedFrom, placeIn, revealed, rowShowing, stepThrough, visibleRows } from './rows.ts';
import { buildSpanTree } from './span-tree.ts';

const tree = buildSpanTree(
  sketchTable([
    { name: 'root', start: 0, duration: 10 },
    { name: 'a', parent: 'root', start: 1, duration: 2 },
    { name: 'b', parent: 'root', start: 2, duration: 5 },
    { name: 'a1', parent: 'a', start: 2, duration: 1 },
    { name: 'a2', parent: 'a1', start: 3, duration: 1 },
  ]),
);
const [ROOT, A, B, A1, A2] = [0, 1, 2, 3, 4] as const;

describe('visibleRows', () => {
  it('is the whole tree while nothing is collapsed', () => {
    expect([...visibleRows(tree, new Set()).spans]).toEqual([ROOT, A, A1, A2, B]);
  });

  it('leaves out everything below a collapsed span', () => {
    const rows = visibleRows(tree, new Set([A]));
    expect([...rows.spans]).toEqual([ROOT, A, B]);
    expect([...rows.rowOf]).toEqual([0, 1, 2, -1, -1]);
  });

  it('ignores what is collapsed inside a collapsed span', () => {
    expect([...visibleRows(tree, new Set([A, A1])).spans]).toEqual([ROOT, A, B]);
  });
});

describe('hidden spans', () => {
  it('are shown by their nearest visible ancestor', () => {
    expect(rowShowing(visibleRows(tree, new Set([A])), tree, A2)).toBe(1);
    expect(rowShowing(visibleRows(tree, new Set([ROOT])), tree, A2)).toBe(0);
  });

  it('are revealed by opening their ancestors and nothing else', () => {
    expect([...revealed(tree, new Set([ROOT, A1, B]), A2)]).toEqual([B]);
    const open = new Set([B]);
    expect(revealed(tree, open, A2)).toBe(open);
  });
});

it('collapses spans with children from a depth on', () => {
  expect([...collapsedFrom(tree, 1)]).toEqual([A, A1]);
  expect([...collapsedFrom(tree, 0)]).toEqual([ROOT, A, A1]);
});

describe('stepping through a list', () => {
  const list = Int32Array.of(A, A2, B);

  it('goes to the next and the previous one in display order, around the ends', () => {
    expect(stepThrough(tree, list, ROOT, 1)).toBe(A);
    expect(stepThrough(tree, list, A, 1)).toBe(A2);
    expect(stepThrough(tree, list, A1, 1)).toBe(A2);
    expect(stepThrough(tree, list, B, 1)).toBe(A);
    expect(stepThrough(tree, list, A, -1)).toBe(B);
    expect(stepThrough(tree, list, A1, -1)).toBe(A);
  });

  it('starts at an end without a selection, and nowhere in an empty list', () => {
    expect(stepThrough(tree, list, undefined, 1)).toBe(A);
    expect(stepThrough(tree, list, undefined, -1)).toBe(B);
    expect(stepThrough(tree, new Int32Array(0), A, 1)).toBeUndefined();
  });

  it('knows the place of a span in the list', () => {
    expect(placeIn(tree, list, A2)).toBe(2);
    expect(placeIn(tree, list, A1)).toBe(0);
  });
});
