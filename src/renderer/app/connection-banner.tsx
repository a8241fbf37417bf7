import { useConnection } from '../client/connection.ts';
import { useCollectorProcess } from '../client/desktop.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import styles from './connection-banner.module.css';

/** Says over the screen, moving nothing, that the collector is away, and goes by itself when it is back. */
export function ConnectionBanner() {
  const phase = useConnection((state) => state.phase);
  const collector = useCollectorProcess((state) => state.state);
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
  if (phase !== 'lost') return null;
  return (
    <div className={styles.banner} role="status">
      <span className={styles.spinner} aria-hidden="true" />
      <span>
        <b>Collector restarting…</b> Everything stored is safe; this window reconnects by itself.
      </span>
    </div>
  );
}
