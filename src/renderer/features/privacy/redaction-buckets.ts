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

/** Types drawn each in a color of its own; more cannot be told apart. */
const MAX_DRAWN = 8;
/** All types that are not drawn alone; no type is called so. */
export const OTHER_TYPES = '';

/**
 * The types that are drawn, and bars of them: where there are more than can be told apart, the rarest ones are one.
 *
 * @param types the most frequent first
 */
export function foldTypes(
  bars: readonly Bar[],
  types: readonly string[],
): { readonly bars: readonly Bar[]; readonly types: readonly string[] } {
  if (types.length <= MAX_DRAWN) return { bars, types };
  const drawn = types.slice(0, MAX_DRAWN - 1);
  const folded = bars.map(({ at, counts }) => {
    const kept = drawn.filter((type) => counts[type]);
    const total = (names: readonly string[]): number =>
      names.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
    const others = total(Object.keys(counts)) - total(kept);
    return {
      at,
      counts: {
        ...Object.fromEntries(kept.map((type) => [type, counts[type]!])),
        ...(others > 0 ? { [OTHER_TYPES]: others } : {}),
      },
    };
  });
  return { bars: folded, types: [...drawn, OTHER_TYPES] };
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
