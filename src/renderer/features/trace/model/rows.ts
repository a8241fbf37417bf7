import type { SpanTree } from './span-tree.ts';

/** What the waterfall shows, from top to bottom. */
export interface Rows {
  /** Row → span. */
  readonly spans: Int32Array;
  /** Span → row, -1 while an ancestor is collapsed. */
  readonly rowOf: Int32Array;
}

/** Rows of a tree with some spans collapsed: one pass, skipping whole subtrees. */
export function visibleRows(tree: SpanTree, collapsed: ReadonlySet<number>): Rows {
  const count = tree.order.length;
  if (collapsed.size === 0) return { spans: tree.order, rowOf: tree.position };
  const spans = new Int32Array(count);
  const rowOf = new Int32Array(count).fill(-1);
  let row = 0;
  for (let at = 0; at < count;) {
    const span = tree.order[at]!;
    spans[row] = span;
    rowOf[span] = row++;
    at += collapsed.has(span) ? tree.descendants[span]! + 1 : 1;
  }
  return { spans: spans.subarray(0, row), rowOf };
}

/** Row of a span, or of the collapsed ancestor it is hidden in. */
export function rowShowing(rows: Rows, tree: SpanTree, span: number): number {
  let shown = span;
  while (rows.rowOf[shown] === -1) shown = tree.parent[shown]!;
  return rows.rowOf[shown]!;
}

/** The collapsed set with every ancestor of a span opened; the same set when all are open already. */
export function revealed(
  tree: SpanTree,
  collapsed: ReadonlySet<number>,
  span: number,
): ReadonlySet<number> {
  let opened: Set<number> | undefined;
  for (let above = tree.parent[span]!; above !== -1; above = tree.parent[above]!) {
    if (!collapsed.has(above)) continue;
    opened ??= new Set(collapsed);
    opened.delete(above);
  }
  return opened ?? collapsed;
}

/** Every span with children at this depth or deeper, collapsed. */
export function collapsedFrom(tree: SpanTree, depth: number): ReadonlySet<number> {
  const collapsed = new Set<number>();
  for (let span = 0; span < tree.children.length; span++) {
    if (tree.children[span]! > 0 && tree.depth[span]! >= depth) collapsed.add(span);
  }
  return collapsed;
}

/**
 * The span after (or before, `step` -1) the current one in a list ordered by display position, around the end;
 * undefined for an empty list. `current` need not be in the list.
 */
export function stepThrough(
  tree: SpanTree,
  list: Int32Array,
  current: number | undefined,
  step: 1 | -1,
): number | undefined {
  if (list.length === 0) return undefined;
  if (current === undefined) return step === 1 ? list[0] : list[list.length - 1];
  const here = tree.position[current]!;
  const next = lowerBound(tree, list, step === 1 ? here + 1 : here);
  const index = step === 1 ? next : next - 1;
  return list[(index + list.length) % list.length];
}

/** Place of a span in such a list, counted from 1; 0 when it is not in it. */
export function placeIn(tree: SpanTree, list: Int32Array, span: number | undefined): number {
  if (span === undefined) return 0;
  const at = lowerBound(tree, list, tree.position[span]!);
  return list[at] === span ? at + 1 : 0;
}

/** First index in `list` whose display position is at least `position`. */
function lowerBound(tree: SpanTree, list: Int32Array, position: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tree.position[list[middle]!]! < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
