import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import type { CollectorStatus } from '../../shared/contract/collector.ts';
import { api } from '../client/client.ts';
import { IS_REMOTE, useRemote } from '../client/instance.ts';
import { usePresence, type Presence } from '../client/presence.ts';
import { StateDot, type DotState } from '../ui/badge.tsx';
import { CopyText } from '../ui/copy-button.tsx';
import { useNarrow } from '../ui/use-narrow.ts';
import { formatPlural, formatRate } from '../ui/format.ts';
import { hrefOf } from './route.ts';
import styles from './collector-foot.module.css';

/** Warns when the remote instance runs another version than this app. */
function OtherVersion({ running }: { running: string | undefined }) {
  const own = window.spanward?.version;
  if (!IS_REMOTE || running === undefined || running === own) return null;
  return (
    <div
      className={clsx(styles.version, 'unseen-if-narrow')}
      title="What one of them does not know may fail or be missing."
    >
      Runs {running}, this app is {own}
    </div>
  );
}

/** What is said of a collector that is not there. */
const GONE: Readonly<Record<Exclude<Presence['kind'], 'there'>, readonly [DotState, string]>> = {
  connecting: ['off', 'Connecting…'],
  restarting: ['warn', 'Restarting…'],
  away: ['error', 'Not answering'],
  paused: ['off', 'Paused'],
  stopped: ['error', 'Stopped'],
};

/** What is said of one that listens, by what its disk has left. */
const LISTENING: Readonly<Record<CollectorStatus['disk'], readonly [DotState, string]>> = {
  ok: ['ok', 'Listening'],
  low: ['warn', 'Listening'],
  full: ['error', 'Refusing data'],
};

/** At the foot of the navigation: where the collector listens and how it is doing. */
export function CollectorFoot() {
  const { kind } = usePresence();
  const remote = useRemote();
  const isNarrow = useNarrow();
  const { data: status } = useQuery(
    api.collector.status.queryOptions({ staleTime: Number.POSITIVE_INFINITY }),
  );
  const listener = status?.otlpHttp;
  const isThere = kind === 'there' && status !== undefined;
  const [state, word]: readonly [DotState, string] =
    kind !== 'there'
      ? GONE[kind]
      : !status
        ? GONE.connecting
        : listener
          ? LISTENING[status.disk]
          : ['error', 'Not listening'];
  return (
    <div className={styles.foot}>
      <a
        className={styles.state}
        title={isNarrow ? word : undefined}
        href={hrefOf({ screen: 'collector', tab: 'status' })}
      >
        <StateDot state={state} />
        <span className="unseen-if-narrow">{word}</span>
        <span className={clsx(styles.rate, 'unseen-if-narrow')}>
          {isThere ? formatRate(status.spansPerSecond, 'spans') : ''}
        </span>
      </a>
      {listener && !isNarrow ? (
        <CopyText
          text={listener.url}
          shown={`${listener.host}:${listener.port}`}
          what="the address"
        />
      ) : null}
      <OtherVersion running={status?.version} />
      {isThere && status.disk !== 'ok' ? (
        <div
          className={clsx(styles.disk, 'unseen-if-narrow')}
          data-full={status.disk === 'full' ? '' : undefined}
        >
          {status.disk === 'full' ? 'The disk is almost full' : 'Disk space is low'}
        </div>
      ) : null}
      <div className={clsx(styles.note, 'unseen-if-narrow')}>
        {isThere && status.requestsRefused > 0
          ? `${formatPlural(status.requestsRefused, 'request')} refused`
          : remote
            ? `On ${remote.name}`
            : 'Nothing leaves this machine'}
      </div>
    </div>
  );
}
