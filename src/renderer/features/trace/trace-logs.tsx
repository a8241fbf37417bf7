import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { hrefOf } from '../../app/route.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatCount, formatDurationNs } from '../../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { shownName } from '../../ui/shown-name.ts';
import { focusMark } from './mark-focus.ts';
import { severityTone, severityWord } from './model/log-lines.ts';
import { placeMarks } from './model/marks.ts';
import type { TraceModel } from './model/trace-model.ts';
import { marksQuery } from './trace-queries.ts';
import styles from './span-panel.module.css';

/** Records drawn. */
const MAX_LINES = 500;

/** Log records of the whole trace by time, each leading to its span. */
export function TraceLogs(props: { projectId: string; model: TraceModel }) {
  const { projectId, model } = props;
  const { table, summary } = model;
  const { traceId } = summary;
  const { data, error, refetch } = useQuery(marksQuery(projectId, traceId, table.count));
  const logs = useMemo(() => {
    const bySpan = placeMarks(
      (data?.marks ?? []).filter(({ kind }) => kind === 'log'),
      table.startUs,
    );
    return [...bySpan.values()].flat().toSorted((a, b) => a.atNs - b.atNs);
  }, [data, table]);
  if (error) {
    return (
      <ErrorState title="The logs could not be read" error={error} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <LoadingState label="Reading the logs" />;
  if (logs.length === 0) {
    return (
      <EmptyState icon="logs" title="No logs of this trace">
        Log records appear here when an application sends them over OTLP with the trace id they
        belong to.
      </EmptyState>
    );
  }
  return (
    <ol className={styles.list} aria-label="Logs of the trace">
      {logs.slice(0, MAX_LINES).map((log, i) => {
        const span = model.indexOf(log.spanId);
        return (
          // Log records have no ids and come in order.
          // eslint-disable-next-line react/no-array-index-key
          <li key={i} className={styles.card}>
            <div className={styles.cardHead}>
              {log.severity === 0 ? null : (
                <Badge tone={severityTone(log.severity)}>{severityWord(log.severity)}</Badge>
              )}
              {span < 0 ? (
                <span className={styles.when}>of no span here</span>
              ) : (
                <a
                  className={styles.link}
                  href={hrefOf({
                    screen: 'trace',
                    projectId,
                    traceId,
                    spanId: log.spanId,
                    view: 'logs',
                  })}
                  onClick={() => focusMark(log)}
                >
                  {shownName(table.names[table.name[span]!]!)}
                </a>
              )}
              <span className={styles.when}>{formatDurationNs(log.atNs)}</span>
            </div>
            <div className={styles.logBody}>{log.text}</div>
          </li>
        );
      })}
      {logs.length > MAX_LINES || data.isCut ? (
        <li className={styles.none}>
          The first {formatCount(Math.min(logs.length, MAX_LINES))} records are shown; all are in
          the export.
        </li>
      ) : null}
    </ol>
  );
}
