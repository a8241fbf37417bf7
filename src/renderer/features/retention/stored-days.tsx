import { RETAINED_SIGNALS, type RetentionState } from '../../../shared/contract/retention.ts';
import { BarChart } from '../../ui/bar-chart.tsx';
import { ChartLegend } from '../../ui/chart-legend.tsx';
import { LongTable, type LongColumn } from '../../ui/long-table.tsx';
import { formatBytes, formatCount, utcDate, utcDay } from '../../ui/format.ts';
import { dayBars } from './day-bars.ts';
import { SIGNAL_WORDS, staysText } from './rule-words.ts';
import table from '../../ui/table.module.css';

type Days = RetentionState['days'];

const COLORS = { traces: 'var(--accent)', logs: 'var(--warn)', metrics: 'var(--span-3)' } as const;

/** One stack a day, or some days, a part for each signal; the table below it holds the same numbers. */
export function StoredDaysChart({ days }: { days: Days }) {
  const { bars, daysPerBar } = dayBars(days);
  const stored = RETAINED_SIGNALS.filter((signal) => bars.some(({ bytes }) => bytes[signal] > 0));
  return (
    <BarChart
      label={`Bytes stored by ${daysPerBar === 1 ? 'day' : `${daysPerBar} days`} (UTC)`}
      format={formatBytes}
      bars={bars.map(({ from, to, bytes, total }) => ({
        key: from,
        label: utcDay(from),
        year: from.slice(0, 4),
        text: `${from === to ? utcDate(from) : `${utcDate(from)} to ${utcDate(to)}`}: ${formatBytes(total)}${
          stored.length > 1
            ? ` (${stored.map((signal) => `${signal} ${formatBytes(bytes[signal])}`).join(', ')})`
            : ''
        }`,
        parts: stored.map((signal) => ({
          key: signal,
          amount: bytes[signal],
          color: COLORS[signal],
        })),
      }))}
    >
      {stored.length > 1 ? (
        <ChartLegend
          label="Signals"
          items={stored.map((signal) => ({
            key: signal,
            label: SIGNAL_WORDS[signal].name,
            color: COLORS[signal],
          }))}
        />
      ) : null}
    </BarChart>
  );
}

const DAY_COLUMNS: readonly LongColumn[] = [
  { title: 'Day (UTC)', width: '26%' },
  { title: 'Signal', width: '20%' },
  { title: 'Records', width: '17%', isNumber: true },
  { title: 'On disk', width: '17%', isNumber: true },
  { title: 'Deleted by', width: '20%', isNumber: true },
];

/** What is stored of every day, the newest first, and by when the last of it is deleted by its age. */
export function StoredDaysTable({ days, rules }: { days: Days; rules: RetentionState['rules'] }) {
  const rows = days.toSorted((a, b) => b.day.localeCompare(a.day));
  return (
    <LongTable
      label="Stored days"
      columns={DAY_COLUMNS}
      count={rows.length}
      rowKey={(index) => `${rows[index]!.day} ${rows[index]!.signal}`}
      renderCells={(index) => <DayCells day={rows[index]!} rules={rules} />}
    />
  );
}

function DayCells(props: { day: Days[number]; rules: RetentionState['rules'] }) {
  const { day, signal, records, bytes, goesOn } = props.day;
  return (
    <>
      <td className={table['quiet']}>{utcDate(day)}</td>
      <td>{SIGNAL_WORDS[signal].name}</td>
      <td className={table['num']}>{formatCount(records)}</td>
      <td className={table['num']}>{formatBytes(bytes)}</td>
      <td className={table['num']}>
        {goesOn === null ? staysText(props.rules, signal) : utcDate(goesOn)}
      </td>
    </>
  );
}
