import { clsx } from 'clsx';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import styles from './files.module.css';

/** Asks for the passphrase of an encrypted file, and tries again with it. */
export function PassphraseRetry({ onTry }: { onTry: (passphrase: string) => void }) {
  const [passphrase, setPassphrase] = useState('');
  return (
    <form
      className={clsx(styles.form, styles.retry)}
      onSubmit={(event) => {
        event.preventDefault();
        onTry(passphrase);
      }}
    >
      <FormField label="Passphrase">
        <FieldInput
          type="password"
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
        />
      </FormField>
      <div>
        <Button type="submit" look="primary" disabled={passphrase === ''}>
          Open with this passphrase
        </Button>
      </div>
    </form>
  );
}
