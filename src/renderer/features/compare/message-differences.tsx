import { useMemo } from 'react';
import type { SpanDetail } from '../../../shared/span-detail.ts';
import { formatCount } from '../../ui/format.ts';
import { callTexts, type CallTexts } from './model/message-text.ts';
import { foldCommon, textDiff } from './model/text-diff.ts';
import styles from './pair-panel.module.css';

const NOTHING: CallTexts = { instructions: '', input: '', output: '' };
const TITLES: readonly (readonly [part: keyof CallTexts, title: string])[] = [
  ['instructions', 'Instructions'],
  ['input', 'Input'],
  ['output', 'Output'],
];

/** What was said in two model calls, agents or tools, as one text in which words of one alone are marked. */
export function MessageDifferences(props: {
  first: SpanDetail | undefined;
  second: SpanDetail | undefined;
}) {
  const { first, second } = props;
  const a = first?.llm ? callTexts(first.llm) : NOTHING;
  const b = second?.llm ? callTexts(second.llm) : NOTHING;
  const isCut = [first, second].some(
    (detail) => detail !== undefined && Object.keys(detail.llmShortened).length > 0,
  );
  const parts = TITLES.filter(([part]) => a[part] !== '' || b[part] !== '');
  return (
    <>
      {parts.map(([part, title]) => (
        <section key={part} aria-label={title}>
          <h3 className={styles.section}>
            {title}
            {a[part] === b[part] ? <span className={styles.quiet}>alike</span> : null}
          </h3>
          <TextDifference a={a[part]} b={b[part]} />
        </section>
      ))}
      {isCut && parts.length > 0 ? (
        <p className={styles.remark}>Of very long texts the beginnings are compared.</p>
      ) : null}
    </>
  );
}

function TextDifference({ a, b }: { a: string; b: string }) {
  const pieces = useMemo(() => {
    const found = textDiff(a, b);
    return found && foldCommon(found);
  }, [a, b]);
  if (pieces === undefined) {
    return (
      <p className={styles.remark}>
        The texts have too little in common to be shown as one ({formatCount(a.length)} and{' '}
        {formatCount(b.length)} characters).
      </p>
    );
  }
  return (
    // Scrolls, so it must be reachable with the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={styles.text} tabIndex={0}>
      {pieces.map(({ side, text, folded }, i) => {
        const Piece = side === 'a' ? 'del' : side === 'b' ? 'ins' : 'span';
        return (
          // Pieces have no ids and never change their order.
          // eslint-disable-next-line react/no-array-index-key
          <Piece key={i}>
            {text}
            {folded === undefined ? null : (
              <span className={styles.folded}>… {formatCount(folded)} characters alike …</span>
            )}
          </Piece>
        );
      })}
    </pre>
  );
}
