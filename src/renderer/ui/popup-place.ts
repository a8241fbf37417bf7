import { createContext, use } from 'react';

/** True below a dialog. */
export const InDialog = createContext(false);

/**
 * Where menus, lists and tooltips are drawn: a landmark of its own in `index.html`, so that
 * everything on the page belongs to one. Inside a dialog they stay with it, as all else is inert.
 */
export function usePopupPlace(): { container?: HTMLElement } {
  const place = document.getElementById('popups');
  return use(InDialog) || !place ? {} : { container: place };
}
