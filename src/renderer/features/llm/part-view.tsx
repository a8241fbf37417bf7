import type { Part } from '../../../shared/genai/llm-view.ts';
import { CopyText } from '../../ui/copy-button.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { JsonContent } from './json-content.tsx';
import { useLlmContent } from './llm-texts.ts';
import { LlmText } from './llm-text.tsx';
import { MediaView } from './media-view.tsx';
import styles from './llm.module.css';

/** One piece of a message. `at` is its place in the LLM view, as JSON pointer. */
export function PartView({ part, at }: { part: Part; at: string }) {
  const { toolNames, shortened } = useLlmContent();
  switch (part.kind) {
    case 'text':
      return <LlmText text={part.text} at={`${at}/text`} />;
    case 'reasoning': {
      const length = shortened[`${at}/text`]?.length ?? part.text.length;
      return (
        <details className={styles.fold}>
          <summary>
            <Icon name="brain" size={13} /> Reasoning
            <span className={styles.quiet}> {formatCount(length)} characters</span>
          </summary>
          <LlmText text={part.text} at={`${at}/text`} />
        </details>
      );
    }
    case 'tool_call':
      return (
        <div className={styles.tool}>
          <div className={styles.toolHead}>
            <Icon name="tool" size={13} />
            <b>{part.name || 'tool'}</b>
            <span className={styles.quiet}>call</span>
            {part.id === '' ? null : (
              <CopyText text={part.id} what="call id" shown={shortCallId(part.id)} />
            )}
          </div>
          <JsonContent
            value={part.arguments}
            at={`${at}/arguments`}
            label={`Arguments of ${part.name}`}
          />
        </div>
      );
    case 'tool_result': {
      const name = part.name || toolNames.get(part.id) || '';
      return (
        <div className={styles.tool}>
          <div className={styles.toolHead}>
            <Icon name="tool" size={13} />
            {name === '' ? null : <b>{name}</b>}
            <span className={styles.quiet}>result</span>
            {part.id === '' ? null : (
              <CopyText text={part.id} what="call id" shown={shortCallId(part.id)} />
            )}
          </div>
          <JsonContent
            value={part.content}
            at={`${at}/content`}
            label={`Result of ${name || 'the tool'}`}
          />
        </div>
      );
    }
    case 'json':
      return <JsonContent value={part.value} at={`${at}/value`} label="Structured content" />;
    case 'unknown':
      return (
        <div>
          <span className={styles.quiet}>Part of an unknown kind: {part.type || 'no type'}</span>
          <JsonContent value={part.value} at={`${at}/value`} label="Unknown part" />
        </div>
      );
    default:
      return <MediaView part={part} at={at} size={formatBytes(part.bytes)} />;
  }
}

/** `call_8fQ2…xY1z`: enough to match a result with its call by eye. */
function shortCallId(id: string): string {
  return id.length <= 16 ? id : `${id.slice(0, 9)}…${id.slice(-4)}`;
}
