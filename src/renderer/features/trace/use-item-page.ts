import { useState } from 'react';

/** Items of a span drawn at once, such as its events: a thousand would take seconds. */
export const ITEMS_DRAWN = 100;

/**
 * The page of a long list that is drawn: the one somebody turned to, or that of the item to be brought into view.
 *
 * @param of what the list belongs to; for something else it begins anew
 * @param focused the number of the item to be brought into view, or -1
 */
export function useItemPage(
  of: unknown,
  focused: number,
): { readonly page: number; readonly setPage: (page: number) => void } {
  const [turned, setTurned] = useState<{ of: unknown; focused: number; page: number }>();
  const isTurned = turned !== undefined && turned.of === of && turned.focused === focused;
  return {
    page: isTurned ? turned.page : Math.max(0, Math.floor(focused / ITEMS_DRAWN)),
    setPage: (page) => setTurned({ of, focused, page }),
  };
}
