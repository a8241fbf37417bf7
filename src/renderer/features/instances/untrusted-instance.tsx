import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { LOCAL_INSTANCE, type Instance } from '../../../shared/instances.ts';
import { useInstances } from '../../client/instance.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/states.tsx';
import { FingerprintText } from './fingerprint-text.tsx';
import { RemoteFrame } from './remote-frame.tsx';
import { valueOf } from './value-of.ts';
import styles from './instances.module.css';

/** Says that an instance shows another certificate than the one trusted; nothing is sent there until a person decides. */
export function UntrustedInstance({ instance }: { instance: Instance }) {
  const link = useInstances(({ state }) => state?.link);
  const [compared, setCompared] = useState(false);
  const trust = useMutation({
    mutationFn: async (fingerprint: string) =>
      valueOf(await window.spanward!.instances.trust(instance.id, fingerprint)),
  });
  if (link?.kind !== 'untrusted') return null;
  return (
    <RemoteFrame instance={instance}>
      <main className={styles.page}>
        <section className={styles.card} role="alert" aria-labelledby="untrusted">
          <h1 id="untrusted" className={styles.alarm}>
            <Icon name="alert" size={20} />
            {instance.name} shows another certificate
          </h1>
          <p>
            Either its certificate was renewed, or somebody else answers at{' '}
            <code>{instance.address}</code> and waits for your password. Nothing was sent.
          </p>
          <p className="muted">
            Ask whoever runs it, by another way than this connection: the fingerprint is printed
            when <code>spanward serve</code> starts, and lies under Collector, Status.
          </p>
          <h2 className="label">Trusted so far</h2>
          <FingerprintText value={link.expected} label="trusted fingerprint" />
          <h2 className="label">Shown now</h2>
          <FingerprintText value={link.shown} label="fingerprint shown now" />
          <Checkbox checked={compared} onChange={setCompared}>
            I have compared the new fingerprint with the one on the server
          </Checkbox>
          {trust.error ? <Notice tone="error">{trust.error.message}</Notice> : null}
          <div className={styles.actions}>
            <Button
              look="primary"
              icon="monitor"
              onClick={() => window.spanward?.instances.use(LOCAL_INSTANCE)}
            >
              Back to this computer
            </Button>
            <Button
              look="danger"
              disabled={!compared || trust.isPending}
              onClick={() => trust.mutate(link.shown)}
            >
              Trust the new certificate
            </Button>
          </div>
        </section>
      </main>
    </RemoteFrame>
  );
}
