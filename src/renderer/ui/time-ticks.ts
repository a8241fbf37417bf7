import { tickTime, type TickUnit } from './format.ts';

/** A mark of a time axis: a round time of whoever looks, where it is. */
export interface TimeTick {
  /** Microseconds since the epoch. */
  readonly us: number;
  /** Its place, as a part of the axis from the left, 0 to 1. */
  readonly at: number;
  readonly label: string;
}

const HOUR_MS = 3_600_000;
/** About. */
const UNIT_US: Readonly<Record<TickUnit, number>> = {
  millisecond: 1e3,
  second: 1e6,
  minute: 60e6,
  day: 86_400e6,
  month: 30.44 * 86_400e6,
  year: 365.25 * 86_400e6,
};

interface Step {
  readonly unit: TickUnit;
  /** In its unit. */
  readonly size: number;
}

const stepsOf = (unit: TickUnit, sizes: readonly number[]): Step[] =>
  sizes.map((size) => ({ unit, size }));

const STEPS: readonly Step[] = [
  ...stepsOf('millisecond', [1, 2, 5, 10, 20, 50, 100, 200, 500]),
  ...stepsOf('second', [1, 2, 5, 10, 15, 30]),
  ...stepsOf('minute', [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720]),
  ...stepsOf('day', [1, 2, 7, 14]),
  ...stepsOf('month', [1, 3, 6]),
  ...stepsOf('year', [1, 2, 5, 10, 20, 50, 100]),
];
const LONGEST: Step = { unit: 'year', size: 100 };

/** Microseconds, about. */
const lengthOf = ({ unit, size }: Step): number => size * UNIT_US[unit];

/** Days since the epoch of the day a time is in where the reader is, so that steps of several do not move from day to day. */
const dayNumber = (date: Date): number =>
  Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);

/** The epoch was a Thursday: weeks begin on Monday. */
const MONDAY = 4;

/** The `n`th mark from the one at or before `from`; local fields, so that days with a change of clocks are right. */
function markAt(from: Date, { unit, size }: Step, n: number): Date {
  const [year, month, day] = [from.getFullYear(), from.getMonth(), from.getDate()];
  if (unit === 'year') return new Date((Math.floor(year / size) + n) * size, 0, 1);
  if (unit === 'month') return new Date(year, (Math.floor(month / size) + n) * size, 1);
  if (unit === 'day') {
    const number = dayNumber(from) - MONDAY;
    return new Date(year, month, day - (number - Math.floor(number / size) * size) + n * size);
  }
  const ms = (size * UNIT_US[unit]) / 1000;
  // A change of clocks moves whole hours, in nearly every zone: below that, what is even before it is so after it.
  if (ms < HOUR_MS) {
    const offset = from.getTimezoneOffset() * 60_000;
    return new Date(Math.floor((from.getTime() - offset) / ms + n) * ms + offset);
  }
  const hours = ms / HOUR_MS;
  return new Date(year, month, day, (Math.floor(from.getHours() / hours) + n) * hours);
}

/** Round times of an axis, at most about `room` of them, in even steps. */
export function timeTicks(fromUs: number, toUs: number, room: number): TimeTick[] {
  const rangeUs = toUs - fromUs;
  if (rangeUs <= 0 || room < 1) return [];
  const step = STEPS.find((each) => lengthOf(each) * room >= rangeUs) ?? LONGEST;
  const from = new Date(fromUs / 1000);
  const ticks: TimeTick[] = [];
  // A change of clocks can make a step shorter or none at all; what is asked for is bounded either way.
  const most = Math.ceil(rangeUs / lengthOf(step)) + 3;
  for (let n = 0; n <= most; n++) {
    const us = markAt(from, step, n).getTime() * 1000;
    if (us < fromUs || us <= (ticks.at(-1)?.us ?? -Infinity)) continue;
    if (us > toUs) break;
    ticks.push({ us, at: (us - fromUs) / rangeUs, label: tickTime(us, step.unit) });
  }
  return ticks;
}
