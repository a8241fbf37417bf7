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
  const to = toUs ?? (isEmpty ? from + steps : undefined);
  const end = to === undefined ? last : to - 1;
  // Beyond the year 2255 the microsecond after the last is the same number.
  const stepUs = Math.max(1, Math.floor((end - from) / steps) + spacingAt(end));
  return { fromUs: from, stepUs, steps };
}

/** Microseconds from one time to the next that a number can hold: 1, from the year 2255 on 2 and later 4. */
function spacingAt(timeUs: number): number {
  return timeUs <= Number.MAX_SAFE_INTEGER ? 1 : 2 ** (Math.floor(Math.log2(timeUs)) - 52);
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** Steps that a clock or calendar shows, seconds. */
const WHOLE_STEPS: readonly number[] = [
  1,
  2,
  5,
  10,
  15,
  20,
  30,
  ...[1, 2, 5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 56, 91, 182, 364].map((days) => days * DAY),
];
/** With fewer steps than these a whole one would be far from what was asked for. */
const FEW_STEPS = 10;

/**
 * As {@link timeSteps}, but where there are many steps they are whole seconds, minutes, hours or days in UTC, at most
 * as many as asked for: then the bars of a chart stay what they are as time goes on, and roll-ups tell them.
 *
 * The first step may begin before the range and the last end after it.
 */
export function wholeSteps(
  filter: Pick<TraceFilter, 'fromUs' | 'toUs'>,
  first: number,
  last: number,
  steps: number,
): TimeSteps {
  const exact = timeSteps(filter, first, last, steps);
  if (steps < FEW_STEPS || exact.stepUs < 1e6) return exact;
  const end = filter.toUs === undefined ? last : filter.toUs - 1;
  for (const seconds of WHOLE_STEPS) {
    const stepUs = seconds * 1e6;
    const fromUs = Math.floor(exact.fromUs / stepUs) * stepUs;
    const needed = Math.floor((end - fromUs) / stepUs) + 1;
    if (needed <= steps) return { fromUs, stepUs, steps: needed };
  }
  return exact;
}
