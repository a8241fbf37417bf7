import { RETAINED_SIGNALS, type RetainedSignal } from '../../../shared/contract/retention.ts';

const DAY_MS = 86_400_000;
/** Bars the chart has room for. */
const MAX_BARS = 73;

interface StoredBytes {
  readonly signal: RetainedSignal;
  /** YYYY-MM-DD */
  readonly day: string;
  readonly bytes: number;
}

/** Some days that follow each other, as one bar. */
export interface DayBar {
  readonly from: string;
  /** The same as `from` where a bar is one day. */
  readonly to: string;
  readonly bytes: Readonly<Record<RetainedSignal, number>>;
  readonly total: number;
}

function dayName(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** What is stored over time, days without anything among it; so many days to a bar that all fit. */
export function dayBars(days: readonly StoredBytes[]): { bars: DayBar[]; daysPerBar: number } {
  const numbers = days.map(({ day }) => Date.parse(day) / DAY_MS);
  if (numbers.length === 0) return { bars: [], daysPerBar: 1 };
  const first = numbers.reduce((least, number) => Math.min(least, number));
  const last = numbers.reduce((most, number) => Math.max(most, number));
  const daysPerBar = Math.ceil((last - first + 1) / MAX_BARS);
  const sums = Array.from({ length: Math.ceil((last - first + 1) / daysPerBar) }, () => ({
    traces: 0,
    logs: 0,
    metrics: 0,
  }));
  for (const [i, { signal, bytes }] of days.entries()) {
    sums[Math.floor((numbers[i]! - first) / daysPerBar)]![signal] += bytes;
  }
  const bars = sums.map((bytes, i) => ({
    from: dayName(first + i * daysPerBar),
    to: dayName(Math.min(last, first + (i + 1) * daysPerBar - 1)),
    bytes,
    total: RETAINED_SIGNALS.reduce((sum, signal) => sum + bytes[signal], 0),
  }));
  return { bars, daysPerBar };
}
