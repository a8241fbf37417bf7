import { useMutation } from '@tanstack/react-query';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/states.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { keyHint } from './key-state.ts';
import { useMadeKey } from './use-made-key.ts';
import styles from './keys.module.css';

/** Asks before a key is replaced with the old one dead at once. */
export function RegenerateDialog(props: { apiKey: ApiKey; onClose: () => void }) {
  const key = props.apiKey;
  const reason = useReason();
  const made = useMadeKey(props.onClose);
  const regenerate = useMutation(
    api.keys.regenerate.mutationOptions({
      context: reason.context,
      onSuccess: ({ key: fresh }) => made.show(fresh),
    }),
  );
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      finalFocus={made.finalFocus}
      title={`Regenerate ${key.name || 'this key'}?`}
      confirm="Regenerate key"
      busy={regenerate.isPending}
      onConfirm={() => regenerate.mutate({ keyId: key.id })}
    >
      <div className={styles.form}>
        <p>
          <span className="mono">{keyHint(key)}</span> stops working at once, and a new key with the
          same settings takes its place. Programs that use the old one are refused until they have
          the new one.
        </p>
        <p className="muted">To change over without a gap, rotate it instead.</p>
        {reason.field}
        {regenerate.error ? <Notice tone="error">{messageOf(regenerate.error)}</Notice> : null}
      </div>
    </ConfirmDialog>
  );
}
