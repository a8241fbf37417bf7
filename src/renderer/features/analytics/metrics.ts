import type { Measures } from '../../../shared/contract/analytics.ts';
import { axisTop, countAxisTop, durationAxisTop } from '../../ui/chart-scale.ts';
import { formatCount, formatDuration, formatMark, formatMoney } from '../../ui/format.ts';

/** A figure that a chart draws; null where there is nothing to tell. */
export interface Metric {
  label: string;
  of: (measures: Measures) => number | null;
  /** With all digits. */
  format: (value: number) => string;
  /** For the axis. */
  short: (value: number) => string;
  /** Highest value there can be: the axis ends there. */
  most?: number;
  /** Value at the top of an axis on which this is the highest; absent: a round number. */
  axisTop?: (highest: number) => number;
}

/** The top of the axis of a chart whose highest value this is. */
export const topOfAxis = ({ axisTop: own = axisTop, most = Infinity }: Metric, highest: number) =>
  Math.min(own(highest), most);

const LOCALE = typeof navigator === 'undefined' ? 'en-US' : navigator.language;
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 });
/** A part of one: `2.4%`. */
export const formatShare = (share: number): string => percent.format(share);

const roughMoney = new Intl.NumberFormat(LOCALE, {
  style: 'currency',
  currency: 'USD',
  currencyDisplay: 'narrowSymbol',
  minimumFractionDigits: 0,
  maximumSignificantDigits: 3,
});

const ofAny = (value: number, { count }: Measures): number | null => (count === 0 ? null : value);

/** Zeros at the end of a decimal fraction: a mark of an axis is exact without. */
const NO_DIGITS = /(?:\.0+|(\.\d*?[1-9])0+)(?= )/;

/** Units in which a mark of an axis is written from a minute on, µs: two of them at once have no room there. */
const LONG_UNITS = [
  { us: 86_400e6, name: 'd' },
  { us: 3_600e6, name: 'h' },
  { us: 60e6, name: 'min' },
];

/** A duration as the mark of an axis: `20 s`, `1.4 h`. @param us microseconds */
export function durationMark(us: number): string {
  if (us === 0) return '0';
  const unit = LONG_UNITS.find((each) => us >= each.us);
  if (unit === undefined) return formatDuration(us).replace(NO_DIGITS, '$1');
  return `${Number((us / unit.us).toFixed(1))} ${unit.name}`;
}

const duration = (label: string, of: (measures: Measures) => number): Metric => ({
  label,
  of: (measures) => ofAny(of(measures), measures),
  format: formatDuration,
  short: durationMark,
  axisTop: durationAxisTop,
});

const amount = (label: string, of: (measures: Measures) => number): Metric => ({
  label,
  of,
  format: formatCount,
  short: formatMark,
  axisTop: countAxisTop,
});

const tokensOf = (measures: Measures): number => measures.inputTokens + measures.outputTokens;

/** Part of the input tokens that came from a cache; null without input. */
export function cacheShare({ inputTokens, cachedTokens }: Measures): number | null {
  return inputTokens === 0 ? null : Math.min(1, cachedTokens / inputTokens);
}

export const METRICS = {
  count: amount('Count', ({ count }) => count),
  ok: amount('Without error', ({ count, errors }) => count - errors),
  errors: amount('With errors', ({ errors }) => errors),
  errorRate: {
    label: 'Error rate',
    of: (measures) => ofAny(measures.errors / measures.count, measures),
    format: formatShare,
    short: formatShare,
    most: 1,
  },
  p50: duration('p50', ({ p50DurationUs }) => p50DurationUs),
  p95: duration('p95', ({ p95DurationUs }) => p95DurationUs),
  p99: duration('p99', ({ p99DurationUs }) => p99DurationUs),
  tokens: amount('Tokens', tokensOf),
  freshInput: amount('Input', ({ inputTokens, cachedTokens }) =>
    Math.max(0, inputTokens - cachedTokens),
  ),
  cachedInput: amount('Cached input', ({ cachedTokens }) => cachedTokens),
  output: amount('Output', ({ outputTokens }) => outputTokens),
  cost: {
    label: 'Cost',
    // What was called has no price: that is not for nothing.
    of: ({ costUsd, count }) => costUsd ?? (count === 0 ? 0 : null),
    format: formatMoney,
    short: (usd) => roughMoney.format(usd),
  },
  cacheHits: {
    label: 'Cached part of the input',
    of: cacheShare,
    format: formatShare,
    short: formatShare,
    most: 1,
  },
} as const satisfies Record<string, Metric>;

/** How a figure differs from the one it is compared with, such as `+12%` or `−3 pp`; undefined without one. */
export function changeOf(
  metric: Metric,
  now: number | null,
  before: number | null,
): { text: string; sign: -1 | 0 | 1 } | undefined {
  if (now === null || before === null) return undefined;
  const sign = Math.sign(now - before) as -1 | 0 | 1;
  if (sign === 0) return { text: 'no change', sign };
  const mark = sign > 0 ? '+' : '−';
  // Shares differ by points: a percentage of a percentage would be read as one.
  if (metric.most === 1) {
    const points = Math.abs(now - before) * 100;
    return { text: `${mark}${points < 0.1 ? '<0.1' : points.toFixed(1)} pp`, sign };
  }
  if (before === 0) return { text: 'new', sign };
  const share = Math.abs(now - before) / before;
  return { text: share >= 10 ? `×${(now / before).toFixed(0)}` : mark + formatShare(share), sign };
}
