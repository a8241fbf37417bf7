import { useEffect, useRef, type RefObject } from 'react';

/** What stands on each button that takes its entry off a list. */
export const REMOVES = { 'data-removes': '' } as const;

/**
 * Keeps whoever works by keyboard in a list from which they removed an entry: the button that went takes the focus
 * with it, so that of the next entry gets it; with none left, what adds one does.
 *
 * @param list - what holds the buttons, each with {@link REMOVES}; may go with its last entry
 * @param adds - where an entry is added
 * @param count - of entries
 * @returns what to call with the index of an entry that is about to be removed
 */
export function useFocusAfterRemoval(
  list: RefObject<HTMLElement | null>,
  adds: RefObject<HTMLElement | null>,
  count: number,
): (index: number) => void {
  const removed = useRef<number>(undefined);
  const before = useRef(count);
  useEffect(() => {
    const isFewer = count < before.current;
    before.current = count;
    const index = removed.current;
    if (!isFewer || index === undefined) return;
    removed.current = undefined;
    // Who has gone on meanwhile, while it was saved, stays there.
    if (document.activeElement !== document.body) return;
    const left = list.current?.querySelectorAll<HTMLElement>('[data-removes]') ?? [];
    (left[Math.min(index, left.length - 1)] ?? adds.current)?.focus();
  }, [list, adds, count]);
  return (index) => {
    removed.current = index;
  };
}
