import { useEffect, useRef, type RefObject } from 'react';
import { create } from 'zustand';

/** What was clicked on the time axis, for the details to show. */
export interface MarkFocus {
  readonly spanId: string;
  readonly timeUnixNano: string;
}

export const useMarkFocus = create<{ focus: MarkFocus | undefined }>(() => ({ focus: undefined }));

export function focusMark(focus: MarkFocus): void {
  useMarkFocus.setState({ focus });
}

/**
 * Brings what was clicked into view once it is there.
 *
 * @param times of the items in a list of a span, in nanoseconds, decimal
 * @returns the number of the item, or -1, and the reference for its element
 */
export function useFocusedItem(
  spanId: string,
  times: readonly string[],
): { readonly item: number; readonly element: RefObject<HTMLLIElement | null> } {
  const focus = useMarkFocus((state) => state.focus);
  const element = useRef<HTMLLIElement>(null);
  const item = focus?.spanId === spanId ? times.indexOf(focus.timeUnixNano) : -1;
  const shown = item < 0 ? '' : `${spanId} ${item}`;
  useEffect(() => {
    if (shown !== '') element.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  return { item, element };
}
