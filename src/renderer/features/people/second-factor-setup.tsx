import { useMutation } from '@tanstack/react-query';
import { useId, type FormEvent } from 'react';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import once from '../../ui/once.module.css';
import styles from './people.module.css';
import { QrCode } from './qr-code.tsx';

function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <Dialog
      open
      locked
      onClose={onClose}
      title="The second factor is on"
      footer={
        <Button look="primary" icon="check" onClick={onClose}>
          I have saved them
        </Button>
      }
    >
      <div className={once.once} role="group" aria-label="Recovery codes">
        <p>
          Each of these signs you in once, in place of a code of the app. Shown only now: keep them
          where you find them without your phone.
        </p>
        <ul className={styles.codes}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div>
          <CopyButton text={codes.join('\n')} what="recovery codes" word />
        </div>
      </div>
    </Dialog>
  );
}

/** In groups of four, as authenticator apps show and take it. */
const spaced = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

/** Sets up the second factor: password, then the secret and a first code of it, then the recovery codes. */
export function SecondFactorSetup({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const begin = useMutation(api.session.beginSecondFactor.mutationOptions());
  const confirm = useMutation(api.session.confirmSecondFactor.mutationOptions());
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recoveryCodes} onClose={onClose} />;
  const started = begin.data;
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (started) confirm.mutate({ code: String(form.get('code') ?? '') });
    else begin.mutate({ password: String(form.get('password') ?? '') });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Set up the second factor"
      footer={
        <DialogButtons
          onClose={onClose}
          form={formId}
          disabled={begin.isPending || confirm.isPending}
        >
          {started ? 'Turn on' : 'Continue'}
        </DialogButtons>
      }
    >
      <form
        key={started ? 'code' : 'password'}
        id={formId}
        className={styles.form}
        onSubmit={onSubmit}
        noValidate
      >
        {started ? (
          <>
            <p>
              Scan this with your authenticator app, or give it the secret. It is drawn here and
              shown only now.
            </p>
            <div className={styles.setup}>
              <QrCode text={started.address} label="QR code for the authenticator app" />
              <div className={once.once} role="group" aria-label="Secret for the app">
                <code className={once.text}>{spaced(started.secret)}</code>
                <div className={once.line}>
                  <CopyButton text={started.secret} what="secret" word />
                  <CopyButton text={started.address} what="address" word />
                </div>
              </div>
            </div>
            <FormField
              label="Code of the app"
              name="code"
              hint="Six digits. Nothing changes before a first code is right."
              error={confirm.error ? messageOf(confirm.error) : undefined}
            >
              <FieldInput mono inputMode="numeric" autoComplete="one-time-code" autoFocus />
            </FormField>
          </>
        ) : (
          <FormField
            label="Your password"
            name="password"
            error={begin.error ? messageOf(begin.error) : undefined}
          >
            <FieldInput type="password" autoComplete="current-password" />
          </FormField>
        )}
      </form>
    </Dialog>
  );
}
