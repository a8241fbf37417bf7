import type { SpanTable } from '../../../../shared/span-table.ts';
import type { SpanTree } from './span-tree.ts';

/** A stretch of time in which the trace waited for this span itself and for none of its children. */
export interface CriticalStretch {
  readonly span: number;
  readonly fromNs: number;
  readonly toNs: number;
}

/**
 * The chain of work that decided how long the trace took: from the end of its longest top-level span backwards, always
 * along the child that ended last. Making any other span faster would not have made the trace faster.
 *
 * Children are cut to their parent's time, so that a skewed clock cannot lead the path outside it.
 */
export function criticalPath(table: SpanTable, tree: SpanTree): CriticalStretch[] {
  const top = longestTop(table, tree);
  if (top === undefined) return [];
  const path: CriticalStretch[] = [];
  const pending: { span: number; fromNs: number; toNs: number }[] = [
    { span: top, fromNs: table.startNs[top]!, toNs: table.startNs[top]! + table.durationNs[top]! },
  ];
  for (let visit = pending.pop(); visit !== undefined; visit = pending.pop()) {
    const { span, fromNs } = visit;
    let cursor = visit.toNs;
    for (const child of childrenByEnd(table, tree, span)) {
      if (cursor <= fromNs) break;
      const start = Math.max(table.startNs[child]!, fromNs);
      const end = Math.min(table.startNs[child]! + table.durationNs[child]!, cursor);
      if (start >= end) continue;
      if (end < cursor) path.push({ span, fromNs: end, toNs: cursor });
      pending.push({ span: child, fromNs: start, toNs: end });
      cursor = start;
    }
    if (cursor > fromNs) path.push({ span, fromNs, toNs: cursor });
  }
  return path.reverse().sort((a, b) => a.fromNs - b.fromNs);
}

/** Stretches by span, for drawing a row. */
export function stretchesBySpan(
  path: readonly CriticalStretch[],
): ReadonlyMap<number, readonly CriticalStretch[]> {
  const bySpan = new Map<number, CriticalStretch[]>();
  for (const stretch of path) {
    const list = bySpan.get(stretch.span);
    if (list === undefined) bySpan.set(stretch.span, [stretch]);
    else list.push(stretch);
  }
  return bySpan;
}

function longestTop(table: SpanTable, tree: SpanTree): number | undefined {
  let longest: number | undefined;
  for (let at = 0; at < tree.order.length;) {
    const span = tree.order[at]!;
    if (longest === undefined || table.durationNs[span]! > table.durationNs[longest]!) {
      longest = span;
    }
    at += tree.descendants[span]! + 1;
  }
  return longest;
}

function childrenByEnd(table: SpanTable, tree: SpanTree, span: number): number[] {
  const children: number[] = [];
  const first = tree.position[span]! + 1;
  const last = first + tree.descendants[span]!;
  for (let at = first; at < last;) {
    const child = tree.order[at]!;
    children.push(child);
    at += tree.descendants[child]! + 1;
  }
  const end = (child: number): number => table.startNs[child]! + table.durationNs[child]!;
  // Nearly in order already when read backwards, which is what the sort is quick at.
  return children.reverse().sort((a, b) => end(b) - end(a));
}
