import { useState } from 'react';
import type { UsageReport } from '../../../shared/contract/usage.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { copyAndTell } from '../../ui/copy.ts';
import { ConnectButton } from '../connect/connect-button.tsx';
import { saveBlob } from '../trace/download-button.tsx';
import { DaysTable } from './days-table.tsx';
import { isHidden, METRICS, type MetricName } from './metrics.ts';
import { UsageChart } from './usage-chart.tsx';
import { usageCsv } from './usage-csv.ts';
import styles from './usage.module.css';

/** Days shown, as the select knows them. */
export type RangeDays = '7' | '30' | '90';

const RANGES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
] as const;

const copyJson = (report: UsageReport): void =>
  copyAndTell(JSON.stringify(report, null, 2), 'Usage copied as JSON');

/** Usage by day as a chart and as a table, to look at and to take along. */
export function DaysSection(props: {
  projectId: string;
  report: UsageReport;
  range: RangeDays;
  onRange: (range: RangeDays) => void;
}) {
  const { report } = props;
  const [name, setName] = useState<MetricName>('spans');
  const metrics = METRICS.filter(({ value }) => !isHidden(value, report.hiddenFields));
  const metric = metrics.find(({ value }) => value === name) ?? metrics[0]!;
  const isEmpty = report.total.requests + report.total.requestsRefused === 0;
  const actions = (
    <>
      <Select
        label="Figure shown"
        value={metric.value}
        options={metrics.map(({ value, label }) => ({ value, label }))}
        onChange={setName}
      />
      <Select label="Days" value={props.range} options={RANGES} onChange={props.onRange} />
      <Button
        icon="download"
        onClick={() =>
          saveBlob(
            new Blob([usageCsv(report)], { type: 'text/csv' }),
            `usage-${report.from}-${report.to}.csv`,
          )
        }
      >
        CSV
      </Button>
      <Button icon="copy" onClick={() => copyJson(report)}>
        Copy JSON
      </Button>
    </>
  );
  return (
    <Section
      title="By day"
      description={`${metric.label}: ${metric.format(metric.of(report.total))} in ${report.days.length} days.`}
      actions={actions}
    >
      {isEmpty ? (
        <EmptyState
          icon="chart"
          title="Nothing was sent in these days"
          actions={<ConnectButton projectId={props.projectId} />}
        >
          A day is a day of UTC. Days are kept for 400 days.
        </EmptyState>
      ) : (
        <div className={styles.byDay}>
          <UsageChart days={report.days} metric={metric} />
          <DaysTable report={report} />
        </div>
      )}
    </Section>
  );
}
