import { BarChart } from '../../ui/bar-chart.tsx';
import { formatCompact, formatCount } from '../../ui/format.ts';
import type { Bar } from './redaction-buckets.ts';
import { typeName } from './type-words.ts';
import styles from './privacy.module.css';

/** Far enough from each other in hue; the last one is for all others. */
const COLORS = 8;

const colorOf = (index: number): string => `var(--span-${Math.min(index, COLORS - 1) + 1})`;

function label(at: string, isHourly: boolean): string {
  return new Intl.DateTimeFormat(
    navigator.language,
    isHourly
      ? { hour: '2-digit', minute: '2-digit' }
      : { day: 'numeric', month: 'short', timeZone: 'UTC' },
  ).format(new Date(at));
}

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
      format={formatCompact}
      bars={bars.map((bar) => ({
        key: bar.at,
        label: label(bar.at, isHourly),
        text: wordsOf(bar, types, isHourly),
        parts: types.map((type, place) => ({
          key: type,
          amount: bar.counts[type] ?? 0,
          color: colorOf(place),
        })),
      }))}
    >
      <ul className={styles.legend} aria-label="Types">
        {types.map((type, place) => (
          <li key={type}>
            <i style={{ background: colorOf(place) }} />
            {typeName(type)}
          </li>
        ))}
      </ul>
    </BarChart>
  );
}

function wordsOf(bar: Bar, types: readonly string[], isHourly: boolean): string {
  const parts = types
    .filter((type) => bar.counts[type])
    .map((type) => `${typeName(type)} ${formatCount(bar.counts[type]!)}`);
  return `${label(bar.at, isHourly)}: ${parts.length === 0 ? 'nothing' : parts.join(', ')}`;
}
