import { useMutation } from '@tanstack/react-query';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { refreshKeys } from './after-change.ts';
import { forgetFreshKey } from './fresh-keys.ts';
import { keyHint } from './key-state.ts';
import styles from './keys.module.css';

/** Asks before several keys are stopped for good, naming each. */
export function RevokeManyDialog(props: {
  projectId: string;
  keys: readonly ApiKey[];
  onDone: () => void;
  onClose: () => void;
}) {
  const { keys, projectId } = props;
  const reason = useReason();
  const revoke = useMutation(
    api.keys.revokeMany.mutationOptions({
      context: reason.context,
      onSuccess: ({ revoked }) => {
        for (const key of keys) forgetFreshKey(key.id);
        showToast({ title: `${formatPlural(revoked, 'key')} revoked`, look: 'ok' });
        refreshKeys();
        props.onDone();
      },
    }),
  );
  const used = keys.filter((key) => key.lastUsedAt !== null).length;
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`Revoke ${formatPlural(keys.length, 'key')}?`}
      confirm={`Revoke ${formatPlural(keys.length, 'key')}`}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate({ projectId, keyIds: keys.map(({ id }) => id) })}
    >
      <div className={styles.form}>
        <p>
          Requests with them are refused from now on, and their telemetry is not stored. This cannot
          be undone.{' '}
          {used === 0 ? 'None of them has been used.' : `${used} of them have been used.`}
        </p>
        <ul className={styles.names} aria-label="Keys to revoke">
          {keys.map((key) => (
            <li key={key.id}>
              {key.name || 'Unnamed key'} <span className="mono faint">{keyHint(key)}</span>
            </li>
          ))}
        </ul>
        {reason.field}
        {revoke.error ? <Notice tone="error">{messageOf(revoke.error)}</Notice> : null}
      </div>
    </ConfirmDialog>
  );
}
