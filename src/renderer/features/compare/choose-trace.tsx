import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TraceSummary } from '../../../shared/contract/traces.ts';
import { traceIdIn } from '../../app/palette-items.ts';
import { formatDuration, formatPlural, shortId } from '../../ui/format.ts';
import { TextInput } from '../../ui/input.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Icon } from '../../ui/icons.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { shownName } from '../../ui/shown-name.ts';
import { ConnectButton } from '../connect/connect-button.tsx';
import { traceQuery } from '../trace/trace-queries.ts';
import { candidatesQuery } from './compare-queries.ts';
import styles from './choose-trace.module.css';

/** The latest traces to pick one of, those named like the first one when there is one; or any by its id. */
export function ChooseTrace(props: {
  projectId: string;
  /** Trace that was chosen already. */
  first: string | null;
  onChoose: (traceId: string) => void;
}) {
  const { projectId, first, onChoose } = props;
  const [text, setText] = useState('');
  const opened = useQuery({ ...traceQuery(projectId, first ?? ''), enabled: first !== null });
  const sameName = first === null || opened.error ? '' : opened.data?.summary.name;
  const pasted = traceIdIn(text)?.traceId;
  const wanted = text.trim() === '' ? sameName : text.trim().slice(0, 512);
  const candidates = useQuery({
    ...candidatesQuery(projectId, wanted ?? ''),
    enabled: wanted !== undefined && pasted === undefined,
  });
  const traces = (candidates.data?.traces ?? []).filter(({ traceId }) => traceId !== first);
  return (
    <div className={styles.choose}>
      <h2>{first === null ? 'Which trace?' : `Compare ${nameOf(opened.data?.summary)} with…`}</h2>
      <TextInput
        type="search"
        autoFocus
        value={text}
        aria-label="Name or id of a trace"
        placeholder="Name of a trace, or its id"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {pasted !== undefined && pasted !== first ? (
        <button type="button" className={styles.candidate} onClick={() => onChoose(pasted)}>
          <Icon name="traces" />
          <span className={styles.name}>Trace {shortId(pasted)}</span>
        </button>
      ) : null}
      {candidates.error ? (
        <ErrorState
          title="The traces could not be listed"
          error={candidates.error}
          onRetry={() => void candidates.refetch()}
        />
      ) : null}
      {candidates.isLoading ? <LoadingState label="Looking for traces" /> : null}
      {candidates.data && traces.length === 0 && pasted === undefined ? (
        wanted === '' ? (
          <EmptyState
            icon="traces"
            title="No traces yet"
            actions={<ConnectButton projectId={projectId} />}
          >
            Once there are two, they can be compared.
          </EmptyState>
        ) : (
          <EmptyState icon="search" title="No other trace of this name">
            Type another name, or paste the id of a trace.
          </EmptyState>
        )
      ) : null}
      {pasted === undefined ? (
        <ul aria-label="Traces">
          {traces.map((trace) => (
            <li key={trace.traceId}>
              <button
                type="button"
                className={styles.candidate}
                onClick={() => onChoose(trace.traceId)}
              >
                <Icon
                  name={trace.status === 'error' ? 'error' : 'traces'}
                  label={trace.status === 'error' ? 'error' : ''}
                  className={(trace.status === 'error' ? styles.failed : undefined) ?? ''}
                />
                <span className={styles.name} title={trace.name}>
                  {shownName(trace.name)}
                </span>
                <span>{shortId(trace.traceId)}</span>
                <span>{formatPlural(trace.spanCount, 'span')}</span>
                <span>{formatDuration(trace.durationUs)}</span>
                <RelativeTime us={trace.startUs} />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

const nameOf = (summary: TraceSummary | undefined): string =>
  summary === undefined ? 'the trace' : `“${summary.name}”`;
