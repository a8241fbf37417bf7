import { AppError } from '../../../shared/errors.ts';
import type { Signal } from '../otlp/types.ts';
import type { DayPlace, Selection, StoredDays } from '../store/rewrite/types.ts';
import { plus, type Gone } from './deletion-progress.ts';
import { failureOf } from './failure-of.ts';

/** What goes up on the way. */
export interface Tally {
  gone: Gone;
  /** Days of each signal that are gone through, and that may hold something. */
  readonly days: { done: number; total: number };
}

/** Days that a message names; the log has them all. */
const NAMED_DAYS = 3;

/**
 * Counts or removes what was picked, day by day. A day that cannot be read keeps no other one.
 *
 * @returns such days with the reason: nobody knows what is in them
 */
export async function forEachDay(
  store: StoredDays,
  projectId: string,
  selection: Selection,
  tally: Tally,
  act: (place: DayPlace) => ReturnType<StoredDays['count']>,
): Promise<string[]> {
  const { traceIds, attribute } = selection;
  if (traceIds?.length === 0 && attribute === undefined) return [];
  const { days, unreadable } = await store.survey(projectId);
  const isAffected = ({ signal }: { signal: Signal }): boolean =>
    signal !== 'metrics' || attribute !== undefined;
  const affected = days.filter(isAffected);
  const failures = unreadable
    .filter(isAffected)
    .map(({ problem, ...day }) => failureOf(day, problem));
  Object.assign(tally.days, { done: 0, total: affected.length + failures.length });
  for (const { signal, day } of affected) {
    try {
      const goes = await act({ projectId, signal, day });
      tally.gone = plus(tally.gone, { signal }, goes);
      tally.days.done++;
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'conflict') throw error;
      // Retention took it, or the project went.
      if (error.code === 'not_found') tally.days.done++;
      else failures.push(failureOf({ signal, day }, error.message));
    }
  }
  return failures;
}

/** What to say of days that failed. */
export function namedDays(failures: readonly string[]): string {
  const more = failures.length - NAMED_DAYS;
  const named = failures.slice(0, NAMED_DAYS).join(' ');
  return more > 0 ? `${named} And ${more} more of the kind.` : named;
}
