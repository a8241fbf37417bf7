import { useEffect, useState } from 'react';
import type { Coverage } from '../../../shared/contract/redaction.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatPlural, timeSpan } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Select } from '../../ui/select.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { ConnectButton } from '../connect/connect-button.tsx';
import { FindsTable } from './finds-table.tsx';
import { sumBy } from './sum-by.ts';
import { TypeBars } from './type-bars.tsx';
import { useCoverage } from './use-coverage.ts';
import type { Draft } from './use-draft.ts';
import finds from './finds.module.css';
import styles from './privacy.module.css';

const RECORDS = [
  { value: '1000', label: 'Newest 1,000' },
  { value: '10000', label: 'Newest 10,000' },
  { value: '100000', label: 'Newest 100,000' },
  { value: String(Number.MAX_SAFE_INTEGER), label: 'Everything stored' },
] as const;

/** What the rules, as they are edited, would find in what arrived last: counts, never values. */
export function CoverageTab({ projectId, draft }: { projectId: string; draft: Draft }) {
  const [records, setRecords] = useState<string>('1000');
  const { state, start, cancel } = useCoverage(projectId);
  // Looks by itself once, at little.
  const look = (): void => start(draft.changes, Number(records));
  const [first] = useState(() => look);
  useEffect(first, [first]);
  const isLooking = state.step === 'looking';
  return (
    <Page>
      <Section
        title="What would be found in recent data"
        description={`In the newest spans, log records and metrics, by the ${draft.isDirty ? 'rules as they are edited' : 'rules of the project'}, as if redaction were on. Nothing is changed.`}
        actions={
          <>
            <Select
              label="Records of each signal"
              value={records}
              options={RECORDS}
              onChange={setRecords}
            />
            {isLooking ? (
              <Button onClick={cancel}>Cancel</Button>
            ) : (
              <Button icon="search" onClick={look}>
                Look again
              </Button>
            )}
          </>
        }
      >
        {state.step === 'looking' ? (
          <div className={finds.looking} role="status">
            <ProgressBar label="Looking through recent data" value={state.done} />
            <span className="muted">{formatPlural(state.records, 'record')} looked at…</span>
          </div>
        ) : state.step === 'failed' ? (
          <ErrorState
            title="Recent data could not be looked through"
            error={state.error}
            onRetry={look}
          />
        ) : state.step === 'cancelled' ? (
          <p className={styles.none}>Cancelled. Nothing was changed.</p>
        ) : state.step === 'found' ? (
          <Found projectId={projectId} found={state.found} />
        ) : null}
      </Section>
    </Page>
  );
}

function Found({ projectId, found }: { projectId: string; found: Coverage }) {
  const { rows, spans, logs, metrics, stored, from, to, complete, tookMs } = found;
  if (spans + logs + metrics === 0) {
    return (
      <EmptyState
        icon="layers"
        title="Nothing has arrived yet"
        actions={<ConnectButton projectId={projectId} />}
      >
        Once programs send data, what the rules would find in it is counted here.
      </EmptyState>
    );
  }
  const looked = [
    lookedAt(spans, stored.spans, 'span'),
    lookedAt(logs, stored.logs, 'log record'),
    lookedAt(metrics, stored.metrics, 'metric'),
  ].join(', ');
  const times =
    from === null || to === null
      ? ''
      : `, from ${timeSpan(Date.parse(from) * 1000, Date.parse(to) * 1000)}`;
  return (
    <div className={styles.stack}>
      <p className="muted" role="status">
        {looked}
        {times}. It took {(tookMs / 1000).toFixed(1)} s
        {complete ? '.' : ', and the time was up before all of them were looked at.'}
      </p>
      {rows.length === 0 ? (
        <EmptyState icon="ok" title="Nothing that these rules would redact">
          In what was looked at. Names, streets and whatever else has no shape of its own are found
          by rules of yours alone.
        </EmptyState>
      ) : (
        <>
          <TypeBars
            types={sumBy(rows, ({ type }) => type).map(({ name, count }) => ({
              type: name,
              count,
            }))}
          />
          <FindsTable label="Where it was found" rows={rows} />
        </>
      )}
    </div>
  );
}

/** `3 spans`, or `1,000 of 20,000 spans`: the newest ones. */
const lookedAt = (count: number, stored: number, one: string): string =>
  count < stored
    ? `${formatCount(count)} of ${formatPlural(stored, one)}`
    : formatPlural(count, one);
