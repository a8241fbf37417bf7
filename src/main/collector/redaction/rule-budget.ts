import { threadMs } from '../thread-ms.ts';

/** One rule on one value, ms of this thread; linear time, but a sender chooses the length, and the user the pattern. */
export const BUDGET_MS = 250;

/**
 * Tells when a rule has had its time, {@link BUDGET_MS}.
 *
 * Cheap enough to be asked at every match: asking for processor time is a call of the system, and made only once so
 * much time has passed at all. From then on the rule has its time once more.
 */
export function startBudget(): () => boolean {
  let untilMs = performance.now() + BUDGET_MS;
  let sinceMs: number | undefined;
  return () => {
    if (performance.now() <= untilMs) return false;
    const nowMs = threadMs();
    sinceMs ??= nowMs;
    const leftMs = BUDGET_MS - (nowMs - sinceMs);
    untilMs = performance.now() + leftMs;
    return leftMs <= 0;
  };
}
