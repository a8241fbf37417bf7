import type { PastRedaction, PastRow } from '../../../shared/contract/past-redaction.ts';
import { formatCount, formatPlural, utcDate } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { EmptyState, Notice } from '../../ui/states.tsx';
import { SIGNAL_WORDS } from '../retention/rule-words.ts';
import { FindsTable, type FindColumn } from './finds-table.tsx';
import { KIND_WORDS, STATE_WORDS } from './old-data-words.ts';
import { TypeBars } from './type-bars.tsx';
import styles from './privacy.module.css';

const SIGNALS = {
  traces: SIGNAL_WORDS.traces.name,
  logs: SIGNAL_WORDS.logs.name,
  metrics: SIGNAL_WORDS.metrics.name,
  annotations: 'Annotations',
} as const;

const WHEN: readonly FindColumn<PastRow>[] = [
  { title: 'Day (UTC)', cell: ({ day }) => utcDate(day) },
  { title: 'Signal', cell: ({ signal }) => SIGNALS[signal] },
];

/** What a scan found, or a rewrite replaced: how often and where, never what. */
export function OldDataReport({ job }: { job: PastRedaction }) {
  const { kind, state, found, rows, byType, failures, records, endedAt } = job;
  const name = KIND_WORDS[kind];
  return (
    <section className={styles.stack} aria-label={`${name} of stored data`}>
      <p className="muted">
        {name} {STATE_WORDS[state]}
        {endedAt === null ? null : (
          <>
            {' '}
            <RelativeTime us={Date.parse(endedAt) * 1000} />
          </>
        )}
        : {formatCount(records.done)} of {formatPlural(records.total, 'record')},{' '}
        <strong>
          {formatPlural(found, 'value')} {kind === 'scan' ? 'would be replaced' : 'replaced'}
        </strong>
        .
      </p>
      {job.isByPresentRules ? null : (
        <Notice>The rules were changed since: this is by those it began with.</Notice>
      )}
      {job.leavesOutHidden ? (
        <Notice>What is in attributes that are hidden from you is in no number here.</Notice>
      ) : null}
      {kind === 'rewrite' && state === 'cancelled' ? (
        <Notice tone="warn">Days that were rewritten stay so; the others are as they were.</Notice>
      ) : null}
      {failures.map(({ signal, day, message }) => (
        <Notice key={`${signal} ${day}`} tone="error">
          {signal} of {utcDate(day)} are not done: {message}
        </Notice>
      ))}
      {rows.length > 0 ? (
        <>
          <TypeBars types={byType} />
          <FindsTable
            label="Where in stored data"
            rows={rows}
            keyOf={({ day, signal }) => `${day} ${signal}`}
            before={WHEN}
          />
          {job.isShortened ? (
            <p className="muted">The {formatCount(rows.length)} highest counts are listed.</p>
          ) : null}
        </>
      ) : state === 'done' ? (
        <EmptyState icon="ok" title="Nothing that these rules would redact">
          Names, streets and whatever else has no shape of its own are found by rules of yours
          alone.
        </EmptyState>
      ) : null}
    </section>
  );
}
