import type {
  Removal,
  RetentionRules,
  RetentionRun,
  RetentionState,
} from '../../../shared/contract/retention.ts';
import { isoOrNull } from '../clock.ts';
import { dayOf } from '../store/day-files.ts';
import type { StoredDay } from '../store/rewrite/types.ts';
import type { SeenColumns } from './rule-rows.ts';
import { keptAtMost, newestMs } from './rules.ts';

const DAY_MS = 86_400_000;
/** Days of which the average tells what is to come. */
const LEARNED_DAYS = 7;
/** How far ahead sizes are told, days. */
const FORECAST_DAYS = [7, 30, 90, 365];

export interface StateParts {
  readonly rules: RetentionRules;
  readonly isUnreadable: boolean;
  readonly ceilingDays: number | null;
  readonly days: readonly StoredDay[];
  readonly runs: RetentionRun[];
  readonly nowMs: number;
  /** How often sweeps run by themselves, and how long ago the last one began, ms; undefined: none has. */
  readonly everyMs: number;
  readonly sinceSweepMs: number | undefined;
  /** How long they wait as the clock went ahead, ms; 0: they do not. */
  readonly heldMs: number;
  readonly isBackingUp: boolean;
  /** Whether they are to run from the start on; else only once this process has been at work for a while. */
  readonly isServed: boolean;
}

/** All that the Retention screen shows. Pure. */
export function describeState(parts: StateParts): RetentionState {
  const { rules, ceilingDays, days, runs, nowMs, heldMs } = parts;
  const sweepsWait = waitOf(parts);
  return {
    rules,
    ...(parts.isUnreadable && { rulesUnreadable: true }),
    ceilingDays,
    days: days.map((stored) => {
      const { signal, day, bytes, records, packed } = stored;
      const { longest } = keptAtMost(rules, ceilingDays, signal);
      const lastMs = newestMs(stored, nowMs) + (longest + 1) * DAY_MS;
      const isEnding = !rules.legalHold && Number.isFinite(longest);
      const goesOn = isEnding ? dayOf(lastMs) : null;
      return { signal, day, bytes, records, ...(packed && { savedBytes: packed.saved }), goesOn };
    }),
    compaction: {
      days: days.filter(({ packed }) => packed !== undefined).length,
      savedBytes: days.reduce((sum, { packed }) => sum + (packed?.saved ?? 0), 0),
    },
    nextSweepAt: isoOrNull(nextSweepOf(parts)),
    ...(sweepsWait && { sweepsWait }),
    heldUntil: isoOrNull(heldMs > 0 ? nowMs + Math.round(heldMs) : null),
    runs,
    learnedDays: learnedDays(days, parts.nowMs),
    forecast: FORECAST_DAYS.map((inDays) => ({ inDays, bytes: forecast(parts, inDays) })),
  };
}

function waitOf(parts: StateParts): RetentionState['sweepsWait'] {
  const { sinceSweepMs, heldMs, isBackingUp, isServed } = parts;
  if (sinceSweepMs === undefined && !isServed) return 'unserved';
  if (heldMs > 0) return 'clock';
  if (isBackingUp) return 'backup';
  return sinceSweepMs === undefined ? 'starting' : undefined;
}

/** The first turn at which they do not wait for the clock, ms since the epoch; null where none is known. */
function nextSweepOf({ sinceSweepMs, everyMs, heldMs, nowMs }: StateParts): number | null {
  if (sinceSweepMs === undefined) return null;
  const inMs = Math.max(0, everyMs - sinceSweepMs);
  const leftOut = Math.ceil(Math.max(0, heldMs - inMs) / everyMs);
  return nowMs + Math.round(inMs + leftOut * everyMs);
}

/** Whether somebody may not know what goes of a part of a day by age: that tells environments and errors. */
export function hidesParts(hidden: SeenColumns['hiddenFields']): boolean {
  return hidden.has('environment') || hidden.has('status');
}

/** Whether somebody may know of a removal. */
export function isTold({ whole, reason }: Removal, hidden: SeenColumns['hiddenFields']): boolean {
  return whole || reason === 'size' || reason === 'count' || !hidesParts(hidden);
}

/** Runs as somebody may know them. */
export function toldRuns(
  runs: readonly RetentionRun[],
  hidden: SeenColumns['hiddenFields'],
): RetentionRun[] {
  return runs.map((run) => ({
    ...run,
    results: run.results.map((result) => ({
      ...result,
      removals: result.removals.filter((removal) => isTold(removal, hidden)),
    })),
  }));
}

/** Days of the last week, up to today, that tell what is to come; 0: nothing came in it. */
function learnedDays(days: readonly StoredDay[], nowMs: number): number {
  const recent = days.map((day) => ageOf(day, nowMs)).filter(isLearned);
  return Math.max(0, ...recent.map((age) => age + 1));
}

/** UTC days from a day until today; below 0 for one that lies ahead. */
const ageOf = ({ day }: StoredDay, nowMs: number): number =>
  (Date.parse(dayOf(nowMs)) - Date.parse(day)) / DAY_MS;

const isLearned = (age: number): boolean => age >= 0 && age < LEARNED_DAYS;

/** What is stored in so many days, if every day brings what the last week's days brought on average. */
function forecast({ rules, ceilingDays, days, nowMs }: StateParts, inDays: number): number {
  let total = 0;
  for (const signal of ['traces', 'logs', 'metrics'] as const) {
    const own = days.filter((day) => day.signal === signal);
    const recent = own.filter((day) => isLearned(ageOf(day, nowMs)));
    const learned = Math.max(learnedDays(own, nowMs), 1);
    const daily = recent.reduce((sum, { bytes }) => sum + bytes, 0) / learned;
    const { longest } = keptAtMost(rules, ceilingDays, signal);
    const kept = rules.legalHold ? Infinity : longest;
    const left = own
      .filter((day) => newestMs(day, nowMs) + (kept + 1) * DAY_MS > nowMs + inDays * DAY_MS)
      .reduce((sum, { bytes }) => sum + bytes, 0);
    const grown = left + daily * Math.min(inDays, kept + 1);
    const { bytes: capBytes, records: capRecords } = rules[signal];
    const stored = own.reduce((sum, day) => sum + day.bytes, 0);
    const records = own.reduce((sum, day) => sum + day.records, 0);
    const isCounted = capRecords !== null && records > 0;
    const byRecords = isCounted ? (capRecords * stored) / records : Infinity;
    const cap = Math.min(capBytes ?? Infinity, byRecords);
    total += Math.min(grown, rules.legalHold ? Infinity : cap);
  }
  return Math.round(total);
}
