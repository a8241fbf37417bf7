import { HIDDEN_VALUE } from '../../../../shared/visibility.ts';
import { HiddenValue } from '../../visibility/hidden-value.tsx';
import { explainMark, splitRedacted, useMarkFinder } from './redaction.ts';
import styles from './values.module.css';

/**
 * Text in which markers such as `[EMAIL]` look like what they are: something that was taken out on arrival. What stands
 * for a value that a rule hides looks like that.
 */
export function RedactedText(props: { text: string; highlight?: string | undefined }) {
  return props.text === HIDDEN_VALUE ? <HiddenValue /> : <Pieces {...props} />;
}

function Pieces(props: { text: string; highlight?: string | undefined }) {
  const find = useMarkFinder();
  return splitRedacted(props.text, find).map(({ at, text, mark }) =>
    mark === undefined ? (
      <Highlighted key={at} text={text} wanted={props.highlight ?? ''} />
    ) : (
      <mark key={at} className={styles.redacted} title={explainMark(mark)}>
        {text}
      </mark>
    ),
  );
}

/** Text with every occurrence of `wanted` (letter case ignored) marked. */
export function Highlighted({ text, wanted }: { text: string; wanted: string }) {
  const lower = wanted.trim().toLowerCase();
  if (lower === '' || text.length > 100_000) return text;
  const found = text.toLowerCase();
  // Some letters change length in lower case; offsets would not fit then.
  if (found.length !== text.length || !found.includes(lower)) return text;
  const pieces = [];
  let at = 0;
  for (let hit = found.indexOf(lower); hit >= 0 && pieces.length < 200;) {
    pieces.push(
      text.slice(at, hit),
      <mark key={hit} className={styles.hit}>
        {text.slice(hit, hit + lower.length)}
      </mark>,
    );
    at = hit + lower.length;
    hit = found.indexOf(lower, at);
  }
  pieces.push(text.slice(at));
  return pieces;
}
