import type { DeletionCounts as Counts } from '../../../shared/contract/deletion.ts';
import { describeMentions } from '../../../shared/mentions.ts';
import { formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/states.tsx';
import styles from './retention.module.css';

/** What a deletion removes. */
export function DeletionCounts({ counts }: { counts: Counts }) {
  const facts = [
    ['Traces', counts.traces],
    ['Spans', counts.spans],
    ['Log records', counts.logs],
    ['Metrics', counts.metrics],
  ] as const;
  return (
    <>
      <dl className={`${styles.facts} ${styles.counts}`} aria-label="What is deleted">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
      <DeletionProblems counts={counts} />
      {counts.mentions ? <Notice tone="warn">{describeMentions(counts.mentions)}</Notice> : null}
    </>
  );
}

/** Why nothing may be deleted, and where nobody knows what is stored. */
export function DeletionProblems({ counts }: { counts: Counts }) {
  const { refusal, failures = [] } = counts;
  return (
    <>
      {refusal === undefined ? null : <Notice tone="error">{refusal}</Notice>}
      {failures.map((failure) => (
        <Notice key={failure} tone="warn">
          {failure}
        </Notice>
      ))}
    </>
  );
}
