import type { TraceFilter } from '../../../../../shared/contract/traces.ts';

/** Equal stretches of time from `fromUs` on, whole microseconds. */
export interface TimeSteps {
  readonly fromUs: number;
  readonly stepUs: number;
  readonly steps: number;
}

/**
 * Cuts a range into steps; where the range is open, to the first or last time there is.
 *
 * @param first earliest time, microseconds; Infinity for none
 * @param last latest time
 */
export function timeSteps(
  { fromUs, toUs }: Pick<TraceFilter, 'fromUs' | 'toUs'>,
  first: number,
  last: number,
  steps: number,
): TimeSteps {
  const isEmpty = first > last;
  const from = fromUs ?? (isEmpty ? Math.max(0, (toUs ?? 0) - steps) : first);
  const to = toUs ?? (isEmpty ? from + steps : last + 1);
  return { fromUs: from, stepUs: Math.max(1, Math.ceil((to - from) / steps)), steps };
}
