import type { SpanTable } from '../../../../shared/span-table.ts';
import { finish, STRIDE } from './slices.ts';

/** Why a span stands at the top level without being a root. */
export const PLACED = { byParent: 0, root: 1, orphan: 2, loop: 3 } as const;

/** The spans of a trace in display order, as columns with one entry per span of the table. */
export interface SpanTree {
  /** Display position → span: a parent before its children, siblings by start time. */
  readonly order: Int32Array;
  /** Span → display position. */
  readonly position: Int32Array;
  /** Parent as shown, -1 at the top level. */
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  readonly children: Int32Array;
  /** Spans below this one, at any depth: they follow it directly in `order`. */
  readonly descendants: Int32Array;
  /** Errors among the descendants. */
  readonly errorsBelow: Int32Array;
  /** One of {@link PLACED}. */
  readonly placed: Uint8Array;
}

const STATUS_ERROR = 2;
/** In the table's parents: what is above a span is below it too. */
const CUT_RING = -3;

/**
 * Orders the spans of a table as a tree in one pass over the columns; nothing is recursive, so depth has no limit.
 *
 * Roots come first, then spans whose parent never arrived. So do those at which the collector cut a ring of parents:
 * only a broken sender makes spans that are their own ancestors.
 */
export function buildSpanTree(table: SpanTable): SpanTree {
  return finish(spanTreeSteps(table));
}

/** {@link buildSpanTree} that can be interrupted. */
export function* spanTreeSteps(table: SpanTable): Generator<void, SpanTree> {
  const { count } = table;
  const { starts, list } = childLists(table.parents, count);
  yield;
  const order = new Int32Array(count);
  const position = new Int32Array(count).fill(-1);
  const parent = new Int32Array(count).fill(-1);
  const depth = new Uint32Array(count);
  const placed = new Uint8Array(count);
  const stack = new Int32Array(count);
  let at = 0;
  let height = 0;
  let pauseAt = STRIDE;

  const begin = (top: number, how: number): void => {
    placed[top] = how;
    stack[height++] = top;
    position[top] = count;
  };
  /** Places what is on the stack and all below it; false when it is time for a pause. */
  const placeBelow = (): boolean => {
    while (height > 0) {
      if (at >= pauseAt) {
        pauseAt = at + STRIDE;
        return false;
      }
      const span = stack[--height]!;
      position[span] = at;
      order[at++] = span;
      // Pushed backwards, so that the earliest child is taken first.
      for (let i = starts[span + 1]! - 1; i >= starts[span]!; i--) {
        const child = list[i]!;
        if (position[child] !== -1) continue;
        position[child] = count;
        parent[child] = span;
        depth[child] = depth[span]! + 1;
        stack[height++] = child;
      }
    }
    return true;
  };

  for (let span = 0; span < count; span++) {
    if (table.parents[span] !== -1) continue;
    begin(span, PLACED.root);
    while (!placeBelow()) yield;
  }
  for (let span = 0; span < count; span++) {
    const above = table.parents[span]!;
    if (above >= -1 && above < count) continue;
    begin(span, above === CUT_RING ? PLACED.loop : PLACED.orphan);
    while (!placeBelow()) yield;
  }
  yield;

  const children = new Int32Array(count);
  const descendants = new Int32Array(count);
  const errorsBelow = new Int32Array(count);
  for (let i = count - 1; i >= 0; i--) {
    const span = order[i]!;
    const above = parent[span]!;
    if (above === -1) continue;
    children[above]! += 1;
    descendants[above]! += descendants[span]! + 1;
    errorsBelow[above]! += errorsBelow[span]! + (table.status[span] === STATUS_ERROR ? 1 : 0);
  }
  return { order, position, parent, depth, children, descendants, errorsBelow, placed };
}

/** Children of span `i` are `list[starts[i] .. starts[i + 1]]`, in table order, which is start order. */
function childLists(parents: Int32Array, count: number): { starts: Int32Array; list: Int32Array } {
  const starts = new Int32Array(count + 2);
  for (let span = 0; span < count; span++) {
    const above = parents[span]!;
    if (above >= 0 && above < count) starts[above + 2]! += 1;
  }
  for (let i = 2; i < count + 2; i++) starts[i]! += starts[i - 1]!;
  const list = new Int32Array(count);
  for (let span = 0; span < count; span++) {
    const above = parents[span]!;
    if (above >= 0 && above < count) list[starts[above + 1]!++] = span;
  }
  return { starts, list };
}
