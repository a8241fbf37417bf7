import type { TrialHit } from '../../../shared/contract/redaction.ts';
import { piecesAfter, piecesBefore } from './pieces.ts';
import { typeName } from './type-words.ts';
import styles from './trial.module.css';

/** A text before or after redaction, with what was found or put in marked. */
export function MarkedText(props: {
  before: string;
  after: string;
  hits: readonly TrialHit[];
  show: 'before' | 'after';
}) {
  const { before, after, hits, show } = props;
  const pieces = show === 'before' ? piecesBefore(before, hits) : piecesAfter(before, after, hits);
  return (
    <span className={styles.marked}>
      {pieces.map(({ id, text, hit }) => {
        if (hit === undefined) return <span key={id}>{text}</span>;
        return (
          <mark
            key={id}
            className={styles.hit}
            data-show={show}
            title={`${typeName(hit.type)}, found by ${hit.rule}`}
          >
            {text}
          </mark>
        );
      })}
    </span>
  );
}
