import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LimitsOfProject, UsageReport } from '../../../shared/contract/usage.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useCurrentProject } from '../../app/use-project.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { useMay } from '../people/use-may.ts';
import { DaysSection, type RangeDays } from './days-section.tsx';
import { LimitsDialog } from './limits-dialog.tsx';
import { warningText } from './quota-text.ts';
import { SourcesTable } from './sources-table.tsx';
import { TodayCards } from './today-cards.tsx';
import styles from './usage.module.css';

/** The newest numbers while they are looked at, ms. */
const REFRESH_MS = 10_000;

/** First day of so many that end today, in UTC. */
function firstDay(days: number): string {
  return new Date(Date.now() - (days - 1) * 86_400_000).toISOString().slice(0, 10);
}

/** What a project uses by day and by key, and what it may use. */
export function UsageScreen({ projectId }: { projectId: string }) {
  const [range, setRange] = useState<RangeDays>('30');
  const project = useCurrentProject();
  const mayManage = useMay(project?.organizationId, projectId)('limits:manage');
  const [editing, setEditing] = useState<{ keyId?: string }>();
  const report = useQuery(
    api.usage.report.queryOptions({
      input: { projectId, from: firstDay(Number(range)) },
      refetchInterval: REFRESH_MS,
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
  );
  const limits = useQuery(
    api.usage.limits.queryOptions({
      input: { projectId },
      refetchInterval: REFRESH_MS,
      staleTime: 0,
    }),
  );
  const error = report.error ?? limits.error;
  const retry = (): void => {
    void report.refetch();
    void limits.refetch();
  };
  return (
    <>
      <ScreenHeader title="Usage and limits" />
      <Page>
        {report.data && limits.data ? (
          <Content
            projectId={projectId}
            report={report.data}
            limits={limits.data}
            bytesKept={project?.bytes ?? 0}
            range={range}
            onRange={setRange}
            onEdit={mayManage ? setEditing : undefined}
          />
        ) : error ? (
          <ErrorState title="Usage could not be read" error={error} onRetry={retry} />
        ) : (
          <LoadingState />
        )}
      </Page>
      {editing && limits.data ? (
        <LimitsDialog
          projectId={projectId}
          limits={limits.data}
          keyId={editing.keyId}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </>
  );
}

function Content(props: {
  projectId: string;
  report: UsageReport;
  limits: LimitsOfProject;
  bytesKept: number;
  range: RangeDays;
  onRange: (range: RangeDays) => void;
  /** Absent: one may not change limits. */
  onEdit: ((what: { keyId?: string }) => void) | undefined;
}) {
  const { report, limits, onEdit } = props;
  const warnings = limits.quotas.filter(({ level }) => level !== 'ok');
  const hasSources = report.sources.length > 0 || limits.keys.length > 0;
  return (
    <>
      <Section
        title="Today"
        description="Since midnight UTC. What was stored already, and came again, is not counted."
        actions={
          onEdit ? (
            <Button icon="settings" onClick={() => onEdit({})}>
              Edit limits
            </Button>
          ) : null
        }
      >
        <div className={styles.today}>
          {warnings.map((state) => (
            <Notice
              key={`${state.keyId ?? ''} ${state.quota}`}
              tone={state.level === 'reached' ? 'error' : 'warn'}
            >
              {warningText(state)}
            </Notice>
          ))}
          <TodayCards
            today={report.days.at(-1)!}
            bytesKept={props.bytesKept}
            limits={limits}
            hidden={report.hiddenFields}
          />
        </div>
      </Section>
      <DaysSection
        projectId={props.projectId}
        report={report}
        range={props.range}
        onRange={props.onRange}
      />
      <Section title="By key" description="In the days shown above.">
        {hasSources ? (
          <SourcesTable
            report={report}
            limits={limits}
            onLimit={onEdit && ((keyId) => onEdit({ keyId }))}
          />
        ) : (
          <p className="muted">
            What each key sends is listed here, with data without a key and imports.
          </p>
        )}
      </Section>
    </>
  );
}
