import { BarChart } from '../../ui/bar-chart.tsx';
import { ChartLegend } from '../../ui/chart-legend.tsx';
import { axisTime, formatMark, formatCount, utcDay } from '../../ui/format.ts';
import { spanColorToken } from '../../ui/theme-color.ts';
import { OTHER_TYPES, type Bar } from './redaction-buckets.ts';
import { typeName } from './type-words.ts';

const DAY_US = 86_400e6;

const nameOf = (type: string): string => (type === OTHER_TYPES ? 'Others' : typeName(type));

const colorOf = (type: string, place: number): string =>
  type === OTHER_TYPES ? 'var(--faint)' : `var(${spanColorToken(place)})`;

const label = (at: string, isHourly: boolean): string =>
  isHourly ? axisTime(Date.parse(at) * 1000, DAY_US) : utcDay(at);

/** One stack a step, a part for each type; the table below has the same numbers. */
export function RedactionsChart(props: {
  bars: readonly Bar[];
  /** In the order of the stack. */
  types: readonly string[];
  isHourly: boolean;
}) {
  const { bars, types, isHourly } = props;
  return (
    <BarChart
      label={`Redactions by ${isHourly ? 'hour' : 'day (UTC)'}`}
      format={formatMark}
      counted
      bars={bars.map((bar) => ({
        key: bar.at,
        label: label(bar.at, isHourly),
        text: wordsOf(bar, types, isHourly),
        parts: types.map((type, place) => ({
          key: type,
          amount: bar.counts[type] ?? 0,
          color: colorOf(type, place),
        })),
      }))}
    >
      <ChartLegend
        label="Types"
        items={types.map((type, place) => ({
          key: type,
          label: nameOf(type),
          color: colorOf(type, place),
        }))}
      />
    </BarChart>
  );
}

function wordsOf(bar: Bar, types: readonly string[], isHourly: boolean): string {
  const parts = types
    .filter((type) => bar.counts[type])
    .map((type) => `${nameOf(type)} ${formatCount(bar.counts[type]!)}`);
  return `${label(bar.at, isHourly)}: ${parts.length === 0 ? 'nothing' : parts.join(', ')}`;
}
