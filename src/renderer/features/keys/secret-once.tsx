import { useRef } from 'react';
import type { NewKey } from '../../../shared/contract/keys.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icons.tsx';
import once from '../../ui/once.module.css';
import { usePassedFocus } from '../../ui/passed-focus.ts';
import { forgetFreshKey } from './fresh-keys.ts';
import styles from './keys.module.css';

function SecretLine(props: { label: string; value: string }) {
  return (
    <div className={once.line}>
      <span className={styles.secretLabel}>{props.label}</span>
      <code className={once.text}>{props.value}</code>
      <CopyButton text={props.value} what={props.label.toLowerCase()} word />
    </div>
  );
}

/** The one time a key's secret is shown: to copy, and to confirm that it is kept. */
export function SecretOnce(props: { secret: NewKey; onSaved?: () => void }) {
  const key = props.secret;
  const saves = useRef<HTMLButtonElement>(null);
  usePassedFocus(saves);
  const saved = (): void => {
    forgetFreshKey(key.id);
    props.onSaved?.();
  };
  return (
    <div className={once.once} role="group" aria-label="New API key" data-fresh-key="">
      {key.publicKey ? <SecretLine label="Public key" value={key.publicKey} /> : null}
      <SecretLine label={key.publicKey ? 'Secret key' : 'API key'} value={key.secret} />
      <div className={styles.onceFoot}>
        <span className={styles.warning}>
          <Icon name="eye" size={14} />
          Shown only now. Only a hash of it is kept, so nobody can look it up later.
        </span>
        <Button ref={saves} look="primary" icon="check" onClick={saved}>
          I have saved it
        </Button>
      </div>
    </div>
  );
}
