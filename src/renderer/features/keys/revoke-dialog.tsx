import { useMutation } from '@tanstack/react-query';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { refreshKeys } from './after-change.ts';
import { forgetFreshKey } from './fresh-keys.ts';
import { keyHint } from './key-state.ts';
import styles from './keys.module.css';

/** Asks before a key is stopped for good. */
export function RevokeDialog(props: { apiKey: ApiKey; onClose: () => void }) {
  const key = props.apiKey;
  const reason = useReason();
  const revoke = useMutation(
    api.keys.revoke.mutationOptions({
      context: reason.context,
      onSuccess: () => {
        forgetFreshKey(key.id);
        showToast({ title: 'Key revoked', description: keyHint(key), look: 'ok' });
        refreshKeys();
        props.onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`Revoke ${key.name || 'this key'}?`}
      confirm="Revoke key"
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate({ keyId: key.id })}
    >
      <div className={styles.form}>
        <p>
          Requests with <span className="mono">{keyHint(key)}</span> are refused from now on, and
          their telemetry is not stored. This cannot be undone.
        </p>
        <p className="muted">
          {key.lastUsedAt ? (
            <>
              Last used <RelativeTime iso={key.lastUsedAt} />.
            </>
          ) : (
            'It has never been used.'
          )}
        </p>
        {reason.field}
        {revoke.error ? <Notice tone="error">{messageOf(revoke.error)}</Notice> : null}
      </div>
    </ConfirmDialog>
  );
}
