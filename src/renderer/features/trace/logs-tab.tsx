import { useQuery } from '@tanstack/react-query';
import type { SpanDetail } from '../../../shared/span-detail.ts';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { formatPlural } from '../../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { EventTime } from './events-tab.tsx';
import type { LogLine } from './model/log-lines.ts';
import { spanLogsQuery } from './trace-queries.ts';
import { PlainText } from './values/plain-text.tsx';
import styles from './span-panel.module.css';

/** Lines drawn; a span with more is better read from the export. */
const MAX_LINES = 500;

/** Log records written during the span. */
export function LogsTab(props: { projectId: string; detail: SpanDetail }) {
  const { detail } = props;
  const { data, error, refetch } = useQuery(
    spanLogsQuery(props.projectId, detail.traceId, detail.spanId),
  );
  if (error) {
    return (
      <ErrorState title="The logs could not be read" error={error} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <LoadingState label="Reading the logs" />;
  if (data.length === 0) {
    return (
      <EmptyState icon="logs" title="No logs of this span">
        Log records appear here when an application sends them over OTLP with the trace and span id
        they belong to.
      </EmptyState>
    );
  }
  return (
    <ol className={styles.list}>
      {data.slice(0, MAX_LINES).map((line, i) => (
        // Log records have no ids and come in order.
        // eslint-disable-next-line react/no-array-index-key
        <li key={i} className={styles.card}>
          <Line line={line} start={detail.startTimeUnixNano} />
        </li>
      ))}
      {data.length > MAX_LINES ? (
        <li className={styles.none}>
          The first {MAX_LINES} of {data.length} records are shown.
        </li>
      ) : null}
    </ol>
  );
}

function Line({ line, start }: { line: LogLine; start: string }) {
  return (
    <>
      <div className={styles.cardHead}>
        {line.severity === '' ? null : (
          <Badge tone={toneOf(line.severityNumber)}>{line.severity}</Badge>
        )}
        <EventTime time={line.timeUnixNano} start={start} />
      </div>
      <div className={styles.logBody}>
        <PlainText text={line.body} limit={2000} />
      </div>
      {line.attributes.length > 0 ? (
        <details className={styles.fold}>
          <summary>{formatPlural(line.attributes.length, 'attribute')}</summary>
          <dl className={styles.fields}>
            {line.attributes.map(({ key, text }) => (
              <div className={styles.field} key={key}>
                <dt>{key}</dt>
                <dd>
                  <PlainText text={text} limit={400} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </>
  );
}

function toneOf(severity: number): BadgeTone {
  if (severity >= 17) return 'error';
  return severity >= 13 ? 'warn' : 'neutral';
}
