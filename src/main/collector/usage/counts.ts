/** What is counted of every sender and day, in the order of a {@link Counts} array. */
export const COUNT_NAMES = [
  'spans',
  'logs',
  'points',
  'requests',
  'refused',
  'bytes_received',
  'bytes_stored',
  'input_tokens',
  'output_tokens',
  'cost_usd',
] as const;

/** One number for each of {@link COUNT_NAMES}. */
export type Counts = Float64Array;

/** Places in {@link Counts}. */
export const AT = {
  spans: 0,
  logs: 1,
  points: 2,
  requests: 3,
  refused: 4,
  bytesReceived: 5,
  bytesStored: 6,
  inputTokens: 7,
  outputTokens: 8,
  costUsd: 9,
} as const;

export function newCounts(): Counts {
  return new Float64Array(COUNT_NAMES.length);
}

/** Counts of one sender on one day that are not written down yet. */
export interface UsageDelta {
  readonly projectId: string;
  readonly source: string;
  readonly day: number;
  readonly counts: Counts;
}
