import { useLayoutEffect, type RefObject } from 'react';

/**
 * Keeps the entry of the present screen in sight, in a list that scrolls where the window is low.
 *
 * An entry may leave sight when one goes to its screen by keyboard or a link, and when entries above it or what
 * stands below the list come only later.
 *
 * @param list - what scrolls; its only child holds the entries
 */
export function useCurrentInSight(list: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const show = (): void => {
      const entry = element.querySelector('[aria-current="page"]')?.getBoundingClientRect();
      if (!entry) return;
      const { top, bottom } = element.getBoundingClientRect();
      // Not by scrollIntoView, after which the Tab key goes on from the entry, past "Skip to content".
      if (entry.top < top) element.scrollTop -= top - entry.top;
      else if (entry.bottom > bottom) element.scrollTop += entry.bottom - bottom;
    };
    const gone = new MutationObserver(show);
    gone.observe(element, { subtree: true, attributeFilter: ['aria-current'] });
    // Begins with a look of its own; the child is as high as all entries, the list as high as the window leaves it.
    const grown = new ResizeObserver(show);
    for (const observed of [element, ...element.children]) grown.observe(observed);
    return () => {
      gone.disconnect();
      grown.disconnect();
    };
  }, [list]);
}
