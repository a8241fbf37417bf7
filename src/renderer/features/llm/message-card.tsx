import type { ReactNode } from 'react';
import type { Message, Part } from '../../../shared/genai/llm-view.ts';
import { HIDDEN_VALUE } from '../../../shared/visibility.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { textOfPart } from './part-text.ts';
import { PartView } from './part-view.tsx';
import { useWholeText } from './whole-content.ts';
import styles from './llm.module.css';

const ROLES: Readonly<Record<string, { readonly word: string; readonly icon: IconName }>> = {
  system: { word: 'System', icon: 'settings' },
  user: { word: 'User', icon: 'user' },
  assistant: { word: 'Assistant', icon: 'bot' },
  tool: { word: 'Tool', icon: 'tool' },
};

/** One message with its role. `at` is its place in the LLM view, as JSON pointer. */
export function MessageCard({ message, at }: { message: Message; at: string }) {
  const known = ROLES[message.role];
  const place = `${at}/parts`;
  const calls = message.parts.filter((part) => part.kind === 'tool_call').length;
  return (
    <Card
      tone={message.role}
      icon={known?.icon ?? 'message'}
      title={known?.word ?? (message.role || 'Message')}
      aside={[message.name, calls > 0 ? `${calls === 1 ? 'tool call' : `${calls} tool calls`}` : '']
        .filter(Boolean)
        .join(' · ')}
      what={`message of ${known?.word ?? (message.role || 'Message')}`}
      {...useCopyOfParts(message.parts, place)}
    >
      <Parts parts={message.parts} at={place} />
    </Card>
  );
}

/** Instructions that were sent apart from the messages. `at` is their place in the LLM view, as JSON pointer. */
export function SystemCard({ parts, at }: { parts: readonly Part[]; at: string }) {
  return (
    <Card
      tone="system"
      icon="settings"
      title="System"
      what="message of System"
      {...useCopyOfParts(parts, at)}
    >
      <Parts parts={parts} at={at} />
    </Card>
  );
}

/** What copies parts with all of their texts; nothing where a rule hides them all. */
function useCopyOfParts(parts: readonly Part[], at: string): { copy?: () => Promise<string> } {
  const wholeText = useWholeText();
  if (isHidden(parts)) return {};
  return { copy: wholeText(parts, at, (whole) => whole.map(textOfPart).join('\n\n')) };
}

/** The parts of a message, one below the other. */
export function Parts({ parts, at }: { parts: readonly Part[]; at: string }) {
  if (parts.length === 0) return <span className={styles.quiet}>empty</span>;
  return parts.map((part, i) => {
    // Parts have no ids and never change their order: the place is what they are known by.
    const place = `${at}/${i}`;
    return <PartView key={place} part={part} at={place} />;
  });
}

/** A framed piece of the conversation with a heading. */
export function Card(props: {
  /** Role of the message, or what else the card holds. */
  tone: string;
  icon: IconName;
  title: string;
  aside?: string;
  /** Absent: it has nothing to copy. */
  copy?: () => Promise<string>;
  /** What is copied, for the label. */
  what: string;
  children: ReactNode;
}) {
  return (
    <article className={styles.card} data-tone={props.tone}>
      <h3 className={styles.head}>
        <Icon name={props.icon} size={13} />
        <span className={styles.role} title={props.title}>
          {props.title}
        </span>
        {props.aside ? <span className={styles.aside}>{props.aside}</span> : null}
        {props.copy ? (
          <span className={styles.copy}>
            <CopyButton text={props.copy} what={props.what} />
          </span>
        ) : null}
      </h3>
      <div className={styles.content}>{props.children}</div>
    </article>
  );
}

/** Whether a rule hides all of a message: there is nothing to copy then. */
function isHidden(parts: readonly Part[]): boolean {
  return parts.length > 0 && parts.every((part) => textOfPart(part) === HIDDEN_VALUE);
}
