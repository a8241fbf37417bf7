import type { ReactNode } from 'react';
import type { CollectorStatus } from '../../../shared/contract/collector.ts';
import { usePresence, type Presence } from '../../client/presence.ts';
import { StateDot, type DotState } from '../../ui/badge.tsx';
import { CopyText } from '../../ui/copy-button.tsx';
import { Notice } from '../../ui/states.tsx';
import styles from './connect.module.css';

/** What the title says of a collector that is not there. */
const GONE: Readonly<Record<Exclude<Presence['kind'], 'there'>, readonly [DotState, string]>> = {
  connecting: ['off', 'Connecting to the collector…'],
  restarting: ['warn', 'Collector restarting…'],
  away: ['error', 'The collector does not answer'],
  paused: ['off', 'Collecting is paused'],
  stopped: ['error', 'The collector does not run'],
};

function Title({ listener }: { listener: CollectorStatus['otlpHttp'] }) {
  const { kind } = usePresence();
  if (kind !== 'there') {
    const [dot, words] = GONE[kind];
    return (
      <>
        <StateDot state={dot} />
        {words}
      </>
    );
  }
  return (
    <>
      <StateDot state={listener ? 'ok' : 'error'} />
      {listener ? (
        <>
          Listening on{' '}
          <span className={styles.address}>
            {listener.host}:{listener.port}
          </span>
        </>
      ) : (
        'Not listening for OTLP over HTTP'
      )}
    </>
  );
}

/** "Listening on 127.0.0.1:4318", with what one can do at once. */
export function ListeningCard(props: {
  status: CollectorStatus;
  actions: ReactNode;
  children: ReactNode;
}) {
  const { otlpHttp, otlpGrpc } = props.status;
  const moved = [otlpHttp, otlpGrpc].filter((listener) => listener?.movedFrom);
  return (
    <section className={styles.hero}>
      <div className={styles.heroText}>
        <h2 className={styles.heroTitle}>
          <Title listener={otlpHttp} />
        </h2>
        <dl className={styles.listeners}>
          {otlpHttp ? (
            <div>
              <dt>OTLP/HTTP</dt>
              <dd>
                <CopyText text={otlpHttp.url} what="HTTP address" />
              </dd>
            </div>
          ) : null}
          {otlpGrpc ? (
            <div>
              <dt>OTLP/gRPC</dt>
              <dd>
                <CopyText text={otlpGrpc.url} what="gRPC address" />
              </dd>
            </div>
          ) : null}
        </dl>
        {moved.map((listener) => (
          <Notice key={listener?.url} tone="warn">
            Port {listener?.movedFrom} was taken by another program, so this collector listens on{' '}
            {listener?.port}.
          </Notice>
        ))}
        {props.children}
      </div>
      <div className={styles.heroActions}>{props.actions}</div>
    </section>
  );
}
