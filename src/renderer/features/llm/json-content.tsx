import type { JsonValue } from '../../../shared/genai/llm-view.ts';
import { JsonView } from '../trace/values/json-view.tsx';
import { formatPlural } from '../../ui/format.ts';
import { useLlmContent } from './llm-texts.ts';
import { LlmText } from './llm-text.tsx';
import { cutInside } from './whole-content.ts';
import styles from './llm.module.css';

/** A value of any shape: texts as text, structures as JSON, nothing as a dash. */
export function JsonContent(props: { value: JsonValue; at: string; label: string }) {
  const { value } = props;
  if (typeof value === 'string') return <LlmText text={value} at={props.at} />;
  if (value === null) return <span className={styles.quiet}>nothing</span>;
  return <Structure {...props} />;
}

/** A structure, which holds only the beginnings of texts that are too long to be sent with their span. */
function Structure(props: { value: JsonValue; at: string; label: string }) {
  const { shortened } = useLlmContent();
  const cut = cutInside(shortened, props.at);
  return (
    <>
      <JsonView value={props.value} label={props.label} />
      {cut === 0 ? null : (
        <p className={styles.quiet}>
          {formatPlural(cut, 'long text')} in it {cut === 1 ? 'ends' : 'end'} early here. What is
          copied is whole.
        </p>
      )}
    </>
  );
}
