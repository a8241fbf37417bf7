import { useState } from 'react';
import {
  COUNTED_UNITS,
  GROUP_FIELDS,
  GROUP_ORDERS,
  type CountedUnit,
  type GroupField,
  type GroupOrder,
} from '../../../shared/contract/analytics.ts';
import { canSplit, type AnalyticsSearch } from '../../app/analytics-search.ts';
import { navigate } from '../../app/use-route.ts';
import { Select } from '../../ui/select.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { chartsOf } from './chart-lines.ts';
import { GroupsTable } from './groups-table.tsx';
import { Legend } from './legend.tsx';
import { tracesBehind } from './leads-to.ts';
import { StepChart } from './step-chart.tsx';
import { useSeries } from './use-analytics.ts';
import styles from './analytics.module.css';

const UNIT_WORDS: Readonly<Record<CountedUnit, string>> = {
  traces: 'Traces',
  spans: 'Spans',
  calls: 'Model calls',
};

const FIELD_WORDS: Readonly<Record<GroupField, string>> = {
  service: 'service',
  environment: 'environment',
  release: 'release',
  provider: 'provider',
  model: 'model',
  operation: 'operation',
  name: 'name',
  session: 'session',
  user: 'user',
};

const ORDER_WORDS: Readonly<Record<GroupOrder, string>> = {
  count: 'Most frequent',
  errors: 'Most errors',
  tokens: 'Most tokens',
  cost: 'Highest cost',
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Not a field of the contract: nothing is split. */
const WHOLE = 'whole';

function Controls(props: { view: AnalyticsSearch; onChange: (view: AnalyticsSearch) => void }) {
  const { view, onChange } = props;
  const fields = GROUP_FIELDS.filter((field) => canSplit(view.counted, field));
  return (
    <div className={styles.controls}>
      <Select
        label="What is counted"
        value={view.counted}
        options={COUNTED_UNITS.map((value) => ({ value, label: UNIT_WORDS[value] }))}
        onChange={(counted) => {
          const keeps = view.groupBy !== null && canSplit(counted, view.groupBy);
          onChange({ ...view, counted, groupBy: keeps ? view.groupBy : null });
        }}
      />
      <Select<GroupField | typeof WHOLE>
        label="Split by"
        value={view.groupBy ?? WHOLE}
        options={[
          { value: WHOLE, label: 'Not split' },
          ...fields.map((value) => ({ value, label: `By ${FIELD_WORDS[value]}` })),
        ]}
        onChange={(value) => onChange({ ...view, groupBy: value === WHOLE ? null : value })}
      />
      {view.groupBy === null ? null : (
        <Select
          label="Groups shown"
          value={view.orderBy}
          options={GROUP_ORDERS.map((value) => ({ value, label: ORDER_WORDS[value] }))}
          onChange={(orderBy) => onChange({ ...view, orderBy })}
        />
      )}
    </div>
  );
}

/** Volume, errors, durations, tokens and cost over time. */
export function SeriesTab(props: {
  projectId: string;
  view: AnalyticsSearch;
  onChange: (view: AnalyticsSearch) => void;
}) {
  const { projectId, view } = props;
  const [cursor, setCursor] = useState<number | null>(null);
  const { data: series, error, isPlaceholderData, refetch } = useSeries(projectId, view);
  // What is still shown of the choice before must not be read as the new one.
  const shown = series?.groups.length === 0 ? null : view.groupBy;
  return (
    <>
      <Controls view={view} onChange={props.onChange} />
      {series && series.all.total.count === 0 ? (
        <EmptyState icon="chart" title="Nothing in this time">
          Choose a longer time, or fewer conditions.
        </EmptyState>
      ) : series ? (
        <div className={styles.body} data-outdated={isPlaceholderData ? '' : undefined}>
          {shown === null ? null : <Legend series={series} groupBy={shown} />}
          <div className={styles.charts}>
            {chartsOf(series, shown, UNIT_WORDS[view.counted]).map((chart) => (
              <StepChart
                key={chart.title}
                chart={chart}
                time={series}
                cursor={cursor}
                onCursor={setCursor}
                onOpen={(step) => {
                  const fromUs = series.fromUs + step * series.stepUs;
                  const time = { fromUs, toUs: fromUs + series.stepUs };
                  const search = tracesBehind(view.search, { time });
                  navigate({ screen: 'traces', projectId, search });
                }}
              />
            ))}
          </div>
          <GroupsTable
            projectId={projectId}
            series={series}
            counted={view.counted}
            groupBy={shown}
            title={shown === null ? UNIT_WORDS[view.counted] : capital(FIELD_WORDS[shown])}
            search={view.search}
          />
        </div>
      ) : error ? (
        <ErrorState
          title="The numbers could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : (
        <LoadingState label="Counting" />
      )}
    </>
  );
}
