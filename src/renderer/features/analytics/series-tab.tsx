import { useState } from 'react';
import type { AnalyticsGroup, AnalyticsSeries } from '../../../shared/contract/analytics.ts';
import type { AnalyticsSearch } from '../../app/analytics-search.ts';
import { hrefOf } from '../../app/route.ts';
import type { TraceSearch } from '../../app/trace-search.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { chartsOf, groupLabel } from './chart-lines.ts';
import { GroupsTable } from './groups-table.tsx';
import { Legend } from './legend.tsx';
import { FAILED, groupCondition, tracesBehind, type Stretch } from './leads-to.ts';
import { METRICS } from './metrics.ts';
import { SeriesControls } from './series-controls.tsx';
import { splitTitle, UNIT_WORDS } from './series-words.ts';
import { StepChart } from './step-chart.tsx';
import { Tiles, type Side } from './tiles.tsx';
import { timeBefore, useSeries, wholeTime } from './use-analytics.ts';
import { NothingInTime } from './nothing-in-time.tsx';
import styles from './analytics.module.css';

/** What the totals are of, and what they are compared with. */
function sidesOf(
  series: AnalyticsSeries,
  { counted, search }: AnalyticsSearch,
  hrefTo: (search: TraceSearch) => string,
  pairOf: string | null,
): { now: Side; base: Side | undefined } {
  const [from, to] = series.groups;
  const whole = wholeTime(search);
  if (pairOf !== null && from !== undefined && to !== undefined) {
    const side = ({ value, total }: AnalyticsGroup): Side => {
      const condition = groupCondition(counted, pairOf, value);
      const href = hrefTo(tracesBehind(search, { counted, condition, whole }));
      return { label: groupLabel(value), measures: total, href };
    };
    return { now: side(to), base: side(from) };
  }
  const behind = tracesBehind(search, { counted, whole });
  const now = { label: 'Now', measures: series.all.total, href: hrefTo(behind) };
  const time = timeBefore(search);
  const base = series.before && {
    label: 'before',
    measures: series.before.all.total,
    href: time && hrefTo(tracesBehind(search, { counted, time, whole: time })),
  };
  return { now, base };
}

function Numbers(props: {
  projectId: string;
  view: AnalyticsSearch;
  series: AnalyticsSeries;
  isOutdated: boolean;
  onChange: (view: AnalyticsSearch) => void;
}) {
  const { projectId, view, series, onChange } = props;
  const [cursor, setCursor] = useState<number | null>(null);
  // What is still shown of the choice before must not be read as the new one.
  const shown = series.groups.length === 0 ? null : view.groupBy;
  const isPair = view.pair !== null && shown !== null && !props.isOutdated;
  const hrefTo = (search: TraceSearch): string => hrefOf({ screen: 'traces', projectId, search });
  const { now, base } = sidesOf(series, view, hrefTo, isPair ? shown : null);
  const unit = UNIT_WORDS[view.counted];
  return (
    <div className={styles.body} data-outdated={props.isOutdated ? '' : undefined}>
      {isPair && base !== undefined ? (
        <p className={styles.compared}>
          <span>
            <b>{now.label}</b> compared with <b>{base.label}</b>
          </span>
          <Button onClick={() => onChange({ ...view, pair: null })}>Show all groups</Button>
        </p>
      ) : null}
      {series.truncated ? (
        <Notice>
          Values that are too long or too many are in no group, and in the sums of all.
        </Notice>
      ) : null}
      <Tiles unit={unit} now={now} base={base} />
      {shown === null ? null : <Legend series={series} groupBy={shown} />}
      <div className={styles.charts}>
        {chartsOf(series, shown, unit).map((chart) => (
          <StepChart
            key={chart.title}
            chart={chart}
            time={series}
            cursor={cursor}
            onCursor={setCursor}
            onOpen={(step) => {
              const fromUs = series.fromUs + step * series.stepUs;
              const time: Stretch = { fromUs, toUs: fromUs + series.stepUs };
              const whole = wholeTime(view.search);
              // A share of failures is looked at for the failures.
              const { errors } = series.all.steps[step]!;
              const isOfErrors = chart.metric === METRICS.errorRate && errors > 0;
              const search = tracesBehind(view.search, {
                counted: view.counted,
                ...(isOfErrors ? { condition: FAILED } : {}),
                time,
                whole,
              });
              navigate({ screen: 'traces', projectId, search });
            }}
          />
        ))}
      </div>
      <GroupsTable
        // Another field has other values to choose from.
        key={shown}
        projectId={projectId}
        series={series}
        counted={view.counted}
        groupBy={shown}
        title={shown === null ? unit : splitTitle(shown)}
        search={view.search}
        onCompare={isPair ? undefined : (pair) => onChange({ ...view, pair })}
      />
    </div>
  );
}

/** Volume, errors, durations, tokens and cost over time. */
export function SeriesTab(props: {
  projectId: string;
  view: AnalyticsSearch;
  onChange: (view: AnalyticsSearch) => void;
}) {
  const { projectId, view, onChange } = props;
  const { data: series, error, isPlaceholderData, refetch } = useSeries(projectId, view);
  const isEmpty = series?.all.total.count === 0 && !series.before?.all.total.count;
  return (
    <>
      <SeriesControls projectId={projectId} view={view} onChange={onChange} />
      {series && isEmpty ? (
        <NothingInTime projectId={projectId} icon="chart" title="Nothing in this time">
          Choose a longer time, or fewer conditions.
        </NothingInTime>
      ) : series ? (
        <Numbers
          projectId={projectId}
          view={view}
          series={series}
          isOutdated={isPlaceholderData}
          onChange={onChange}
        />
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
