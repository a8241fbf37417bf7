import { Field } from '@base-ui/react/field';
import { clsx } from 'clsx';
import type { InputHTMLAttributes, ReactNode, Ref, TextareaHTMLAttributes } from 'react';
import styles from './input.module.css';

interface TextInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'defaultValue'> {
  /** Ids, keys and numbers read better in the fixed-width font. */
  mono?: boolean;
  defaultValue?: string;
  ref?: Ref<HTMLInputElement>;
}

/** A single-line text input; label it with {@link FormField} or `aria-label`. */
export function TextInput({ mono, className, ...rest }: TextInputProps) {
  return <input className={clsx(styles.input, mono && styles.mono, className)} {...rest} />;
}

/** Label, control, hint and error in one column; the control is a {@link FieldInput}. */
export function FormField(props: {
  label: string;
  name?: string;
  hint?: ReactNode;
  error?: string | undefined;
  children: ReactNode;
}) {
  return (
    <Field.Root name={props.name} className={styles.field} invalid={props.error !== undefined}>
      <Field.Label className="label">{props.label}</Field.Label>
      {props.children}
      {props.hint ? (
        <Field.Description className={styles.hint}>{props.hint}</Field.Description>
      ) : null}
      {props.error ? (
        <Field.Error match className={styles.error}>
          {props.error}
        </Field.Error>
      ) : null}
    </Field.Root>
  );
}

/** A control that has a name of its own, as a select, under a label as that of a {@link FormField}. */
export function Labelled(props: { label: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.labelled}>
      <span className="label">{props.label}</span>
      {props.children}
    </div>
  );
}

/** A text of several lines; label it with `aria-label`, or as {@link FieldArea} with a {@link FormField}. */
export function TextArea({
  mono,
  className,
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { mono?: boolean }) {
  return (
    <textarea
      className={clsx(styles.input, styles.area, mono && styles.mono, className)}
      spellCheck={false}
      {...rest}
    />
  );
}

/** Several lines in a {@link FormField}: its label, hint and error are tied to it. */
export function FieldArea(props: { rows: number; defaultValue?: string; placeholder?: string }) {
  return (
    <Field.Control
      render={<textarea rows={props.rows} spellCheck={false} />}
      className={clsx(styles.input, styles.area, styles.mono)}
      {...(props.defaultValue === undefined ? {} : { defaultValue: props.defaultValue })}
      {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
    />
  );
}

/** The text input of a {@link FormField}: its label, hint and error are tied to it. */
export function FieldInput({ mono, className, ...rest }: TextInputProps) {
  return <Field.Control className={clsx(styles.input, mono && styles.mono, className)} {...rest} />;
}
