import type { JsonValue } from '../../../shared/genai/llm-view.ts';
import { JsonView } from '../trace/values/json-view.tsx';
import { LlmText } from './llm-text.tsx';
import styles from './llm.module.css';

/** A value of any shape: texts as text, structures as JSON, nothing as a dash. */
export function JsonContent(props: { value: JsonValue; at: string; label: string }) {
  const { value } = props;
  if (typeof value === 'string') return <LlmText text={value} at={props.at} />;
  if (value === null) return <span className={styles.quiet}>nothing</span>;
  return <JsonView value={value} label={props.label} />;
}
