import { useState } from 'react';
import type { AnalyticsSeries, CountedUnit, Measures } from '../../../shared/contract/analytics.ts';
import { hrefOf } from '../../app/route.ts';
import type { TraceSearch } from '../../app/trace-search.ts';
import { Button } from '../../ui/button.tsx';
import { CsvButtons } from '../../ui/csv-buttons.tsx';
import { formatCount, formatDuration, formatMoney } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import table from '../../ui/table.module.css';
import { groupColor, groupLabel } from './chart-lines.ts';
import { groupCondition, tracesBehind } from './leads-to.ts';
import { cacheShare, changeOf, formatShare, METRICS } from './metrics.ts';
import { timeBefore, wholeTime } from './use-analytics.ts';
import styles from './analytics.module.css';

interface Column {
  label: string;
  cell: (measures: Measures) => string;
  /** For the CSV file. */
  number: (measures: Measures) => number | null;
  /** Left out where no model was called. */
  ofModels?: boolean;
}

const duration = (label: string, of: (measures: Measures) => number): Column => ({
  label,
  cell: (measures) => (measures.count === 0 ? '–' : formatDuration(of(measures))),
  number: of,
});

const COLUMNS: readonly Column[] = [
  { label: 'Count', cell: ({ count }) => formatCount(count), number: ({ count }) => count },
  { label: 'Errors', cell: ({ errors }) => formatCount(errors), number: ({ errors }) => errors },
  {
    label: 'Error rate',
    cell: ({ count, errors }) => (count === 0 ? '–' : formatShare(errors / count)),
    number: ({ count, errors }) => (count === 0 ? null : errors / count),
  },
  duration('p50', ({ p50DurationUs }) => p50DurationUs),
  duration('p95', ({ p95DurationUs }) => p95DurationUs),
  duration('p99', ({ p99DurationUs }) => p99DurationUs),
  {
    label: 'Input tokens',
    cell: ({ inputTokens }) => formatCount(inputTokens),
    number: ({ inputTokens }) => inputTokens,
    ofModels: true,
  },
  {
    label: 'Cached',
    cell: (measures) => {
      const share = cacheShare(measures);
      return share === null ? '–' : formatShare(share);
    },
    number: ({ cachedTokens }) => cachedTokens,
    ofModels: true,
  },
  {
    label: 'Output tokens',
    cell: ({ outputTokens }) => formatCount(outputTokens),
    number: ({ outputTokens }) => outputTokens,
    ofModels: true,
  },
  {
    label: 'Cost',
    cell: ({ costUsd }) => (costUsd === null ? '–' : formatMoney(costUsd)),
    number: ({ costUsd }) => costUsd,
    ofModels: true,
  },
];

/** How many there were in the time before, which leads to their traces, and how that changed. */
function BeforeCell(props: {
  before: Measures | undefined;
  now: Measures;
  href: string | undefined;
}) {
  const { before, now, href } = props;
  if (before === undefined) return <td className={table['num']}>–</td>;
  const change = changeOf(METRICS.count, now.count, before.count);
  return (
    <td className={table['num']}>
      {href === undefined ? (
        formatCount(before.count)
      ) : (
        <a className={table['name']} href={href}>
          {formatCount(before.count)}
        </a>
      )}{' '}
      <span className="faint">{change?.text}</span>
    </td>
  );
}

/** The numbers of each group, which lead to its traces; below them those of all. */
export function GroupsTable(props: {
  projectId: string;
  series: AnalyticsSeries;
  counted: CountedUnit;
  groupBy: string | null;
  title: string;
  search: TraceSearch;
  /** Told the two values that are to be compared, in the order they were chosen; absent where none can be. */
  onCompare?: ((pair: readonly [string, string]) => void) | undefined;
}) {
  const { projectId, series, counted, groupBy, search, onCompare } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const choose = (value: string): void => {
    if (chosen === null) setChosen(value);
    else if (chosen === value) setChosen(null);
    else onCompare?.([chosen, value]);
  };
  const { total } = series.all;
  const hasModels = total.inputTokens + total.outputTokens > 0 || total.costUsd !== null;
  const columns = COLUMNS.filter(({ ofModels }) => hasModels || !ofModels);
  const rows = groupBy === null ? [] : series.groups;
  const isChoosing = onCompare !== undefined && rows.length > 1;
  const past = series.before;
  const hrefTo = (behind: TraceSearch): string =>
    hrefOf({ screen: 'traces', projectId, search: behind });
  const whole = wholeTime(search);
  const beforeHref = (condition: string | undefined): string | undefined => {
    const time = timeBefore(search);
    return time && hrefTo(tracesBehind(search, { counted, condition, time, whole: time }));
  };
  const csv = () => [
    [groupBy ?? 'of', ...columns.map(({ label }) => label)],
    ...rows.map((row) => [row.value, ...columns.map(({ number }) => number(row.total))]),
    ['all', ...columns.map(({ number }) => number(total))],
    ...(past?.groups ?? []).map((row) => [
      `${row.value} (before)`,
      ...columns.map(({ number }) => number(row.total)),
    ]),
    ...(past ? [['all (before)', ...columns.map(({ number }) => number(past.all.total))]] : []),
  ];
  return (
    <Section
      title="Numbers"
      actions={<CsvButtons rows={csv} what="numbers" fileName="analytics.csv" />}
    >
      <div className={table['wrap']} role="region" aria-label="Numbers" tabIndex={0}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{props.title}</th>
              {columns.map(({ label }) => (
                <th key={label} scope="col" className={table['right']}>
                  {label}
                </th>
              ))}
              {past ? (
                <th scope="col" className={table['right']}>
                  Count before
                </th>
              ) : null}
              {isChoosing ? (
                <th scope="col" className={table['right']}>
                  Compare
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ value, total: measures }, index) => {
              const condition =
                groupBy === null ? undefined : groupCondition(counted, groupBy, value);
              const behind = tracesBehind(search, { counted, condition, whole });
              return (
                <tr key={value}>
                  <td className={styles.nameCell} title={value}>
                    <i
                      className={styles.dot}
                      style={{ background: groupColor(groupBy, value, index) }}
                    />
                    <a className={table['name']} href={hrefTo(behind)}>
                      {groupLabel(value)}
                    </a>
                  </td>
                  {columns.map(({ label, cell }) => (
                    <td key={label} className={table['num']}>
                      {cell(measures)}
                    </td>
                  ))}
                  {past ? (
                    <BeforeCell
                      before={past.groups[index]?.total}
                      now={measures}
                      href={beforeHref(condition)}
                    />
                  ) : null}
                  {isChoosing ? (
                    <td className={table['num']}>
                      <Button aria-pressed={chosen === value} onClick={() => choose(value)}>
                        {chosen === null ? 'Compare' : chosen === value ? 'Chosen' : 'With this'}
                        <span className="visually-hidden"> {groupLabel(value)}</span>
                      </Button>
                    </td>
                  ) : null}
                </tr>
              );
            })}
            <tr className={styles.all}>
              <td>
                <a
                  className={table['name']}
                  href={hrefTo(tracesBehind(search, { counted, whole }))}
                >
                  All
                </a>
              </td>
              {columns.map(({ label, cell }) => (
                <td key={label} className={table['num']}>
                  {cell(total)}
                </td>
              ))}
              {past ? (
                <BeforeCell before={past.all.total} now={total} href={beforeHref(undefined)} />
              ) : null}
              {isChoosing ? <td aria-hidden="true" /> : null}
            </tr>
          </tbody>
        </table>
      </div>
    </Section>
  );
}
