import type { RedactionSummary } from '../../../shared/contract/redaction.ts';

const HOUR_MS = 3_600_000;

/** Ranges of the redactions tab: how far back, ms, and in which steps they are drawn. */
export const RANGES = {
  day: { label: 'Last 24 hours', hours: 24, bucket: 'hour' },
  week: { label: 'Last 7 days', hours: 7 * 24, bucket: 'day' },
  month: { label: 'Last 30 days', hours: 30 * 24, bucket: 'day' },
  quarter: { label: 'Last 90 days', hours: 90 * 24, bucket: 'day' },
} as const;
export type RangeName = keyof typeof RANGES;

/** One bar of the chart. */
export interface Bar {
  /** Start, ISO, UTC. */
  readonly at: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** When a range begins: at a full hour or UTC day, so that its first bar is whole. */
export function startOf(range: RangeName, nowMs: number): string {
  const { hours, bucket } = RANGES[range];
  const step = (bucket === 'day' ? 24 : 1) * HOUR_MS;
  const steps = (hours * HOUR_MS) / step;
  return new Date((Math.floor(nowMs / step) - steps + 1) * step).toISOString();
}

/** A bar for each step from `from` to now, those without anything too. */
export function barsOf(
  buckets: RedactionSummary['buckets'],
  range: RangeName,
  from: string,
): Bar[] {
  const { hours, bucket } = RANGES[range];
  const step = (bucket === 'day' ? 24 : 1) * HOUR_MS;
  const known = new Map(buckets.map(({ at, counts }) => [Date.parse(at), counts]));
  return Array.from({ length: (hours * HOUR_MS) / step }, (_, index) => {
    const at = Date.parse(from) + index * step;
    return { at: new Date(at).toISOString(), counts: known.get(at) ?? {} };
  });
}
