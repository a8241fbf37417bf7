import { useCommands } from '../../app/commands.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatPlural } from '../../ui/format.ts';
import type { TraceTail } from './use-trace-tail.ts';
import styles from './tail-bar.module.css';

/** Says what the live tail does, and holds it back or lets it go on. */
export function TailBar({ live }: { live: TraceTail }) {
  const { tail, isPaused, setPaused } = live;
  const toggle = (): void => setPaused(!isPaused);
  useCommands([
    {
      id: 'traces.pause',
      label: isPaused ? 'Go on with the live tail' : 'Pause the live tail',
      group: 'Traces',
      keys: 's',
      run: toggle,
    },
  ]);
  const waiting = tail?.waiting.length ?? 0;
  const dropped = tail?.dropped ?? 0;
  return (
    <div className={styles.bar} role="region" aria-label="Live tail">
      <i className={styles.light} data-paused={isPaused ? '' : undefined} />
      <span className={styles.state}>{isPaused ? 'Paused' : 'Live'}</span>
      <span className={styles.told} role="status">
        {isPaused
          ? `${formatPlural(waiting, 'new trace')} waiting`
          : `the latest ${formatCount(tail?.rows.length ?? 0)} as they arrive`}
        {dropped > 0 ? ` · ${formatCount(dropped)} came too fast and are only in the list` : ''}
      </span>
      <Button icon={isPaused ? 'play' : 'pause'} look="ghost" onClick={toggle}>
        {isPaused ? 'Go on (S)' : 'Pause (S)'}
      </Button>
    </div>
  );
}
