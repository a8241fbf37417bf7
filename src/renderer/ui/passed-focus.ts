import { useLayoutEffect, type RefObject } from 'react';

/** What holds whatever takes the place of a button; all of it can be focused. */
const PLACES = '[role="dialog"], [role="tabpanel"], main';

/** Where the focus was put when the button that had it went; nobody moved on as long as it is there. */
let passedTo: HTMLElement | null = null;

/**
 * Passes the focus of a button that goes when it was pressed on to what is around it, so that whoever works by keyboard
 * goes on there and not at the start of the page; and back to the next such button, where another try failed.
 */
export function usePassedFocus(button: RefObject<HTMLButtonElement | null>): void {
  useLayoutEffect(() => {
    const held = button.current;
    if (passedTo?.contains(held) && document.activeElement === passedTo) held?.focus();
    passedTo = null;
    return () => {
      if (held === null || document.activeElement !== held) return;
      passedTo = held.closest<HTMLElement>(PLACES) ?? document.querySelector('main');
      passedTo?.focus({ preventScroll: true });
    };
  }, [button]);
}
