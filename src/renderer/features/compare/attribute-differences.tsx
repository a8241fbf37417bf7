import type { SpanDetail } from '../../../shared/span-detail.ts';
import { formatCount } from '../../ui/format.ts';
import { PlainText } from '../trace/values/plain-text.tsx';
import { attributeDiff, type AttributeDiff } from './model/attribute-diff.ts';
import { STATE_WORDS, StateMark } from './state-mark.tsx';
import styles from './pair-panel.module.css';

/** Attributes and resource of two spans: what differs, and folded away what is alike. */
export function AttributeDifferences(props: {
  first: SpanDetail | undefined;
  second: SpanDetail | undefined;
}) {
  const { first, second } = props;
  return (
    <>
      <Differences
        title="Attributes"
        diffs={attributeDiff(first?.attributes ?? [], second?.attributes ?? [])}
      />
      <Differences
        title="Resource"
        diffs={attributeDiff(first?.resource.attributes ?? [], second?.resource.attributes ?? [])}
      />
    </>
  );
}

function Differences({ title, diffs }: { title: string; diffs: readonly AttributeDiff[] }) {
  const differ = diffs.filter(({ state }) => state !== 'same');
  const alike = diffs.filter(({ state }) => state === 'same');
  if (diffs.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className={styles.section}>
        {title} <span className={styles.quiet}>{formatCount(differ.length)} differ</span>
      </h3>
      {differ.length > 0 ? <List diffs={differ} /> : null}
      {alike.length > 0 ? (
        <details className={styles.fold}>
          <summary>{formatCount(alike.length)} alike</summary>
          <List diffs={alike} />
        </details>
      ) : null}
    </section>
  );
}

function List({ diffs }: { diffs: readonly AttributeDiff[] }) {
  return (
    <dl className={styles.attributes}>
      {diffs.map(({ key, state, a, b, isPartial }) => (
        <div key={key} data-state={state}>
          <dt>
            <StateMark state={state} />
            {key}
            <span className="visually-hidden"> {STATE_WORDS[state]}</span>
            {isPartial ? <span className={styles.quiet}> beginnings compared</span> : null}
          </dt>
          {a === undefined || state === 'same' ? null : (
            <dd>
              <del>
                <PlainText text={a} limit={400} />
              </del>
            </dd>
          )}
          {b === undefined ? null : (
            <dd>
              {state === 'same' ? (
                <PlainText text={b} limit={400} />
              ) : (
                <ins>
                  <PlainText text={b} limit={400} />
                </ins>
              )}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
