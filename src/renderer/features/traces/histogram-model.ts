import type { TraceHistogram } from '../../../shared/contract/traces.ts';

export interface HistogramBar {
  fromUs: number;
  toUs: number;
  count: number;
  errors: number;
  /** Parts of the full height, 0 to 1; something is never drawn as nothing. */
  height: number;
  errorHeight: number;
}

/** Smallest part of the height that is still seen. */
const VISIBLE = 0.04;

const share = (value: number, max: number): number =>
  value === 0 ? 0 : Math.max(VISIBLE, value / max);

/** Bars of a histogram, scaled to its highest. */
export function histogramBars(histogram: TraceHistogram): HistogramBar[] {
  const max = Math.max(1, ...histogram.counts);
  return histogram.counts.map((count, index) => {
    const errors = histogram.errors[index] ?? 0;
    const fromUs = histogram.fromUs + index * histogram.stepUs;
    return {
      fromUs,
      toUs: fromUs + histogram.stepUs,
      count,
      errors,
      height: share(count, max),
      errorHeight: Math.min(share(count, max), share(errors, max)),
    };
  });
}

/** The bar under a point, `at` being its part of the width from the left, 0 to 1. */
export function barAt(at: number, bars: number): number {
  return Math.min(bars - 1, Math.max(0, Math.floor(at * bars)));
}

/** The time two bars and all between them cover, whichever comes first; whole microseconds. */
export function coveredTime(
  bars: readonly HistogramBar[],
  a: number,
  b: number,
): { fromUs: number; toUs: number } | null {
  const first = bars[Math.min(a, b)];
  const last = bars[Math.max(a, b)];
  if (!first || !last) return null;
  return { fromUs: Math.floor(first.fromUs), toUs: Math.ceil(last.toUs) };
}
