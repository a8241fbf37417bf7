import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { enterWith } from '../../client/session.ts';
import { Button } from '../../ui/button.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Notice } from '../../ui/states.tsx';
import { SessionEnded } from './session-ended.tsx';
import styles from './sign-in.module.css';

/** Signs in with e-mail and password; asks for a code where the account has a second factor. */
export function PasswordForm(props: {
  title: string;
  /** What to do instead, below the form. */
  otherWay: ReactNode;
}) {
  const [codeNeeded, setCodeNeeded] = useState(false);
  const signIn = useMutation({
    mutationFn: (input: { email: string; password: string; code?: string }) =>
      client.session.signIn(input),
    onSuccess: (answer) => {
      if (answer.state === 'signed_in') enterWith(answer.token);
      else setCodeNeeded(true);
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? '');
    signIn.mutate({
      email: text('email'),
      password: text('password'),
      ...(codeNeeded ? { code: text('code') } : {}),
    });
  };
  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={onSubmit}>
        <Logo size={34} />
        <h1 className={styles.title}>{props.title}</h1>
        <SessionEnded />
        <FormField label="E-mail" name="email">
          <FieldInput type="email" autoComplete="username" required autoFocus />
        </FormField>
        <FormField label="Password" name="password">
          <FieldInput type="password" autoComplete="current-password" required />
        </FormField>
        {codeNeeded ? (
          <FormField
            label="Code"
            name="code"
            hint="Six digits of your authenticator app, or a recovery code."
          >
            <FieldInput mono autoComplete="one-time-code" required autoFocus />
          </FormField>
        ) : null}
        {signIn.error ? <Notice tone="error">{messageOf(signIn.error)}</Notice> : null}
        <Button type="submit" look="primary" disabled={signIn.isPending}>
          Sign in
        </Button>
        <p className={styles.hint}>
          Forgot the password? Ask an administrator for a one-time code.
        </p>
        {props.otherWay}
      </form>
    </main>
  );
}
