import { formatCount } from '../../ui/format.ts';
import { JsonView } from '../trace/values/json-view.tsx';
import { parseJsonContainer } from '../trace/values/json-value.ts';
import { PlainText } from '../trace/values/plain-text.tsx';
import { ShortenedText } from '../trace/values/shortened-text.tsx';
import { useValueSource } from '../trace/values/value-source.ts';
import { useLlmContent } from './llm-texts.ts';
import styles from './llm.module.css';

/** Longest text shown at once; conversations are read, so this is generous. */
const LIMIT = 6000;

/**
 * Text of a conversation: plain, with its line breaks, never as markup. JSON (structured output) is unfolded.
 *
 * @param props.at where the text is in the LLM view, as JSON pointer
 */
export function LlmText(props: { text: string; at: string }) {
  const { shortened } = useLlmContent();
  const source = useValueSource();
  const rest = shortened[props.at];
  if (rest !== undefined) {
    return (
      <ShortenedText
        preview={props.text}
        path={rest.path}
        size={`${formatCount(rest.length)} characters`}
        fileName={`${source.id}-text.txt`}
        isText
      />
    );
  }
  if (props.text.trim() === '') return <span className={styles.quiet}>empty</span>;
  const json = parseJsonContainer(props.text);
  if (json !== undefined) return <JsonView value={json} label="Structured text" />;
  return (
    <div className={styles.text}>
      <PlainText text={props.text} limit={LIMIT} />
    </div>
  );
}
