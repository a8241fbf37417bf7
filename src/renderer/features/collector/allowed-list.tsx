import { useEffect, useRef, useState, type FocusEvent, type FormEvent } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { REMOVES, useFocusAfterRemoval } from '../../ui/focus-after-removal.ts';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { useKeptFields } from '../../ui/use-kept-fields.ts';
import styles from './collector.module.css';

/** A list of things that are allowed: each can be removed, and one added by typing it. */
export function AllowedList(props: {
  entries: readonly string[];
  /** What one entry is called. */
  label: string;
  placeholder: string;
  /** What the button says that adds one. */
  action: string;
  /** Said of an empty list. */
  none: string;
  /** The entry in what was typed, or null when there is none. */
  parse: (text: string) => string | null;
  /** Said of text that is no entry. */
  hint: string;
  onChange: (entries: string[]) => void;
}) {
  const [problem, setProblem] = useState<string>();
  const list = useRef<HTMLUListElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useKeptFields(form, props.label);
  const count = props.entries.length;
  const before = useRef(count);
  const adds = useRef<HTMLInputElement>(null);
  const removing = useFocusAfterRemoval(list, adds, count);
  // A new one is the last, and in sight.
  useEffect(() => {
    if (count > before.current) list.current?.scrollTo({ top: list.current.scrollHeight });
    before.current = count;
  }, [count]);
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const entry = props.parse(textIn(form));
    if (entry === null) {
      setProblem(props.hint);
      return;
    }
    setProblem(undefined);
    form.reset();
    if (!props.entries.includes(entry)) props.onChange([...props.entries, entry]);
  };
  // What was typed and not added would be missing from what is saved, unnoticed.
  const onBlur = (event: FocusEvent<HTMLFormElement>): void => {
    const form = event.currentTarget;
    if (form.contains(event.relatedTarget)) return;
    const text = textIn(form);
    if (text.trim() === '') setProblem(undefined);
    else if (props.parse(text) === null) setProblem(props.hint);
    else setProblem(`Not added yet: press Enter, or “${props.action}”.`);
  };
  return (
    <>
      {props.entries.length > 0 ? (
        <ul ref={list} className={styles.allowed}>
          {props.entries.map((entry, index) => (
            <li key={entry}>
              <code>{entry}</code>
              <IconButton
                icon="x"
                label={`Remove ${entry}`}
                onClick={() => {
                  removing(index);
                  props.onChange(props.entries.filter((each) => each !== entry));
                }}
                {...REMOVES}
              />
            </li>
          ))}
        </ul>
      ) : (
        <p className={styles.none}>{props.none}</p>
      )}
      <form ref={form} className={styles.allow} onSubmit={onSubmit} onBlur={onBlur} noValidate>
        <FormField label={props.label} name="entry" error={problem}>
          <FieldInput mono ref={adds} placeholder={props.placeholder} autoComplete="off" />
        </FormField>
        <Button type="submit" icon="plus">
          {props.action}
        </Button>
      </form>
    </>
  );
}

function textIn(form: HTMLFormElement): string {
  const text = new FormData(form).get('entry');
  return typeof text === 'string' ? text : '';
}
