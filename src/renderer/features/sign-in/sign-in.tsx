import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { z } from 'zod';
import { messageOf } from '../../client/call-error.ts';
import { signIn, tokenInAddress, tokenInText } from '../../client/session.ts';
import { Button } from '../../ui/button.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Logo } from '../../ui/logo.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { SessionEnded } from './session-ended.tsx';
import { readStored, writeStored } from '../../ui/stored.ts';
import { PasswordForm } from './password-form.tsx';
import styles from './sign-in.module.css';

const WAY = 'sign-in-way';
const Way = z.enum(['link', 'password']);

/** The console's door: the printed link, or e-mail and password; the way taken last comes first. */
export function SignIn({ token }: { token: string | null }) {
  const [way, setWay] = useState(() => readStored(WAY, Way, 'link'));
  const choose = (next: z.infer<typeof Way>) => () => {
    writeStored(WAY, next);
    setWay(next);
  };
  return token === null && way === 'password' ? (
    <PasswordForm
      title="Sign in to Spanward"
      otherWay={
        <Button type="button" look="ghost" onClick={choose('link')}>
          Use the printed link
        </Button>
      }
    />
  ) : (
    <LinkForm token={token} onUsePassword={choose('password')} />
  );
}

/** Takes the token of the sign-in link, from the address or pasted. */
function LinkForm({ token, onUsePassword }: { token: string | null; onUsePassword: () => void }) {
  const tried = useRef<string | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: signIn,
    // The token must not stay in the address, where it would end up in the history. One that was pasted is not there:
    // what is there is where one was.
    onSettled: () => {
      if (tokenInAddress(window.location.hash) === null) return;
      window.history.replaceState(null, '', '#/');
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    },
  });
  useEffect(() => {
    if (token === null || tried.current === token) return;
    tried.current = token;
    mutate(token);
  }, [token, mutate]);

  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('token');
    if (typeof text === 'string' && text.trim()) mutate(tokenInText(text));
  };
  if (isPending) return <LoadingState label="Signing in" />;
  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={onSubmit}>
        <Logo size={34} />
        <h1 className={styles.title}>Sign in to Spanward</h1>
        <SessionEnded />
        <p className={styles.text}>
          When the collector started it printed a link to sign in. Open that link, or paste it here.
        </p>
        <FormField
          label="Sign-in link or token"
          name="token"
          error={error ? messageOf(error) : undefined}
        >
          <FieldInput mono autoComplete="off" spellCheck={false} autoFocus />
        </FormField>
        <Button type="submit" look="primary">
          Sign in
        </Button>
        <p className={styles.hint}>
          Lost it? Restart <code>spanward serve</code>: it prints a new one.
        </p>
        <Button type="button" look="ghost" onClick={onUsePassword}>
          Use e-mail and password
        </Button>
      </form>
    </main>
  );
}
