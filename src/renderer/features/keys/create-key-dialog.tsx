import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { KeyScope } from '../../../shared/permissions.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Labelled } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import { ExpiryField, type ExpiryChoice } from './expiry-field.tsx';
import { KeyFields, readKeyFields } from './key-fields.tsx';
import { SCOPE_TEXT } from './key-state.ts';
import { useMadeKey } from './use-made-key.ts';
import styles from './keys.module.css';

const SCOPES = Object.keys(SCOPE_TEXT) as KeyScope[];

/** Creates a key; its secret then waits on the screen behind until it is saved. */
export function CreateKeyDialog(props: { projectId: string; onClose: () => void }) {
  const formId = useId();
  const [kind, setKind] = useState<'single' | 'pair'>('single');
  const [scopes, setScopes] = useState<readonly KeyScope[]>(['ingest']);
  const [expiry, setExpiry] = useState<ExpiryChoice>(null);
  const [problem, setProblem] = useState<string>();
  const made = useMadeKey(props.onClose);
  const create = useMutation(api.keys.create.mutationOptions({ onSuccess: made.show }));
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = readKeyFields(new FormData(event.currentTarget));
    setProblem(fields.problem);
    if (fields.problem !== undefined) return;
    const { name, environment, allowedAddresses } = fields;
    const seconds = typeof expiry === 'number' ? Math.ceil((expiry - Date.now()) / 1000) : null;
    create.mutate({
      projectId: props.projectId,
      name,
      environment,
      allowedAddresses,
      kind,
      scopes: [...scopes],
      ...(seconds === null ? {} : { expiresInSeconds: seconds }),
    });
  };
  const toggle = (scope: KeyScope, on: boolean): void =>
    setScopes(SCOPES.filter((each) => (each === scope ? on : scopes.includes(each))));
  return (
    <Dialog
      open
      onClose={props.onClose}
      finalFocus={made.finalFocus}
      title="New API key"
      footer={
        <DialogButtons
          onClose={props.onClose}
          form={formId}
          disabled={scopes.length === 0 || create.isPending}
        >
          Create key
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        <KeyFields addressError={problem} />
        <fieldset className={styles.fieldset}>
          <legend>Allows</legend>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              checked={scopes.includes(scope)}
              onChange={(on) => toggle(scope, on)}
            >
              {SCOPE_TEXT[scope].label} <span className="faint">{SCOPE_TEXT[scope].note}</span>
            </Checkbox>
          ))}
        </fieldset>
        <div className={styles.pair}>
          <Labelled label="Form">
            <Select
              label="Form of the key"
              value={kind}
              onChange={setKind}
              options={[
                { value: 'single', label: 'Single key' },
                { value: 'pair', label: 'Public and secret key' },
              ]}
            />
          </Labelled>
          <ExpiryField onChange={setExpiry} />
        </div>
        {create.error ? <Notice tone="error">{messageOf(create.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
