import { rowShowing, type Rows } from './rows.ts';
import type { TraceModel } from './trace-model.ts';

/** Steps of the keyboard through a tree grid (WAI-ARIA tree grid pattern, rows only). */
export type Move = 'up' | 'down' | 'left' | 'right' | 'first' | 'last' | 'pageUp' | 'pageDown';

interface Position {
  readonly model: TraceModel;
  readonly rows: Rows;
  readonly collapsed: ReadonlySet<number>;
  readonly selected: number | undefined;
}

/**
 * Where a step leads: another selection, or another collapsed set.
 *
 * Right opens a collapsed span, else goes to its first child; left closes an open one, else goes to its parent.
 */
export function moved(
  at: Position,
  move: Move,
  page: number,
): Pick<Position, 'selected' | 'collapsed'> {
  const { rows, collapsed, selected } = at;
  const { tree } = at.model;
  const to = (row: number): Pick<Position, 'selected' | 'collapsed'> => {
    const inside = Math.min(Math.max(row, 0), rows.spans.length - 1);
    return { collapsed, selected: rows.spans[inside] };
  };
  if (selected === undefined) return to(move === 'last' ? rows.spans.length - 1 : 0);
  const row = rowShowing(rows, tree, selected);
  switch (move) {
    case 'up':
      return to(row - 1);
    case 'down':
      return to(row + 1);
    case 'pageUp':
      return to(row - page);
    case 'pageDown':
      return to(row + page);
    case 'first':
      return to(0);
    case 'last':
      return to(rows.spans.length - 1);
    case 'right': {
      if (tree.children[selected] === 0) return { collapsed, selected };
      return collapsed.has(selected)
        ? { selected, collapsed: without(collapsed, selected) }
        : to(row + 1);
    }
    case 'left': {
      if (tree.children[selected]! > 0 && !collapsed.has(selected)) {
        return { selected, collapsed: new Set(collapsed).add(selected) };
      }
      const above = tree.parent[selected]!;
      return { collapsed, selected: above === -1 ? selected : above };
    }
  }
}

function without(collapsed: ReadonlySet<number>, span: number): ReadonlySet<number> {
  const next = new Set(collapsed);
  next.delete(span);
  return next;
}
