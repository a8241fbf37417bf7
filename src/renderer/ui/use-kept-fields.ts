import { useEffect, useState, type RefObject } from 'react';
import { create } from 'zustand';
import { keepForPerson } from '../client/kept-for-person.ts';
import { endsWithSession } from '../client/belongings.ts';
import { putFieldBack, readFields, type KeptField } from './kept-fields.ts';
import { showToast } from './toast.tsx';

interface OpenForm {
  readonly title: string;
  readonly element: RefObject<Element | null>;
  /** What was in it when it opened. */
  readonly before: readonly KeptField[];
}

interface KeptForm {
  readonly title: string;
  /** Of the screen it was on. */
  readonly address: string;
  readonly fields: readonly KeptField[];
}

const openForms = new Set<OpenForm>();
/** Given back, and not opened again yet. */
const useKeptForms = create<{ forms: readonly KeptForm[] }>()(() => ({ forms: [] }));
endsWithSession(() => useKeptForms.setState({ forms: [] }));

const sameFields = (a: readonly KeptField[], b: readonly KeptField[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

keepForPerson(() => {
  const address = window.location.hash;
  const forms = [...openForms].flatMap(({ title, element, before }) => {
    const fields = element.current ? readFields(element.current) : [];
    return sameFields(fields, before) ? [] : [{ title, address, fields }];
  });
  // What was given back and not looked at yet stays.
  const kept = [...useKeptForms.getState().forms, ...forms];
  if (kept.length === 0) return undefined;
  return () => {
    useKeptForms.setState({ forms: kept });
    setTimeout(tellOfForms, OPENED_MS);
  };
});

/** Forms that are part of a screen are back with it by then, ms. */
const OPENED_MS = 1_500;

/** Says that there is something in a form one has to open. */
function tellOfForms(): void {
  const title = useKeptForms.getState().forms.at(-1)?.title;
  if (title === undefined) return;
  showToast({
    title: `“${title}” is kept`,
    description: 'What you wrote there before your session ended is in it when you open it again.',
  });
}

/** Frames in which fields that depend on others may come up. */
const FRAMES = 20;

/**
 * Keeps what is written in a form when the session ends by itself, and puts it back when the same person opens it again
 * on the same screen.
 *
 * @param title what the form is called on its screen; null for one that is not kept
 * @returns whether it was put back
 */
export function useKeptFields(element: RefObject<Element | null>, title: string | null): boolean {
  const address = window.location.hash;
  const kept = useKeptForms(({ forms }) =>
    forms.find((form) => form.title === title && form.address === address),
  );
  const [isBack, setBack] = useState(false);
  if (kept && !isBack) setBack(true);
  useEffect(() => {
    if (title === null) return undefined;
    const form: OpenForm = {
      title,
      element,
      before: element.current ? readFields(element.current) : [],
    };
    openForms.add(form);
    return () => void openForms.delete(form);
  }, [title, element]);
  useEffect(() => {
    if (!kept) return;
    const left = new Map(kept.fields.map(({ name, value }) => [name, value]));
    useKeptForms.setState(({ forms }) => ({ forms: forms.filter((form) => form !== kept) }));
    const next = (frames: number): void => {
      // The form may be closed meanwhile.
      if (!element.current) return;
      putFieldBack(element.current, left);
      if (left.size > 0 && frames > 0) requestAnimationFrame(() => next(frames - 1));
    };
    next(FRAMES + kept.fields.length);
  }, [kept, element]);
  return isBack;
}
