import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { KeyScope } from '../../../shared/permissions.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import { holdFreshKey } from './fresh-keys.ts';
import { SCOPE_TEXT } from './key-state.ts';
import styles from './keys.module.css';

const DAY = 86_400;
const EXPIRY = {
  never: { label: 'Never', seconds: undefined },
  '7d': { label: 'In 7 days', seconds: 7 * DAY },
  '30d': { label: 'In 30 days', seconds: 30 * DAY },
  '90d': { label: 'In 90 days', seconds: 90 * DAY },
  '365d': { label: 'In a year', seconds: 365 * DAY },
} as const;
type Expiry = keyof typeof EXPIRY;

const SCOPES = Object.keys(SCOPE_TEXT) as KeyScope[];

/** Creates a key; its secret then waits on the screen behind until it is saved. */
export function CreateKeyDialog(props: { projectId: string; onClose: () => void }) {
  const formId = useId();
  const [kind, setKind] = useState<'single' | 'pair'>('single');
  const [scopes, setScopes] = useState<readonly KeyScope[]>(['ingest']);
  const [expiry, setExpiry] = useState<Expiry>('never');
  const create = useMutation(
    api.keys.create.mutationOptions({
      onSuccess: (key) => {
        holdFreshKey(key);
        void queryClient.invalidateQueries({ queryKey: api.keys.key() });
        void queryClient.invalidateQueries({ queryKey: api.projects.key() });
        props.onClose();
      },
    }),
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get('name');
    const seconds = EXPIRY[expiry].seconds;
    create.mutate({
      projectId: props.projectId,
      name: typeof name === 'string' ? name : '',
      kind,
      scopes: [...scopes],
      ...(seconds ? { expiresInSeconds: seconds } : {}),
    });
  };
  const toggle = (scope: KeyScope, on: boolean): void =>
    setScopes(SCOPES.filter((each) => (each === scope ? on : scopes.includes(each))));
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="New API key"
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            form={formId}
            disabled={scopes.length === 0 || create.isPending}
          >
            Create key
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit}>
        <FormField label="Name" name="name" hint="The service or person that will use it.">
          <FieldInput maxLength={80} placeholder="checkout-service" autoFocus autoComplete="off" />
        </FormField>
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
          <div>
            <div className={styles.label}>Form</div>
            <Select
              label="Form of the key"
              value={kind}
              onChange={setKind}
              options={[
                { value: 'single', label: 'Single key' },
                { value: 'pair', label: 'Public and secret key' },
              ]}
            />
          </div>
          <div>
            <div className={styles.label}>Expires</div>
            <Select
              label="Expires"
              value={expiry}
              onChange={setExpiry}
              options={(Object.keys(EXPIRY) as Expiry[]).map((value) => ({
                value,
                label: EXPIRY[value].label,
              }))}
            />
          </div>
        </div>
        {create.error ? <Notice tone="error">{messageOf(create.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
