import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { FoundKey } from '../../../shared/contract/keys.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { StateDot } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPlural } from '../../ui/format.ts';
import { TextArea } from '../../ui/input.tsx';
import { Notice } from '../../ui/states.tsx';
import { useMay } from '../people/use-may.ts';
import { refreshKeys } from './after-change.ts';
import { forgetFreshKey } from './fresh-keys.ts';
import { keyHint } from './key-state.ts';
import styles from './keys.module.css';

function Found(props: { found: FoundKey; busy: boolean; onRevoke: () => void }) {
  const { key, projectName, works, count, line } = props.found;
  const mayRevoke = useMay(undefined, key.projectId)('keys:manage');
  return (
    <li className={styles.found}>
      <div>
        <b>{key.name || 'Unnamed key'}</b> <span className="mono faint">{keyHint(key)}</span>
        <div className="faint">
          {projectName} · line {line}
          {count > 1 ? `, ${count} times` : ''}
        </div>
      </div>
      <span className={styles.state}>
        <StateDot state={works ? 'error' : 'off'} />
        {works ? 'works' : 'does not work'}
      </span>
      {works && mayRevoke ? (
        <Button look="danger" disabled={props.busy} onClick={props.onRevoke}>
          Revoke now
        </Button>
      ) : null}
    </li>
  );
}

/** Tells which keys occur in a pasted text, and lets one stop them on the spot. */
export function CheckKeysDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const check = useMutation(api.keys.check.mutationOptions());
  const revoke = useMutation(
    api.keys.revoke.mutationOptions({
      onSuccess: (key) => {
        forgetFreshKey(key.id);
        refreshKeys();
        check.mutate({ text });
      },
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    check.mutate({ text });
  };
  const { found = [], unknown = 0 } = check.data ?? {};
  const error = check.error ?? revoke.error;
  return (
    <Dialog
      open
      wide
      forgets
      onClose={onClose}
      title="Check for leaked keys"
      description="Paste a key, a log or a configuration. Keys in it are told by their hash; the text is kept nowhere."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <form className={styles.form} onSubmit={onSubmit}>
        <TextArea
          mono
          rows={7}
          aria-label="Text to check"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            check.reset();
          }}
        />
        <div>
          <Button
            look="primary"
            type="submit"
            icon="search"
            disabled={text.trim() === '' || check.isPending}
          >
            Check
          </Button>
        </div>
        {error ? <Notice tone="error">{messageOf(error)}</Notice> : null}
        {check.data ? (
          <div role="status" aria-label="Result of the check" className={styles.form}>
            {found.length === 0 ? (
              <Notice>
                {unknown === 0
                  ? 'No key in this text.'
                  : `${formatPlural(unknown, 'key')} in this text, of no project here.`}
              </Notice>
            ) : (
              <ul className={styles.foundList}>
                {found.map((each) => (
                  <Found
                    key={each.key.id}
                    found={each}
                    busy={revoke.isPending}
                    onRevoke={() => revoke.mutate({ keyId: each.key.id })}
                  />
                ))}
              </ul>
            )}
            {found.length > 0 && unknown > 0 ? (
              <p className="muted">
                And {formatPlural(unknown, 'key')} of another instance, or of a deleted project.
              </p>
            ) : null}
          </div>
        ) : null}
      </form>
    </Dialog>
  );
}
