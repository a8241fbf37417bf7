import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Settings } from '../../../shared/contract/collector.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Section } from '../../ui/page.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Switch } from '../../ui/switch.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './collector.module.css';
import { webOrigin } from './web-origin.ts';

function Origins(props: { origins: readonly string[]; onChange: (origins: string[]) => void }) {
  const [problem, setProblem] = useState<string>();
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = new FormData(form).get('origin');
    const origin = webOrigin(typeof text === 'string' ? text : '');
    if (origin === null) {
      setProblem('Write an origin such as https://app.example.com, without a path.');
      return;
    }
    setProblem(undefined);
    form.reset();
    if (!props.origins.includes(origin)) props.onChange([...props.origins, origin]);
  };
  return (
    <>
      {props.origins.length > 0 ? (
        <ul className={styles.origins}>
          {props.origins.map((origin) => (
            <li key={origin}>
              <code>{origin}</code>
              <IconButton
                icon="x"
                label={`Remove ${origin}`}
                onClick={() => props.onChange(props.origins.filter((each) => each !== origin))}
              />
            </li>
          ))}
        </ul>
      ) : (
        <p className={styles.none}>None: no web page can send telemetry here.</p>
      )}
      <form className={styles.addOrigin} onSubmit={onSubmit} noValidate>
        <FormField label="Web origin" name="origin" error={problem}>
          <FieldInput mono placeholder="https://app.example.com" autoComplete="off" />
        </FormField>
        <Button type="submit" icon="plus">
          Allow
        </Button>
      </form>
    </>
  );
}

/** What an administrator may set; each change takes effect at once. */
export function SettingsTab() {
  const { data: settings, error, refetch } = useQuery(api.collector.settings.queryOptions());
  const key = api.collector.settings.queryKey();
  const { mutate, isPending } = useMutation(
    api.collector.setSettings.mutationOptions({
      onSuccess: (stored) => queryClient.setQueryData(key, stored),
      onError: (failure) => {
        showToast({ title: 'Not changed', description: messageOf(failure), look: 'error' });
        void queryClient.invalidateQueries({ queryKey: key });
      },
    }),
  );
  if (error) {
    return (
      <ErrorState
        title="The settings could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!settings) return <LoadingState />;
  const change = (part: Partial<Settings>): void => mutate(part);
  return (
    <>
      <Section title="Sending">
        <div className={styles.setting}>
          <div>
            <h3 id="keyless">Telemetry of this machine without a key</h3>
            <p className="muted">
              Programs on this machine may send without a key; what they send goes to the Default
              Project. Requests from other machines always need one.
            </p>
          </div>
          <Switch
            aria-labelledby="keyless"
            checked={settings.keylessIngest}
            disabled={isPending}
            onChange={(keylessIngest) => change({ keylessIngest })}
          />
        </div>
      </Section>
      <Section
        title="Web pages that may send"
        description="A page in a browser can only send telemetry here when its origin is listed."
      >
        <Origins
          origins={settings.allowedOrigins}
          onChange={(allowedOrigins) => change({ allowedOrigins })}
        />
      </Section>
    </>
  );
}
