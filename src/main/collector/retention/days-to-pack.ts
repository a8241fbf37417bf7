import type { RetentionRules } from '../../../shared/contract/retention.ts';
import { dayOf } from '../store/day-files.ts';
import type { StoredDay } from '../store/rewrite/types.ts';
import { keptAtMost, newestMs } from './rules.ts';

const DAY_MS = 86_400_000;
/** After midnight, what was under way is still stored for the day before, ms. */
const SETTLE_MS = 10 * 60_000;
/** A day that goes that soon is not worth the work, days. */
const SOON_DAYS = 2;
/** Part of a day's records that may come after it was packed without doing it again. */
const LOOSE_PART = 0.1;

/**
 * Days that are over, are not packed yet, and stay for longer than a few days; the newest first, as it stays longest.
 * Pure.
 */
export function daysToPack(
  days: readonly StoredDay[],
  rules: RetentionRules,
  ceilingDays: number | null,
  nowMs: number,
): StoredDay[] {
  return days
    .filter((day) => {
      const isOver = day.day < dayOf(nowMs) && nowMs - day.arrivedMs > SETTLE_MS;
      const isLoose = day.records - (day.packed?.records ?? 0) > day.records * LOOSE_PART;
      const { longest } = keptAtMost(rules, ceilingDays, day.signal);
      const goesMs = Date.parse(dayOf(newestMs(day, nowMs))) + (longest + 1) * DAY_MS;
      const stays = rules.legalHold || goesMs > nowMs + SOON_DAYS * DAY_MS;
      return isOver && isLoose && stays;
    })
    .toSorted((a, b) => (a.day > b.day ? -1 : 1));
}
