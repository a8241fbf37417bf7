import { INSTANCE_ID, useInstances, useRemote } from '../client/instance.ts';
import { useConnection } from '../client/connection.ts';
import { usePresence } from '../client/presence.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import styles from './connection-banner.module.css';

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
  const presence = usePresence();
  const remote = useRemote();
  if (remote) return <RemoteBanner />;
  switch (presence.kind) {
    case 'stopped':
      return (
        <div className={styles.banner} data-tone="error" role="alert">
          <Icon name="error" />
          <span>
            <b>The collector does not run.</b> {presence.reason} Nothing is received until it does.
          </span>
          <Button icon="refresh" onClick={() => window.spanward?.restartCollector()}>
            Start the collector
          </Button>
        </div>
      );
    case 'paused':
      return (
        <div className={styles.banner} role="status">
          <Icon name="pause" />
          <span>
            <b>Collecting is paused.</b> Nothing is received, and stored traces are read again once
            it goes on.
          </span>
          <Button icon="play" onClick={() => window.spanward?.restartCollector()}>
            Start collecting
          </Button>
        </div>
      );
    case 'restarting':
      return (
        <div className={styles.banner} role="status">
          <span className={styles.spinner} aria-hidden="true" />
          <span>
            <b>Collector restarting…</b> Everything stored is safe; this window reconnects by
            itself.
          </span>
        </div>
      );
    case 'away':
      return <AwayBanner since={presence.since} />;
    default:
      return null;
  }
}

/** What to do about a collector that does not answer: the app has its own at hand, a headless one runs somewhere. */
function AwayBanner({ since }: { since: number }) {
  return (
    <div className={styles.banner} data-tone="error" role="alert">
      <Icon name="error" />
      <span>
        <b>The collector does not answer</b> since {clockTime(since)}
        {window.spanward ? (
          ', though it runs. Quit Spanward and open it again if that lasts; everything stored is safe.'
        ) : (
          <>
            : it may have been stopped, or the network to it is gone. Start it with{' '}
            <code>spanward serve</code> where it runs; this window reconnects by itself.
          </>
        )}
      </span>
    </div>
  );
}
