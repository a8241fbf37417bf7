import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SpanDetail } from '../../../shared/span-detail.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatPlural } from '../../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { EventTime } from './events-tab.tsx';
import { useFocusedItem, useMarkFocus } from './mark-focus.ts';
import { severityTone, type LogLine } from './model/log-lines.ts';
import type { TraceModel } from './model/trace-model.ts';
import { TraceLogs } from './trace-logs.tsx';
import { spanLogsQuery } from './trace-queries.ts';
import { PlainText } from './values/plain-text.tsx';
import styles from './span-panel.module.css';
import viewStyles from './trace-view.module.css';

/** Lines drawn; a span with more is better read from the export. */
const MAX_LINES = 500;

type Scope = 'span' | 'trace';
const SCOPES: readonly { readonly scope: Scope; readonly word: string }[] = [
  { scope: 'span', word: 'This span' },
  { scope: 'trace', word: 'Whole trace' },
];

/** Log records written during the span, or during all of the trace. */
export function LogsTab(props: { projectId: string; model: TraceModel; detail: SpanDetail }) {
  // It stays while one moves from span to span, until a record is followed to its span.
  const [chosen, setChosen] = useState<{ scope: Scope; focus: unknown }>();
  const focus = useMarkFocus((state) => state.focus);
  const scope = chosen?.focus === focus ? (chosen?.scope ?? 'span') : 'span';
  return (
    <div className={styles.tab}>
      <span className={viewStyles.switch} role="group" aria-label="Logs of">
        {SCOPES.map(({ scope: one, word }) => (
          <button
            key={one}
            type="button"
            aria-pressed={scope === one}
            onClick={() => setChosen({ scope: one, focus })}
          >
            {word}
          </button>
        ))}
      </span>
      {scope === 'span' ? (
        <SpanLogs projectId={props.projectId} detail={props.detail} />
      ) : (
        <TraceLogs projectId={props.projectId} model={props.model} />
      )}
    </div>
  );
}

const NO_LINES: readonly LogLine[] = [];

function SpanLogs(props: { projectId: string; detail: SpanDetail }) {
  const { detail } = props;
  const { data, error, refetch } = useQuery(
    spanLogsQuery(props.projectId, detail.traceId, detail.spanId),
  );
  const focused = useFocusedItem(
    detail.spanId,
    (data ?? NO_LINES).slice(0, MAX_LINES).map(({ timeUnixNano }) => timeUnixNano),
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
    <ol className={styles.list} aria-label="Logs of the span">
      {data.slice(0, MAX_LINES).map((line, i) => (
        <li
          // Log records have no ids and come in order.
          // eslint-disable-next-line react/no-array-index-key
          key={i}
          ref={i === focused.item ? focused.element : undefined}
          className={styles.card}
          data-focused={i === focused.item || undefined}
        >
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
          <Badge tone={severityTone(line.severityNumber)}>{line.severity}</Badge>
        )}
        <EventTime time={line.timeUnixNano} start={start} />
      </div>
      <div className={styles.logBody}>
        <PlainText text={line.body} limit={2000} />
      </div>
      {line.attributes.length > 0 ? (
        <details className={styles.fold}>
          <summary>{formatPlural(line.attributes.length, 'attribute')}</summary>
          <dl>
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
