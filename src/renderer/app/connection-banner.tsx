import { INSTANCE_ID, useInstances, useRemote } from '../client/instance.ts';
import { useConnection } from '../client/connection.ts';
import { useCollectorProcess } from '../client/desktop.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useNow } from '../ui/use-now.ts';
import styles from './connection-banner.module.css';

/** A start takes a second or two; this is more than one on a busy machine with much data, ms. */
const RESTART_MS = 20_000;

const clockTime = (ms: number): string =>
  new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** Says that the remote instance is away, since when and why; nothing while it is there. */
function RemoteBanner() {
  const instance = useRemote();
  const lost = useConnection((state) => state.phase === 'lost');
  const link = useInstances(({ state }) =>
    state?.currentId === INSTANCE_ID ? state.link : undefined,
  );
  if (!instance || (link?.kind !== 'offline' && !lost)) return null;
  return (
    <div className={styles.banner} role="status">
      <span className={styles.spinner} aria-hidden="true" />
      {link?.kind === 'offline' ? (
        <span>
          <b>{instance.name} cannot be reached</b> since {clockTime(link.since)}. {link.reason}{' '}
          Tried again by itself.
        </span>
      ) : (
        <span>
          <b>Connecting to {instance.name}…</b>
        </span>
      )}
      <Button icon="refresh" onClick={() => window.spanward?.instances.retry()}>
        Try now
      </Button>
    </div>
  );
}

/** Says over the screen, moving nothing, that the collector is away, and goes by itself when it is back. */
export function ConnectionBanner() {
  const phase = useConnection((state) => state.phase);
  const collector = useCollectorProcess((state) => state.state);
  const remote = useRemote();
  if (remote) return <RemoteBanner />;
  if (collector?.kind === 'failed') {
    return (
      <div className={styles.banner} data-tone="error" role="alert">
        <Icon name="error" />
        <span>The collector stopped and could not be restarted: {collector.reason}</span>
        <Button icon="refresh" onClick={() => window.spanward?.restartCollector()}>
          Start it again
        </Button>
      </div>
    );
  }
  return phase === 'lost' ? <AwayBanner /> : null;
}

/** The app starts its collector again; of a headless one nobody knows, and after a while it is not called a restart. */
function AwayBanner() {
  const since = useConnection((state) => state.since);
  const isLong = useNow() - since > RESTART_MS && window.spanward === undefined;
  return (
    <div className={styles.banner} role="status">
      <span className={styles.spinner} aria-hidden="true" />
      <span>
        {isLong ? (
          <>
            <b>The collector does not answer</b> since {clockTime(since)}: it may have been stopped.
            This window reconnects by itself.
          </>
        ) : (
          <>
            <b>Collector restarting…</b> Everything stored is safe; this window reconnects by
            itself.
          </>
        )}
      </span>
    </div>
  );
}
