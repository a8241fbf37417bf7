import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { ConversationView } from '../llm/conversation-view.tsx';
import { spanIdOf } from './model/span-index.ts';
import type { TraceModel } from './model/trace-model.ts';
import { spanQuery } from './trace-queries.ts';
import styles from './trace-view.module.css';

/** Calls read at a time. */
const STEP = 20;

/** The model calls of a trace read as one conversation, instead of the waterfall. */
export function TraceConversation(props: {
  projectId: string;
  model: TraceModel;
  /** Spans of the model calls, by start time. */
  calls: Int32Array;
  selectedId: string | undefined;
  onSelect: (spanId: string) => void;
}) {
  const { projectId, model, calls } = props;
  const { traceId } = model.summary;
  const [shown, setShown] = useState(STEP);
  const ids = Array.from(calls.subarray(0, shown), (span) => spanIdOf(model.table, span));
  const answers = useQueries({
    queries: ids.map((id) => spanQuery(projectId, traceId, id)),
  });
  const failed = answers.find((answer) => answer.error !== null);
  if (failed?.error) {
    return (
      <ErrorState
        title="A model call could not be read"
        error={failed.error}
        onRetry={() => void failed.refetch()}
      />
    );
  }
  // All of them or none: messages are told apart by the calls before.
  if (answers.some((answer) => answer.data === undefined)) {
    return <LoadingState label="Reading the conversation" />;
  }
  const details = answers.flatMap((answer) => answer.data ?? []);
  if (details.every((detail) => detail.llm === null)) {
    return (
      <EmptyState icon="message" title="The model calls carry no messages">
        Many instrumentations record prompts and answers only when told to. Look for an option such
        as “capture message content”.
      </EmptyState>
    );
  }
  return (
    // Scrolls, so it must be reachable with the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.conversation} tabIndex={0} role="region" aria-label="Conversation">
      <ConversationView
        calls={details.map((detail) => ({
          detail,
          source: {
            id: detail.spanId,
            load: async (path) =>
              client.traces.value({ projectId, traceId, spanId: detail.spanId, path }),
          },
        }))}
        selectedId={props.selectedId}
        onSelect={props.onSelect}
      />
      {calls.length > shown ? (
        <div className={styles.moreCalls}>
          <Button onClick={() => setShown(shown + STEP)}>
            Show more ({formatCount(calls.length - shown)} calls)
          </Button>
        </div>
      ) : null}
    </div>
  );
}
