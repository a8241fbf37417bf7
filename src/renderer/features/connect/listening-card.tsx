import type { ReactNode } from 'react';
import type { CollectorStatus } from '../../../shared/contract/collector.ts';
import { StateDot } from '../../ui/badge.tsx';
import { CopyText } from '../../ui/copy-button.tsx';
import { Notice } from '../../ui/states.tsx';
import styles from './connect.module.css';

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
          <StateDot state={otlpHttp ? 'ok' : 'error'} />
          {otlpHttp ? (
            <>
              Listening on{' '}
              <span className={styles.address}>
                {otlpHttp.host}:{otlpHttp.port}
              </span>
            </>
          ) : (
            'Not listening for OTLP over HTTP'
          )}
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
