const FIELDS =
  'input, textarea, select, [role="combobox"], [role="checkbox"], [role="radio"], [role="switch"]';

const takesFocus = (element: HTMLElement): boolean =>
  element.tabIndex >= 0 && !element.matches(':disabled') && element.getClientRects().length > 0;

/**
 * Where somebody begins in a dialog: the first field of its body, else the first button of its foot, which
 * by custom is the harmless one.
 */
export function firstField(dialog: HTMLElement | null): HTMLElement | undefined {
  const find = (selector: string): HTMLElement | undefined =>
    [...(dialog?.querySelectorAll<HTMLElement>(selector) ?? [])].find(takesFocus);
  return find(`[data-dialog-body] :is(${FIELDS})`) ?? find('[data-dialog-foot] button');
}
