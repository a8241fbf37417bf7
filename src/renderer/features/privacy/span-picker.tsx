import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPlural } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { shownName } from '../../ui/shown-name.ts';
import { spanIdOf } from '../trace/model/span-index.ts';
import { spanQuery, traceQuery } from '../trace/trace-queries.ts';
import { setSample } from './playground-store.ts';
import { sampleOf } from './span-sample.ts';
import styles from './privacy.module.css';
import trial from './trial.module.css';

const TRACES = 30;
const SPANS = 200;

/** The newest traces, and the spans of the one chosen: a span becomes the sample of the playground. */
export function SpanPicker({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const [chosen, setChosen] = useState<string>();
  const list = useQuery(
    api.traces.list.queryOptions({ input: { projectId, limit: TRACES }, staleTime: 0, gcTime: 0 }),
  );
  const traces = list.data?.traces ?? [];
  const traceId = chosen ?? traces[0]?.traceId;
  const newest = useRef<HTMLButtonElement>(null);
  const hasTraces = traces.length > 0;
  // Until they are here there is nothing but its button to close it.
  useEffect(() => {
    if (hasTraces) newest.current?.focus();
  }, [hasTraces]);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      initialFocus={newest}
      title="Pick a recent span"
      description="Its attributes are tried as your programs send them. Values hidden from you are left out."
    >
      {list.error ? (
        <ErrorState
          title="The newest traces could not be listed"
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      ) : !list.data ? (
        <LoadingState />
      ) : traceId === undefined ? (
        <p className={styles.none}>Nothing has arrived in this project yet.</p>
      ) : (
        <div className={trial.picker}>
          <ul aria-label="Newest traces">
            {traces.map((trace, i) => (
              <li key={trace.traceId}>
                <button
                  ref={i === 0 ? newest : undefined}
                  type="button"
                  className={trial.pick}
                  aria-pressed={trace.traceId === traceId}
                  onClick={() => setChosen(trace.traceId)}
                >
                  <span>{shownName(trace.name)}</span>
                  <span className="faint">
                    {trace.service} · {formatPlural(trace.spanCount, 'span')} ·{' '}
                    <RelativeTime us={trace.startUs} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <Spans projectId={projectId} traceId={traceId} onClose={onClose} />
        </div>
      )}
    </Dialog>
  );
}

function Spans(props: { projectId: string; traceId: string; onClose: () => void }) {
  const { projectId, traceId, onClose } = props;
  const { data: model, error, refetch } = useQuery(traceQuery(projectId, traceId));
  const pick = useMutation({
    mutationFn: (spanId: string) => queryClient.fetchQuery(spanQuery(projectId, traceId, spanId)),
    onSuccess: (span) => {
      setSample(projectId, sampleOf(span));
      onClose();
    },
  });
  const failure = error ?? pick.error;
  if (failure) {
    return (
      <ErrorState
        title="The span could not be read"
        error={failure}
        onRetry={() => (error ? void refetch() : pick.reset())}
      />
    );
  }
  if (!model) return <LoadingState />;
  const { table } = model;
  const spans = Array.from({ length: Math.min(table.count, SPANS) }, (_, span) => span);
  return (
    <ul aria-label="Spans of the trace">
      {spans.map((span) => (
        <li key={span}>
          <button
            type="button"
            className={trial.pick}
            disabled={pick.isPending}
            onClick={() => pick.mutate(spanIdOf(table, span))}
          >
            <span>{shownName(table.names[table.name[span]!]!)}</span>
            <span className="faint">{table.services[table.service[span]!]}</span>
          </button>
        </li>
      ))}
      {table.count > SPANS ? (
        <li className="faint">and {formatPlural(table.count - SPANS, 'more span')}</li>
      ) : null}
    </ul>
  );
}
