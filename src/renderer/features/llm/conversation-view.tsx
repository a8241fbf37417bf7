import type { SpanDetail } from '../../../shared/span-detail.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatDurationNs, formatMoney, formatPlural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { shownName } from '../../ui/shown-name.ts';
import { ValueSourceProvider, type ValueSource } from '../trace/values/value-source.ts';
import { conversationTurns, SYSTEM, type Turn } from './conversation.ts';
import { LlmContentProvider } from './llm-texts.ts';
import { MessageCard, SystemCard } from './message-card.tsx';
import { toolNamesById } from './tool-names.ts';
import styles from './llm.module.css';

/** One model call of a trace with its details. */
export interface ConversationCall {
  readonly detail: SpanDetail;
  readonly source: ValueSource;
}

/** The model calls of a trace as one conversation, each with what it added; a call's heading leads to its span. */
export function ConversationView(props: {
  calls: readonly ConversationCall[];
  selectedId: string | undefined;
  onSelect: (spanId: string) => void;
}) {
  const calls = props.calls.filter(({ detail }) => detail.llm !== null);
  const turns = conversationTurns(calls.map(({ detail }) => detail.llm!));
  return <ConversationTurns {...props} label="Conversation" calls={calls} turns={turns} />;
}

/** Part of a conversation: model calls with what each adds to those before, which may be elsewhere. */
export function ConversationTurns(props: {
  label: string;
  calls: readonly ConversationCall[];
  /** One for each call. */
  turns: readonly Turn[];
  selectedId: string | undefined;
  onSelect: (spanId: string) => void;
}) {
  const { calls, turns } = props;
  return (
    <ol className={styles.turns} aria-label={props.label}>
      {calls.map((call, i) => (
        <li key={call.detail.spanId} className={styles.call}>
          <CallHeading
            detail={call.detail}
            turn={turns[i]!}
            selected={call.detail.spanId === props.selectedId}
            onSelect={props.onSelect}
          />
          <ValueSourceProvider value={call.source}>
            <LlmContentProvider
              value={{
                shortened: call.detail.llmShortened,
                toolNames: toolNamesById(call.detail.llm!),
              }}
            >
              {turns[i]!.messages.map(({ message, at }) =>
                at === SYSTEM ? (
                  <SystemCard key={at} parts={message.parts} at={SYSTEM} />
                ) : (
                  <MessageCard key={at} message={message} at={at} />
                ),
              )}
            </LlmContentProvider>
          </ValueSourceProvider>
        </li>
      ))}
    </ol>
  );
}

function CallHeading(props: {
  detail: SpanDetail;
  turn: Turn;
  selected: boolean;
  onSelect: (spanId: string) => void;
}) {
  const { detail, turn } = props;
  const { genAi } = detail;
  const tokens = genAi.inputTokens + genAi.outputTokens;
  return (
    <div className={styles.callHead}>
      <h2>
        <Button
          look="ghost"
          aria-pressed={props.selected}
          title="Show this span in the details"
          onClick={() => props.onSelect(detail.spanId)}
        >
          <Icon name="message" size={13} />
          <span className="truncate">{shownName(detail.name)}</span>
        </Button>
      </h2>
      <span className={styles.quiet}>
        {[
          genAi.model,
          formatDurationNs(Number(detail.durationNano)),
          tokens > 0 ? `${formatCount(tokens)} tokens` : '',
          detail.costUsd === null ? '' : formatMoney(detail.costUsd),
          turn.repeated > 0 ? `${formatPlural(turn.repeated, 'message')} sent again` : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </div>
  );
}
