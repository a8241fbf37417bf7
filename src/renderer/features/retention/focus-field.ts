/** Goes to the field that has to be written anew; what is said of it stays in view. */
export function focusField(form: HTMLFormElement, name: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus({ preventScroll: true });
}
