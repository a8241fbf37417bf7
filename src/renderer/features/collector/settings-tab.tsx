import { useMutation, useQuery } from '@tanstack/react-query';
import type { Settings } from '../../../shared/contract/collector.ts';
import { HostName } from '../../../shared/host-name.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Section } from '../../ui/page.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Switch } from '../../ui/switch.tsx';
import { showToast } from '../../ui/toast.tsx';
import { FloorSection } from '../privacy/floor-section.tsx';
import { AllowedList } from './allowed-list.tsx';
import { IdleSelect } from './idle-select.tsx';
import styles from './collector.module.css';
import { webOrigin } from './web-origin.ts';

function hostName(text: string): string | null {
  return HostName.safeParse(text).data ?? null;
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
            <h3 id="keyless">Accept telemetry from this machine without a key</h3>
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
      <FloorSection />
      <Section title="Browser console">
        <div className={styles.setting}>
          <div>
            <h3>End sessions nobody uses</h3>
            <p className="muted">
              A console left alone closes after this time and asks to sign in; what it refreshes by
              itself does not count as use.
            </p>
          </div>
          <IdleSelect
            minutes={settings.sessionIdleMinutes}
            onChange={(sessionIdleMinutes) => change({ sessionIdleMinutes })}
          />
        </div>
      </Section>
      <Section
        title="Web pages that may send"
        description="A page in a browser can only send telemetry here when its origin is listed."
      >
        <AllowedList
          entries={settings.allowedOrigins}
          label="Web origin"
          placeholder="https://app.example.com"
          action="Allow origin"
          none="None: no web page can send telemetry here."
          parse={webOrigin}
          hint="Write an origin such as https://app.example.com, without a path."
          onChange={(allowedOrigins) => change({ allowedOrigins })}
        />
      </Section>
      <Section
        title="Names of this machine"
        description="A server is reached by its address; by a name only when the name is listed, so that no web page can pose as it."
      >
        <AllowedList
          entries={settings.allowedHosts}
          label="Host name"
          placeholder="traces.example.com"
          action="Allow name"
          none="None: only its addresses and localhost are answered to."
          parse={hostName}
          hint="Write a host name such as traces.example.com: without scheme, port, path or wildcard."
          onChange={(allowedHosts) => change({ allowedHosts })}
        />
      </Section>
    </>
  );
}
