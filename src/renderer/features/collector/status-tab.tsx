import { useQuery } from '@tanstack/react-query';
import type { CollectorStatus } from '../../../shared/contract/collector.ts';
import { api } from '../../client/client.ts';
import { usePresence } from '../../client/presence.ts';
import { Badge, StateDot, type DotState } from '../../ui/badge.tsx';
import { CopyText } from '../../ui/copy-button.tsx';
import { formatBytes, formatCount, formatRate } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { LoadingState, Notice } from '../../ui/states.tsx';
import { useInstanceOwner } from '../people/use-may.ts';
import table from '../../ui/table.module.css';
import styles from './collector.module.css';
import { CertificateSection } from './certificate-section.tsx';
import { DoctorSection } from './doctor-section.tsx';

type Listener = NonNullable<CollectorStatus['otlpHttp']>;

/** Other machines may send to it, and anybody on the way can read what they send. */
function isOpenAndPlain({ host, url }: Listener): boolean {
  return url.startsWith('http:') && host !== '::1' && !/^(127\.|localhost$)/.test(host);
}

interface Row {
  readonly name: string;
  readonly about: string;
  readonly listener: Listener | null;
}

function ListenerRow(props: Row & { isThere: boolean }) {
  const { listener, isThere } = props;
  const [dot, word]: [DotState, string] = !listener
    ? ['off', 'off']
    : !isThere
      ? ['error', 'not answering']
      : [listener.movedFrom ? 'warn' : 'ok', 'listening'];
  return (
    <tr>
      <td>
        <span className={table['name']}>{props.name}</span>
        <span className={table['sub']}>{props.about}</span>
      </td>
      <td>
        <span className={styles.state}>
          <StateDot state={dot} />
          {word}
        </span>
      </td>
      <td>{listener ? <CopyText text={listener.url} what={`${props.name} address`} /> : '–'}</td>
      <td>
        {listener?.movedFrom ? (
          <Badge tone="warn" icon="alert">
            {listener.movedFrom} was taken
          </Badge>
        ) : null}
        {listener && isOpenAndPlain(listener) ? (
          <Badge tone="warn" icon="alert" title="Start it with --tls self-signed or --tls-cert.">
            not encrypted
          </Badge>
        ) : null}
      </td>
    </tr>
  );
}

function Listeners({ status, isThere }: { status: CollectorStatus; isThere: boolean }) {
  const rows: readonly Row[] = [
    {
      name: 'OTLP/HTTP',
      about: 'Telemetry over HTTP, and the REST API',
      listener: status.otlpHttp,
    },
    { name: 'OTLP/gRPC', about: 'Telemetry over gRPC', listener: status.otlpGrpc },
    { name: 'Console', about: 'This window in a browser', listener: status.console },
  ];
  return (
    <div className={table['wrap']}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">Listener</th>
            <th scope="col">State</th>
            <th scope="col">Address</th>
            <th scope="col">
              <span className="visually-hidden">Remarks</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ListenerRow key={row.name} {...row} isThere={isThere} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Counters({ status, isThere }: { status: CollectorStatus; isThere: boolean }) {
  const counters: [string, string, boolean?][] = [
    ['Spans now', isThere ? formatRate(status.spansPerSecond) : '–'],
    ['Spans stored', formatCount(status.spansAccepted)],
    ['Duplicates', formatCount(status.spansDuplicate)],
    ['Spans rejected', formatCount(status.spansRejected), status.spansRejected > 0],
    ['Log records', formatCount(status.logsAccepted)],
    ['Metric points', formatCount(status.metricPointsAccepted)],
    ['Requests refused', formatCount(status.requestsRefused), status.requestsRefused > 0],
    ['Keys ending soon', formatCount(status.expiringKeys), status.expiringKeys > 0],
    ['Waiting to be stored', formatBytes(status.queuedBytes)],
    ['On disk', formatBytes(status.storedBytes)],
  ];
  return (
    <dl className={styles.counters}>
      {counters.map(([label, value, bad]) => (
        <div key={label} data-bad={bad ? '' : undefined}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Refusals({ status }: { status: CollectorStatus }) {
  if (status.recentRefusals.length === 0) {
    return <p className="muted">None since the collector started.</p>;
  }
  return (
    <div className={table['wrap']}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Answer</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {status.recentRefusals.map((refusal, index) => (
            // Two refusals may be alike in everything.
            // eslint-disable-next-line react/no-array-index-key
            <tr key={`${refusal.at}${index}`}>
              <td className={table['tight']}>
                <RelativeTime iso={refusal.at} />
              </td>
              <td className={table['tight']}>
                <Badge tone="error" icon="error">
                  {refusal.status}
                </Badge>
              </td>
              <td>{refusal.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What little free space means, and where that is set. */
function DiskNotice({ disk }: { disk: 'low' | 'full' }) {
  return (
    <Notice tone={disk === 'full' ? 'error' : 'warn'}>
      {disk === 'full'
        ? 'The disk is almost full: no data is taken until there is room, and senders are told to try again.'
        : 'Disk space is low: less is free than the warning set under Retention.'}{' '}
      Free some space, or keep less.
    </Notice>
  );
}

/** Listeners, counters and refusals, kept current by the collector's own events. */
export function StatusTab() {
  const { data: status } = useQuery(
    api.collector.status.queryOptions({ staleTime: Number.POSITIVE_INFINITY }),
  );
  const isOwner = useInstanceOwner() ?? false;
  const isThere = usePresence().kind === 'there';
  if (!status) return <LoadingState />;
  return (
    <>
      {isThere && status.disk !== 'ok' ? <DiskNotice disk={status.disk} /> : null}
      <Section title="Listeners">
        <Listeners status={status} isThere={isThere} />
      </Section>
      <CertificateSection tls={status.tls} />
      <Section
        title="Since the start"
        description={
          <>
            Version {status.version}, started <RelativeTime iso={status.startedAt} />.
            {isThere ? null : ' As it was when the collector last answered.'}
          </>
        }
      >
        <Counters status={status} isThere={isThere} />
      </Section>
      {isOwner ? (
        <>
          <Section
            title="Recently refused"
            description="Requests answered with an error, newest first. Never their content."
          >
            <Refusals status={status} />
          </Section>
          <Section title="Data folder">
            <CopyText text={status.dataDir} what="data folder" />
          </Section>
          <DoctorSection />
        </>
      ) : null}
    </>
  );
}
