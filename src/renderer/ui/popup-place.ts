/**
 * Where menus, lists and tooltips are drawn: a landmark of its own in `index.html`, so that
 * everything on the page belongs to one.
 */
export function popupPlace(): HTMLElement | null {
  return document.getElementById('popups');
}
