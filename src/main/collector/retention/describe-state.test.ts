import { expect, test } from 'vitest';
import { forecastBasis } from '../../../shared/forecast-words.ts';
import { whySweepsWait } from '../../../shared/sweeps-wait.ts';
import type { StoredDay } from '../store/rewrite/types.ts';
import { describeState } from './describe-state.ts';
import { KEEP_EVERYTHING } from './rules.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-21T12:00:00Z');

/** A day of 1000 bytes of traces, so many days ago. */
const dayAgo = (age: number): StoredDay => {
  const atMs = NOW - age * DAY_MS;
  const day = new Date(atMs).toISOString().slice(0, 10);
  const file = { signal: 'traces', day, bytes: 1000, through: 1, generation: 0 } as const;
  return { ...file, records: 1, fromMs: atMs, toMs: atMs, arrivedMs: atMs, arrivedToMs: atMs };
};

const MINUTE_MS = 60_000;

const PARTS = {
  rules: KEEP_EVERYTHING,
  isUnreadable: false,
  ceilingDays: null,
  days: [],
  runs: [],
  nowMs: NOW,
  everyMs: 15 * MINUTE_MS,
  sinceSweepMs: 5 * MINUTE_MS,
  heldMs: 0,
  isBackingUp: false,
  isServed: true,
};

const stateOf = (...ages: number[]) => describeState({ ...PARTS, days: ages.map(dayAgo) });

/** Bytes in a week, and what they are made of. */
const basisOf = (...ages: number[]): string => {
  const { learnedDays, forecast } = stateOf(...ages);
  return `${forecast[0]!.bytes}: ${forecastBasis(learnedDays)}`;
};

test('a forecast says of how many days it is made, and that few are rough', () => {
  expect(basisOf(0)).toMatch(/^8000: if as much comes every day as so far today \(rough: a week/);
  expect(basisOf(0, 2)).toMatch(/^\d+: .* every day as in the last 3 days \(rough: a week/);
  expect(basisOf(0, 1, 2, 3, 4, 5, 6)).toBe('14000: if as much comes as in the last week');
  // What is older, or lies ahead, tells nothing.
  expect(basisOf(30, -3)).toBe('2000: if nothing more comes, as in the last week');
  expect(basisOf()).toBe('0: if nothing more comes, as in the last week');
});

const never = { sinceSweepMs: undefined };

test.each([
  ['nothing keeps it', {}, '12:10', undefined],
  ['nobody serves the folder', { ...never, isServed: false }, undefined, /while the app is open/],
  ['a command takes long', { isServed: false }, '12:10', undefined],
  ['it has just started', never, undefined, /^The first one .* in a moment/],
  ['a backup is made', { isBackingUp: true }, '12:10', /^A backup is being made/],
  // At the first turn after the wait.
  ['the clock went ahead', { heldMs: 20 * MINUTE_MS }, '12:25', /wait until 2026-11-21T12:20:00/],
  ['a little', { heldMs: 9 * MINUTE_MS }, '12:10', /wait until 2026-11-21T12:09:00/],
])('the next sweep, where %s', (_where, parts, at, why) => {
  const state = describeState({ ...PARTS, ...parts });
  expect(state.nextSweepAt).toBe(at === undefined ? null : `2026-11-21T${at}:00.000Z`);
  if (why === undefined) expect(whySweepsWait(state)).toBeUndefined();
  else expect(whySweepsWait(state)).toMatch(why);
});
