import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { VirtualRowsHandle } from '../../ui/virtual-rows.tsx';
import { rowShowing } from './model/rows.ts';
import { spanIdOf } from './model/span-index.ts';
import type { TraceModel } from './model/trace-model.ts';
import type { TraceState } from './model/trace-state.ts';

/**
 * Keeps the span at the top of the screen where it is when a live trace grows above it.
 *
 * @returns what to call with the scroll position whenever it changes
 */
export function useKeptScroll(
  handle: RefObject<VirtualRowsHandle | null>,
  state: TraceState,
  rowHeight: number,
): (top: number) => void {
  const anchor = useRef<{ spanId: string; offset: number } | null>(null);
  const shown = useRef<TraceModel>(state.model);
  const { model, rows } = state;

  useLayoutEffect(() => {
    if (shown.current === model) return;
    shown.current = model;
    const element = handle.current?.element;
    if (!anchor.current || !element) return;
    const span = model.indexOf(anchor.current.spanId);
    if (span < 0) return;
    const top = rowShowing(rows, model.tree, span) * rowHeight + anchor.current.offset;
    element.scrollTo({ top });
  }, [handle, model, rows, rowHeight]);

  return (top) => {
    const span = rows.spans[Math.floor(top / rowHeight)];
    anchor.current =
      span === undefined ? null : { spanId: spanIdOf(model.table, span), offset: top % rowHeight };
  };
}
