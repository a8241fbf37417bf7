/** What was written and chosen in a form, by what its fields are called. */
export interface KeptField {
  readonly name: string;
  readonly value: string;
}

interface Choice {
  readonly value: string;
  readonly choose: (value: string) => void;
}

const choices = new WeakMap<Element, Choice>();

/** For the `ref` of a button that opens a list: what is chosen there is a field of its form. */
export function choiceRef<V extends string>(value: V, choose: (value: V) => void) {
  return (element: Element | null): void => {
    // What was kept is of the same list, and so one of its values.
    if (element) choices.set(element, { value, choose: choose as (value: string) => void });
  };
}

const CHOICES = '[aria-haspopup]';
const TICKS = '[role=checkbox], [role=radio]';
/** Secrets and confirmations are typed anew, what is only looked for is no work, and what cannot be written in was not written. */
const NO_TEXTS = ['password', 'search', 'file', 'hidden', 'checkbox', 'radio'];
const TEXTS = `:is(textarea, input):not([readonly], [data-anew], ${NO_TEXTS.map((type) => `[type=${type}]`).join(', ')})`;

type TextField = HTMLInputElement | HTMLTextAreaElement;

function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label');
  if (label !== null) return label;
  const { labels } = element as TextField;
  return (labels?.[0] ?? element.closest('label'))?.textContent ?? '';
}

/** The fields that `selector` finds, each by a name that no other has. */
function named<E extends Element>(form: Element, selector: string): [string, E][] {
  const seen = new Map<string, number>();
  return [...form.querySelectorAll<E>(selector)].map((element) => {
    const name = nameOf(element);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return [`${selector} ${name} ${count}`, element];
  });
}

const isTicked = (element: Element): boolean => element.getAttribute('aria-checked') === 'true';

/** What is in the fields of a form. */
export function readFields(form: Element): KeptField[] {
  return [
    ...named(form, CHOICES).flatMap(([name, element]) => {
      const choice = choices.get(element);
      return choice ? [{ name, value: choice.value }] : [];
    }),
    ...named(form, TICKS).map(([name, element]) => ({ name, value: String(isTicked(element)) })),
    ...named<TextField>(form, TEXTS).map(([name, { value }]) => ({ name, value })),
  ];
}

/** Writes as somebody who types does, so that whoever holds the text hears of it. */
function write(field: TextField, value: string): void {
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * Puts one of the fields that differ back as it was; fields can depend on those before them, so that one is put back at
 * a time.
 *
 * @returns whether there was one
 */
export function putFieldBack(form: Element, kept: Map<string, string>): boolean {
  const take = (name: string): string | undefined => {
    const value = kept.get(name);
    kept.delete(name);
    return value;
  };
  for (const [name, element] of named(form, CHOICES)) {
    const choice = choices.get(element);
    const value = choice && take(name);
    if (value === undefined || value === choice?.value) continue;
    choice?.choose(value);
    return true;
  }
  for (const [name, element] of named<HTMLElement>(form, TICKS)) {
    const value = take(name);
    if (value === undefined || value === String(isTicked(element))) continue;
    element.click();
    return true;
  }
  for (const [name, element] of named<TextField>(form, TEXTS)) {
    const value = take(name);
    if (value === undefined || value === element.value) continue;
    write(element, value);
    return true;
  }
  return false;
}
