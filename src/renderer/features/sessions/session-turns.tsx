import { useQueries } from '@tanstack/react-query';
import type { TraceSummary } from '../../../shared/contract/traces.ts';
import { hrefOf } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { client } from '../../client/client.ts';
import {
  formatCompact,
  formatCount,
  formatDuration,
  formatMoney,
  formatPlural,
} from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { shownName } from '../../ui/shown-name.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { conversationTurns } from '../llm/conversation.ts';
import { ConversationTurns, type ConversationCall } from '../llm/conversation-view.tsx';
import { spanIdOf } from '../trace/model/span-index.ts';
import { spanQuery, traceQuery } from '../trace/trace-queries.ts';
import styles from './sessions.module.css';

/** Traces with more spans are opened on their own: all of one is read to find its model calls. */
const MAX_SPANS = 20_000;
/** Model calls of one trace that are shown. */
const MAX_CALLS = 20;

/** The turns of a session one below the other; of each model call what no earlier one showed. */
export function SessionTurns(props: { projectId: string; traces: readonly TraceSummary[] }) {
  const { projectId, traces } = props;
  const opened = useQueries({
    queries: traces.map((trace) => ({
      ...traceQuery(projectId, trace.traceId),
      enabled: trace.spanCount <= MAX_SPANS,
    })),
  });
  const places = traces.flatMap(({ traceId }, i) => {
    const model = opened[i]?.data;
    if (model === undefined) return [];
    return Array.from(model.calls.subarray(0, MAX_CALLS), (span) => ({
      traceId,
      spanId: spanIdOf(model.table, span),
    }));
  });
  const details = useQueries({
    queries: places.map(({ traceId, spanId }) => spanQuery(projectId, traceId, spanId)),
  });
  const failed = [...opened, ...details].find(({ error }) => error !== null);
  if (failed?.error) {
    return (
      <ErrorState
        title="A turn could not be read"
        error={failed.error}
        onRetry={() => void failed.refetch()}
      />
    );
  }
  const isReading =
    opened.some(({ data }, i) => data === undefined && traces[i]!.spanCount <= MAX_SPANS) ||
    details.some(({ data }) => data === undefined);
  // All of them or none: messages are told apart by the calls before.
  if (isReading) return <LoadingState label="Reading the conversation" />;
  const calls = details.flatMap(({ data }) =>
    data === undefined || data.llm === null ? [] : [callOf(projectId, data)],
  );
  const turns = conversationTurns(calls.map(({ detail }) => detail.llm!));
  return traces.map((trace, i) => {
    const own = calls.flatMap((call, at) => (call.detail.traceId === trace.traceId ? [at] : []));
    const left = (opened[i]?.data?.calls.length ?? 0) - MAX_CALLS;
    return (
      <section key={trace.traceId} className={styles.turn} aria-label={`Turn ${i + 1}`}>
        <TurnHeading projectId={projectId} trace={trace} number={i + 1} />
        {own.length === 0 ? <p className={styles.remark}>{reasonOf(trace)}</p> : null}
        <ConversationTurns
          label={`Model calls of turn ${i + 1}`}
          calls={own.map((at) => calls[at]!)}
          turns={own.map((at) => turns[at]!)}
          selectedId={undefined}
          onSelect={(spanId) =>
            navigate({ screen: 'trace', projectId, traceId: trace.traceId, spanId, view: null })
          }
        />
        {left > 0 ? (
          <p className={styles.remark}>
            {formatPlural(left, 'further model call')} {left === 1 ? 'is' : 'are'} in the trace
            itself.
          </p>
        ) : null}
      </section>
    );
  });
}

function callOf(projectId: string, detail: ConversationCall['detail']): ConversationCall {
  const { traceId, spanId } = detail;
  return {
    detail,
    source: {
      id: spanId,
      load: async (path) => client.traces.value({ projectId, traceId, spanId, path }),
    },
  };
}

const reasonOf = (trace: TraceSummary): string =>
  trace.spanCount > MAX_SPANS
    ? `A trace of ${formatCount(trace.spanCount)} spans: open it to read it.`
    : 'No model call with messages.';

function TurnHeading(props: { projectId: string; trace: TraceSummary; number: number }) {
  const { projectId, trace } = props;
  const tokens = trace.inputTokens + trace.outputTokens;
  return (
    <div className={styles.turnHead}>
      <h2>
        <span className={styles.quiet}>{formatCount(props.number)}</span>{' '}
        <a
          className={styles.link}
          href={hrefOf({
            screen: 'trace',
            projectId,
            traceId: trace.traceId,
            spanId: null,
            view: null,
          })}
        >
          {shownName(trace.name)}
        </a>
      </h2>
      {trace.status === 'error' ? (
        <Icon name="error" size={13} label="error" className={styles.failed} />
      ) : null}
      <span className={styles.quiet}>
        {[
          formatDuration(trace.durationUs),
          tokens > 0 ? `${formatCompact(tokens, 1e6)} tokens` : '',
          trace.costUsd === null ? '' : formatMoney(trace.costUsd),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <RelativeTime us={trace.startUs} className={styles.when} />
    </div>
  );
}
