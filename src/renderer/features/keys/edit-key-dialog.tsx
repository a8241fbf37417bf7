import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatDate } from '../../ui/format.ts';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { refreshKeys } from './after-change.ts';
import { ExpiryField, type ExpiryChoice } from './expiry-field.tsx';
import { KeyFields, readKeyFields } from './key-fields.tsx';
import { keyHint } from './key-state.ts';
import styles from './keys.module.css';

/** Changes what a key is called, where it may be used from, and when it ends. */
export function EditKeyDialog(props: { apiKey: ApiKey; onClose: () => void }) {
  const key = props.apiKey;
  const formId = useId();
  const [expiry, setExpiry] = useState<ExpiryChoice>(undefined);
  const [problem, setProblem] = useState<string>();
  const update = useMutation(
    api.keys.update.mutationOptions({
      onSuccess: () => {
        showToast({ title: 'Key changed', description: keyHint(key), look: 'ok' });
        refreshKeys();
        props.onClose();
      },
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = readKeyFields(new FormData(event.currentTarget));
    setProblem(fields.problem);
    if (fields.problem !== undefined) return;
    const { name, environment, allowedAddresses } = fields;
    update.mutate({
      keyId: key.id,
      name,
      environment,
      allowedAddresses,
      ...(expiry === undefined
        ? {}
        : { expiresAt: expiry === null ? null : new Date(expiry).toISOString() }),
    });
  };
  const current = key.expiresAt === null ? 'never' : formatDate(Date.parse(key.expiresAt) * 1000);
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={`Edit ${key.name || 'key'}`}
      description={<span className="mono">{keyHint(key)}</span>}
      footer={
        <DialogButtons onClose={props.onClose} form={formId} disabled={update.isPending}>
          Save
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        <KeyFields apiKey={key} addressError={problem} />
        <ExpiryField current={current} onChange={setExpiry} />
        {update.error ? <Notice tone="error">{messageOf(update.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
