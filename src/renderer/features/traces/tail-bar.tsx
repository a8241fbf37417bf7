import { useCommands } from '../../app/commands.ts';
import { usePresence } from '../../client/presence.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatPlural } from '../../ui/format.ts';
import type { TraceTail } from './use-trace-tail.ts';
import styles from './tail-bar.module.css';

/** Says what the live tail does, and holds it back or lets it go on. */
export function TailBar({ live }: { live: TraceTail }) {
  const { tail, isPaused, setPaused, clear } = live;
  const rows = tail?.rows.length ?? 0;
  const waiting = tail?.waiting.length ?? 0;
  const dropped = tail?.dropped ?? 0;
  const older = tail?.older ?? 0;
  const isThere = usePresence().kind === 'there';
  const toggle = (): void => setPaused(!isPaused);
  useCommands([
    {
      id: 'traces.pause',
      label: isPaused ? 'Go on with the live tail' : 'Pause the live tail',
      group: 'Traces',
      keys: 's',
      run: toggle,
    },
    {
      id: 'traces.clear-tail',
      label: 'Clear the live tail',
      group: 'Traces',
      keys: 'Shift+C',
      when: () => rows + waiting > 0,
      run: clear,
    },
  ]);
  return (
    <div className={styles.bar} role="region" aria-label="Live tail">
      <i
        className={styles.light}
        data-paused={isPaused ? '' : undefined}
        data-gone={isThere ? undefined : ''}
      />
      <span className={styles.state}>
        {isThere ? (isPaused ? 'Paused' : 'Live') : 'Not connected'}
      </span>
      <span className={styles.told} role="status">
        {isPaused
          ? `${formatPlural(waiting, 'new trace')} waiting`
          : rows > 0
            ? `the latest ${formatCount(rows)} as they arrive`
            : 'new traces appear as they arrive'}
        {dropped > 0 ? ` · ${formatCount(dropped)} came too fast and are only in the list` : ''}
        {older > 0 ? ` · ${formatCount(older)} started earlier and are only in the list` : ''}
      </span>
      <Button
        icon="x"
        look="ghost"
        title="Take away what is shown here, and wait for new traces (Shift+C)"
        onClick={clear}
      >
        Clear
      </Button>
      <Button icon={isPaused ? 'play' : 'pause'} look="ghost" onClick={toggle}>
        {isPaused ? 'Go on (S)' : 'Pause (S)'}
      </Button>
    </div>
  );
}
