import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useRef, type FormEvent } from 'react';
import type { Profile } from '../../../shared/contract/session.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { forgetSession, readSession } from '../../client/session.ts';
import { Button } from '../../ui/button.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Section } from '../../ui/page.tsx';
import { LoadingState, Notice } from '../../ui/states.tsx';
import { Switch } from '../../ui/switch.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useKeptFields } from '../../ui/use-kept-fields.ts';
import styles from './people.module.css';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

const read = (event: FormEvent<HTMLFormElement>) => {
  event.preventDefault();
  const form = new FormData(event.currentTarget);
  return (name: string): string => String(form.get(name) ?? '');
};

/** One's own name, address, password, second factor and sessions; for owners also whether a password is asked for at all. */
export function AccountTab() {
  const me = useQuery(api.session.me.queryOptions());
  const settings = useQuery(api.collector.settings.queryOptions());
  const switchId = useId();
  const password = useMutation(
    api.session.changePassword.mutationOptions({
      onSuccess: () => {
        showToast({ title: 'Password set', look: 'ok' });
        void me.refetch();
      },
    }),
  );
  const setSettings = useMutation(api.collector.setSettings.mutationOptions());
  const signOut = useMutation(
    api.session.signOut.mutationOptions({ onSuccess: () => forgetSession() }),
  );
  if (!me.data) return <LoadingState />;
  const { name, email, hasPassword, instanceOwner } = me.data;
  const onPassword = (event: FormEvent<HTMLFormElement>): void => {
    const text = read(event);
    password.mutate({
      password: text('password'),
      ...(hasPassword ? { current: text('current') } : {}),
    });
    event.currentTarget.reset();
  };
  return (
    <>
      <Section
        title="You"
        actions={
          readSession() === '' ? null : <Button onClick={() => signOut.mutate({})}>Sign out</Button>
        }
      >
        <ProfileForm key={`${name} ${email}`} profile={me.data} />
      </Section>
      <Section title="Password" description="All your other sessions end when it changes.">
        <form className={styles.form} onSubmit={onPassword} noValidate>
          {hasPassword ? (
            <FormField label="Current password" name="current">
              <FieldInput type="password" autoComplete="current-password" />
            </FormField>
          ) : null}
          <FormField
            label="New password"
            name="password"
            hint="At least 10 characters."
            error={password.error ? messageOf(password.error) : undefined}
          >
            <FieldInput type="password" autoComplete="new-password" />
          </FormField>
          <div>
            <Button type="submit" disabled={password.isPending}>
              {hasPassword ? 'Change password' : 'Set password'}
            </Button>
          </div>
        </form>
      </Section>
      <SecondFactorSection profile={me.data} onChanged={() => void me.refetch()} />
      <SessionsSection />
      {instanceOwner && settings.data ? (
        <Section title="Everybody">
          <div className={styles.row}>
            <div>
              <span id={switchId}>Require sign-in</span>
              <p className="muted">
                The link printed at start no longer opens the browser console: e-mail and password
                do. The window on this machine and the command stay as they are.
              </p>
            </div>
            <Switch
              checked={settings.data.requireSignIn}
              onChange={(requireSignIn) => setSettings.mutate({ requireSignIn })}
              aria-labelledby={switchId}
            />
          </div>
          {setSettings.error ? <Notice tone="error">{messageOf(setSettings.error)}</Notice> : null}
        </Section>
      ) : null}
    </>
  );
}

/** One's name, and the address where one may change it. */
function ProfileForm({ profile }: { profile: Profile }) {
  const { name, email, isLocalOwner } = profile;
  const form = useRef<HTMLFormElement>(null);
  useKeptFields(form, 'You');
  const save = useMutation(
    api.session.setProfile.mutationOptions({
      onSuccess: () => showToast({ title: 'Saved', look: 'ok' }),
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    const text = read(event);
    save.mutate({ name: text('name'), ...(isLocalOwner ? { email: text('email') } : {}) });
  };
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
      <FormField label="Name" name="name">
        <FieldInput defaultValue={name} autoComplete="name" />
      </FormField>
      <FormField
        label="E-mail"
        name="email"
        hint={isLocalOwner ? 'You sign in to the browser console with it.' : undefined}
        error={save.error ? messageOf(save.error) : undefined}
      >
        <FieldInput
          type="email"
          defaultValue={email ?? ''}
          readOnly={!isLocalOwner}
          autoComplete="email"
        />
      </FormField>
      <div>
        <Button type="submit" disabled={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
