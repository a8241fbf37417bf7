import { useMutation, useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { messageOf } from '../../client/call-error.ts';
import { api, client } from '../../client/client.ts';
import { setConnection } from '../../client/connection.ts';
import { enterWith } from '../../client/session.ts';
import { Button } from '../../ui/button.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Logo } from '../../ui/logo.tsx';
import { LoadingState, Notice } from '../../ui/states.tsx';
import styles from './sign-in.module.css';

/** The code must not stay in the address, where it would end up in the history. */
function leaveCode(): void {
  window.history.replaceState(null, '', '#/');
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Goes in with the password just set; where a code is asked for, to the sign-in form. */
async function enter(email: string, password: string): Promise<void> {
  const answer = await client.session.signIn({ email, password });
  if (answer.state === 'signed_in') enterWith(answer.token);
  else setConnection('signed-out');
  leaveCode();
}

/** Where the link of an invitation or of a reset leads: a name and a password, and in. */
export function UseCode({ kind, code }: { kind: 'invitation' | 'reset'; code: string }) {
  const invitation = useQuery({
    ...api.session.invitation.queryOptions({ input: { code } }),
    enabled: kind === 'invitation',
    retry: false,
  });
  const use = useMutation({
    mutationFn: async ({ name, password }: { name: string; password: string }) => {
      const { email } =
        kind === 'reset'
          ? await client.session.resetPassword({ code, password })
          : await client.session.acceptInvitation({
              code,
              password,
              ...(name === '' ? {} : { name }),
            });
      await enter(email, password);
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    use.mutate({
      name: String(form.get('name') ?? ''),
      password: String(form.get('password') ?? ''),
    });
  };
  if (kind === 'invitation' && invitation.isPending) {
    return <LoadingState label="Reading the invitation" />;
  }
  const known = invitation.data?.hasAccount === true;
  const fresh = kind === 'reset' || !known;
  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={onSubmit} noValidate>
        <Logo size={34} />
        <h1 className={styles.title}>
          {kind === 'reset'
            ? 'Set a new password'
            : `Join ${invitation.data?.projectName ?? invitation.data?.organizationName ?? 'Spanward'}`}
        </h1>
        {invitation.error ? (
          <Notice tone="error">{messageOf(invitation.error)}</Notice>
        ) : (
          <>
            {invitation.data ? (
              <p className={styles.text}>
                You are invited as {invitation.data.roleName}, with {invitation.data.email}.
              </p>
            ) : null}
            {kind === 'invitation' && !known ? (
              <FormField label="Your name" name="name">
                <FieldInput autoComplete="name" autoFocus />
              </FormField>
            ) : null}
            <FormField
              label={fresh ? 'New password' : 'Your password'}
              name="password"
              hint={fresh ? 'At least 10 characters.' : 'The one of the account you have here.'}
            >
              <FieldInput
                type="password"
                autoComplete={fresh ? 'new-password' : 'current-password'}
              />
            </FormField>
            {use.error ? <Notice tone="error">{messageOf(use.error)}</Notice> : null}
            <Button type="submit" look="primary" disabled={use.isPending}>
              {kind === 'reset' ? 'Set password' : 'Join'}
            </Button>
          </>
        )}
        <Button type="button" look="ghost" onClick={leaveCode}>
          Go to the start
        </Button>
      </form>
    </main>
  );
}
