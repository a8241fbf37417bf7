import { useEffect, useRef, type RefObject } from 'react';
import type { VirtualRowsHandle } from '../../ui/virtual-rows.tsx';
import { rowShowing } from './model/rows.ts';
import { spanIdOf } from './model/span-index.ts';
import type { TraceState } from './model/trace-state.ts';

/**
 * Brings the selected span into view whenever another one is selected, or it is asked for again.
 *
 * @returns its row, -1 for none
 */
export function useRevealedRow(
  handle: RefObject<VirtualRowsHandle | null>,
  { model, rows, selected, reveals }: TraceState,
): number {
  const row = selected === undefined ? -1 : rowShowing(rows, model.tree, selected);
  // By id and not by row: spans that arrive above the selected one must not move what is being read.
  const wanted = selected === undefined ? '' : `${spanIdOf(model.table, selected)}/${reveals}`;
  const revealed = useRef('');
  useEffect(() => {
    if (row < 0 || revealed.current === wanted) return;
    revealed.current = wanted;
    handle.current?.scrollToIndex(row);
  }, [handle, wanted, row]);
  return row;
}
