import type { SpanTable } from '../../../../shared/span-table.ts';
import { byEndDescending } from './end-order.ts';
import type { SpanTree } from './span-tree.ts';

/**
 * The chain of work that decided how long a trace took, as stretches of time in which the trace waited for one span
 * itself and for none of its children. Arrays and not objects: a large trace has more stretches than spans.
 */
export interface CriticalPath {
  /** The stretches of span `i` are those from `first[i]` up to `first[i] + count[i]`. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** Start and end of each stretch, nanoseconds since the start of the trace; those of one span latest first. */
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
}

/** Spans looked at between two chances to stop; well under a millisecond of work. */
const STEP = 1_024;

/**
 * Follows the path from the end of the longest top-level span backwards, always along the child that ended last. Making
 * any span beside it faster would not have made the trace faster. Children are cut to their parent's time, so that a
 * skewed clock cannot lead the path outside it.
 *
 * A generator, so that the window stays responsive over a large trace: it yields every fraction of a millisecond.
 */
export function* criticalPath(table: SpanTable, tree: SpanTree): Generator<void, CriticalPath> {
  const first = new Int32Array(table.count);
  const count = new Int32Array(table.count);
  const fromNs: number[] = [];
  const toNs: number[] = [];
  const add = (span: number, from: number, to: number): void => {
    if (count[span] === 0) first[span] = fromNs.length;
    count[span]! += 1;
    fromNs.push(from);
    toNs.push(to);
  };
  // Spans still to be followed, with the time in which the path runs through them.
  const pending: number[] = [];
  const top = yield* longestTop(table, tree);
  if (top !== undefined) {
    pending.push(top, table.startNs[top]!, table.startNs[top]! + table.durationNs[top]!);
  }
  let done = 0;
  while (pending.length > 0) {
    const visitTo = pending.pop()!;
    const visitFrom = pending.pop()!;
    const span = pending.pop()!;
    let cursor = visitTo;
    for (const child of yield* byEndDescending(table, yield* childrenOf(tree, span))) {
      if (++done % STEP === 0) yield;
      if (cursor <= visitFrom) break;
      const start = Math.max(table.startNs[child]!, visitFrom);
      const end = Math.min(table.startNs[child]! + table.durationNs[child]!, cursor);
      if (start >= end) continue;
      if (end < cursor) add(span, end, cursor);
      pending.push(child, start, end);
      cursor = start;
    }
    if (cursor > visitFrom) add(span, visitFrom, cursor);
    if (++done % STEP === 0) yield;
  }
  return { first, count, fromNs: new Float64Array(fromNs), toNs: new Float64Array(toNs) };
}

function* longestTop(table: SpanTable, tree: SpanTree): Generator<void, number | undefined> {
  let longest: number | undefined;
  let done = 0;
  for (let at = 0; at < tree.order.length;) {
    if (++done % STEP === 0) yield;
    const span = tree.order[at]!;
    if (longest === undefined || table.durationNs[span]! > table.durationNs[longest]!) {
      longest = span;
    }
    at += tree.descendants[span]! + 1;
  }
  return longest;
}

/** Direct children, last in display order first: that is nearly the order of their ends. */
function* childrenOf(tree: SpanTree, span: number): Generator<void, Int32Array> {
  const children = new Int32Array(tree.children[span]!);
  let free = children.length;
  const start = tree.position[span]! + 1;
  const end = start + tree.descendants[span]!;
  for (let at = start; at < end && free > 0;) {
    const child = tree.order[at]!;
    children[--free] = child;
    at += tree.descendants[child]! + 1;
    if (free % STEP === 0) yield;
  }
  return children.subarray(free);
}
