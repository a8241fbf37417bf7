import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { RedactionAuditQuery, RedactionSummary } from '../../../shared/contract/redaction.ts';
import type { PiiType, RedactionMode } from '../../../shared/redaction.ts';
import { hrefOf } from '../../app/route.ts';
import { api, client } from '../../client/client.ts';
import { formatPlural } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { useNow } from '../../ui/use-now.ts';
import { DownloadButton } from '../trace/download-button.tsx';
import { barsOf, foldTypes, RANGES, startOf, type RangeName } from './redaction-buckets.ts';
import { RedactionsChart } from './redactions-chart.tsx';
import { RedactionsTable } from './redactions-table.tsx';
import {
  FIELDS,
  setRedactionsView,
  useRedactionsView,
  type Field,
  type RedactionsView,
} from './redactions-view.ts';
import { modeMeans, typeName } from './type-words.ts';
import styles from './privacy.module.css';

/** The newest numbers while they are looked at, ms. */
const REFRESH_MS = 10_000;
/** Rows shown; a file has all. */
const ROWS = 500;

const NOT_READ = 'The redaction audit could not be read.';
const NOTHING_TO_SAVE = 'There are no redactions here to save.';

const RANGE_OPTIONS = (Object.keys(RANGES) as RangeName[]).map((value) => ({
  value,
  label: RANGES[value].label,
}));
type Picked = RedactionsView['picked'];
const WORDS: Readonly<Record<Field, { label: string; any: string; of: keyof RedactionSummary }>> = {
  type: { label: 'Type', any: 'All types', of: 'types' },
  key: { label: 'Attribute', any: 'All attributes', of: 'keys' },
  service: { label: 'Service', any: 'All services', of: 'services' },
  environment: { label: 'Environment', any: 'All environments', of: 'environments' },
};

/** The redaction audit: what was found when, by which rule, where and how often; never values. */
export function RedactionsTab(props: {
  projectId: string;
  mode: RedactionMode;
  required: readonly PiiType[];
}) {
  const { projectId } = props;
  const view = useRedactionsView(projectId);
  const { range, picked } = view;
  // Moves on by the hour or day while the screen is left open, as its last bar does.
  const from = startOf(range, useNow());
  const { bucket } = RANGES[range];
  const query: RedactionAuditQuery = { from, ...picked };
  const watched = { staleTime: 0, refetchInterval: REFRESH_MS, placeholderData: keepPreviousData };
  const sums = useQuery(
    api.redaction.summary.queryOptions({ input: { projectId, ...query, bucket }, ...watched }),
  );
  // What there is to pick from does not depend on what is picked.
  const all = useQuery(
    api.redaction.summary.queryOptions({ input: { projectId, from, bucket }, ...watched }),
  );
  const audit = useQuery(
    api.redaction.audit.queryOptions({ input: { projectId, ...query, limit: ROWS }, ...watched }),
  );
  const error = sums.error ?? audit.error ?? all.error;
  const actions = (
    <>
      <Select
        label="Time"
        icon="clock"
        value={range}
        options={RANGE_OPTIONS}
        onChange={(next) => setRedactionsView(projectId, { ...view, range: next })}
      />
      {(['csv', 'json'] as const).map((format) => (
        <DownloadButton
          key={format}
          label={format.toUpperCase()}
          fileName={`redactions-${from.slice(0, 10)}.${format}`}
          load={() => client.redaction.auditFile({ projectId, ...query, format })}
          nothing={error ? NOT_READ : audit.data?.rows.length === 0 ? NOTHING_TO_SAVE : undefined}
        />
      ))}
    </>
  );
  return (
    <Page>
      <Section
        title="Redactions"
        description="What was found on arrival, counted by the hour. No value is kept here, not even as a hash."
        actions={actions}
      >
        {error ? (
          <ErrorState
            title="The redaction audit could not be read"
            error={error}
            onRetry={() => void Promise.all([sums.refetch(), audit.refetch(), all.refetch()])}
          />
        ) : !sums.data || !audit.data || !all.data ? (
          <LoadingState />
        ) : all.data.total === 0 ? (
          <NothingYet {...props} />
        ) : (
          <div className={styles.stack}>
            <Filters
              all={all.data}
              picked={picked}
              onPick={(next) => setRedactionsView(projectId, { ...view, picked: next })}
            />
            {sums.data.total === 0 ? (
              <p className={styles.none}>Nothing of this kind in this time.</p>
            ) : (
              <>
                <RedactionsChart
                  {...foldTypes(
                    barsOf(sums.data.buckets, range, from),
                    sums.data.types.map(({ name }) => name),
                  )}
                  isHourly={bucket === 'hour'}
                />
                <p className="muted" role="status">
                  {formatPlural(sums.data.total, 'value')} found
                  {audit.data.rows.length === ROWS
                    ? `; the newest ${ROWS} rows are listed, CSV and JSON have all`
                    : ''}
                  {sums.data.leavesOutHidden
                    ? '. What is in attributes that are hidden from you is in no number here.'
                    : ''}
                </p>
                <RedactionsTable rows={audit.data.rows} />
              </>
            )}
          </div>
        )}
      </Section>
    </Page>
  );
}

function Filters(props: {
  all: RedactionSummary;
  picked: Picked;
  onPick: (picked: Picked) => void;
}) {
  const { all, picked, onPick } = props;
  const choose = (field: Field, value: string): void => {
    const { [field]: _, ...rest } = picked;
    onPick(value === ALL ? rest : { ...rest, [field]: value.slice(1) });
  };
  return (
    <div className={styles.filters} role="group" aria-label="Filter">
      {FIELDS.map((field) => {
        const { label, any, of } = WORDS[field];
        const there = all[of] as RedactionSummary['types'];
        const chosen = picked[field];
        // What is picked stays to be seen when the time no longer has it.
        const names = [
          ...(chosen === undefined || there.some(({ name }) => name === chosen) ? [] : [chosen]),
          ...there.map(({ name }) => name),
        ];
        return (
          <Select
            key={field}
            label={label}
            value={chosen === undefined ? ALL : `=${chosen}`}
            options={[
              { value: ALL, label: any },
              ...names.map((name) => ({ value: `=${name}`, label: nameOf(field, name) })),
            ]}
            onChange={(value) => choose(field, value)}
          />
        );
      })}
    </div>
  );
}

const ALL = 'all';

function nameOf(field: Field, name: string): string {
  if (field === 'type') return typeName(name);
  return name === '' ? 'none' : name;
}

/** Why there is nothing, and what to do about it. */
function NothingYet(props: {
  projectId: string;
  mode: RedactionMode;
  required: readonly PiiType[];
}) {
  const { projectId, mode, required } = props;
  const rules = (
    <a className={styles.link} href={hrefOf({ screen: 'privacy', projectId, tab: 'rules' })}>
      Go to the rules
    </a>
  );
  if (mode === 'off' && required.length === 0) {
    return (
      <EmptyState icon="shield" title="Redaction is off" actions={rules}>
        Nothing is looked for. “Detect only” counts here what would be replaced, and changes
        nothing.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="ok" title="Nothing was found in this time" actions={rules}>
      {mode === 'off'
        ? modeMeans(mode, required)
        : 'Only what arrives while redaction is on, or detects, is counted here.'}{' '}
      What was stored before is looked through under “Stored data”.
    </EmptyState>
  );
}
