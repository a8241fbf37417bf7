import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RetentionState } from '../../../shared/contract/retention.ts';
import { forecastBasis } from '../../../shared/forecast-words.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useCurrentProject } from '../../app/use-project.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes, formatPlural } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { EmptyState, ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { ConnectButton } from '../connect/connect-button.tsx';
import { useInstanceOwner, useMay } from '../people/use-may.ts';
import { DeletionsUnderWay } from './deletions-under-way.tsx';
import { ForgetDialog } from './forget-dialog.tsx';
import { InstanceSection } from './instance-section.tsx';
import styles from './retention.module.css';
import { RulesDialog } from './rules-dialog.tsx';
import { keptText, SIGNAL_WORDS, storedText } from './rule-words.ts';
import { StoredDaysChart, StoredDaysTable } from './stored-days.tsx';
import { SweepsSection } from './sweeps-section.tsx';

/** The newest numbers while they are looked at, ms. */
const REFRESH_MS = 15_000;
/** So much longer for each stored day: every one is looked at, a millisecond long, and none but today's changes. */
const REFRESH_MS_A_DAY = 20;

/** How long data of a project is kept, what is stored by day, and what sweeps removed. */
export function RetentionScreen({ projectId }: { projectId: string }) {
  const project = useCurrentProject();
  const may = useMay(project?.organizationId, projectId);
  const isOwner = useInstanceOwner();
  const [dialog, setDialog] = useState<'rules' | 'forget'>();
  const state = useQuery(
    api.retention.get.queryOptions({
      input: { projectId },
      refetchInterval: ({ state: { data } }) =>
        REFRESH_MS + (data?.days.length ?? 0) * REFRESH_MS_A_DAY,
      staleTime: 0,
    }),
  );
  const isHeld =
    state.data !== undefined && (state.data.rulesUnreadable || state.data.rules.legalHold);
  const close = (): void => setDialog(undefined);
  return (
    <>
      <ScreenHeader title="Retention" />
      <Page>
        {state.data ? (
          <>
            <Rules
              state={state.data}
              // Nobody is told so before it is known.
              isReadOnly={project !== undefined && !may('retention:manage')}
              onEdit={may('retention:manage') ? () => setDialog('rules') : undefined}
            />
            <Stored projectId={projectId} state={state.data} />
            <SweepsSection
              projectId={projectId}
              state={state.data}
              maySweep={may('retention:manage')}
            />
            {isOwner ? <InstanceSection /> : null}
            {may('traces:delete') ? (
              <Section
                title="Delete on request"
                description="Everything that has an attribute, such as all data of one user: traces with their log records, other log records, and metrics. It cannot be undone."
                actions={
                  <Button look="danger" disabled={isHeld} onClick={() => setDialog('forget')}>
                    Delete by attribute
                  </Button>
                }
              >
                <div className={styles.stack}>
                  {isHeld ? (
                    <Notice tone="warn">
                      The project is on legal hold: nothing of it may be deleted. Take the hold off
                      first.
                    </Notice>
                  ) : null}
                  <DeletionsUnderWay projectId={projectId} />
                  <p>
                    When it is done, no byte of it is left in the data files; backups and exports
                    made before still hold it, and so does what a restore replaced.
                  </p>
                </div>
              </Section>
            ) : null}
          </>
        ) : state.error ? (
          <ErrorState
            title="Retention could not be read"
            error={state.error}
            onRetry={() => void state.refetch()}
          />
        ) : (
          <LoadingState />
        )}
      </Page>
      {dialog === 'rules' && state.data ? (
        <RulesDialog projectId={projectId} rules={state.data.rules} onClose={close} />
      ) : null}
      {dialog === 'forget' && project ? <ForgetDialog project={project} onClose={close} /> : null}
    </>
  );
}

function Rules(props: {
  state: RetentionState;
  isReadOnly: boolean;
  onEdit: (() => void) | undefined;
}) {
  const { state, onEdit } = props;
  const { rules, ceilingDays } = state;
  return (
    <Section
      title="Rules"
      description="How long this project keeps what arrives; the limit that is reached first counts. Days are whole UTC days."
      actions={
        onEdit ? (
          <Button icon="settings" onClick={onEdit}>
            Edit rules
          </Button>
        ) : null
      }
    >
      <div className={styles.stack}>
        {props.isReadOnly ? (
          <Notice>
            You may look at the rules and see what a sweep would remove, but not change them.
          </Notice>
        ) : null}
        {state.rulesUnreadable ? (
          <Notice tone="error">
            The rules cannot be read, and a legal hold may be among them: nothing is deleted. Set
            them anew, then take the hold off.
          </Notice>
        ) : rules.legalHold ? (
          <Notice tone="warn">Legal hold: nothing is deleted, by no rule and by nobody.</Notice>
        ) : null}
        <dl className={styles.facts} aria-label="What is kept">
          {(['traces', 'logs', 'metrics'] as const).map((signal) => (
            <Fact
              key={signal}
              name={SIGNAL_WORDS[signal].name}
              value={keptText(rules[signal], SIGNAL_WORDS[signal].noun)}
              now={storedText(state.days, signal)}
            />
          ))}
          {rules.errorDays === null ? null : (
            <Fact name="With errors" value={`at least ${formatPlural(rules.errorDays, 'day')}`} />
          )}
          <Fact
            name="Pinned"
            value={
              rules.pinnedDays === null
                ? 'While pinned'
                : `at least ${formatPlural(rules.pinnedDays, 'day')}`
            }
          />
          {ceilingDays === null ? null : (
            <Fact name="Ceiling of the instance" value={formatPlural(ceilingDays, 'day')} />
          )}
        </dl>
        {rules.environments.length > 0 ? (
          <>
            <h3>Other days for environments, whatever the signal</h3>
            <dl className={styles.environments} aria-label="Kept by environment">
              {rules.environments.map(({ environment, days }) => (
                <div key={environment}>
                  <dt>{environment}</dt>
                  <dd>{formatPlural(days, 'day')}</dd>
                </div>
              ))}
            </dl>
          </>
        ) : null}
      </div>
    </Section>
  );
}

function Fact({ name, value, now }: { name: string; value: string; now?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {now === undefined ? null : <dd className={styles.now}>{now}</dd>}
    </div>
  );
}

function Stored(props: { projectId: string; state: RetentionState }) {
  const { days, forecast, learnedDays, compaction, rules } = props.state;
  if (days.length === 0) {
    return (
      <Section title="Stored by day">
        <EmptyState
          icon="layers"
          title="Nothing is stored"
          actions={<ConnectButton projectId={props.projectId} />}
        >
          What arrives is listed here by day and signal, with the day by which it is deleted.
        </EmptyState>
      </Section>
    );
  }
  const total = days.reduce((sum, { bytes }) => sum + bytes, 0);
  const saved = compaction?.savedBytes ?? 0;
  const packed = saved > 0 ? ` Packing of days that are over gave back ${formatBytes(saved)}.` : '';
  // Which part of what comes goes earlier, or stays longer, nobody knows before.
  const isBound = rules.environments.length > 0 || rules.errorDays !== null;
  return (
    <Section
      title="Stored by day"
      description={`By UTC day of arrival: ${formatBytes(total)} on the disk in all.${packed}`}
    >
      <div className={styles.stack}>
        <StoredDaysChart days={days} />
        <StoredDaysTable days={days} rules={rules} />
        <h3>Forecast, {forecastBasis(learnedDays)}</h3>
        <dl className={styles.facts} aria-label="Forecast">
          <Fact name="Now" value={formatBytes(total)} />
          {forecast.map(({ inDays, bytes }) => (
            <Fact
              key={inDays}
              name={`In ${inDays} days, ${isBound ? 'at most' : 'about'}`}
              value={formatBytes(bytes)}
            />
          ))}
        </dl>
      </div>
    </Section>
  );
}
