import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { repeat } from '../repeat.ts';
import { SESSION_KEPT_MS, SESSION_MAX_IDLE_MS } from './session-times.ts';

const DAY_MS = 86_400_000;
/** How often the clock is looked at, ms: timers stand still while a machine sleeps. */
const LOOK_MS = 3_600_000;

/**
 * Deletes the rows of sessions that ended long ago. Bookkeeping and no change: that they began and ended is in the
 * audit log, and nobody can use them any more.
 *
 * @returns how many were deleted
 */
async function purgeSessions(catalog: Pick<Catalog, 'writer'>, nowMs: number): Promise<number> {
  const endedBefore = nowMs - SESSION_KEPT_MS;
  const result = await catalog.writer.transaction().execute((tx) =>
    tx
      .deleteFrom('session')
      .where((row) =>
        row.or([
          row('revoked_ms', '<', endedBefore),
          row('expires_ms', '<', endedBefore),
          row('last_seen_ms', '<', endedBefore - SESSION_MAX_IDLE_MS),
        ]),
      )
      .executeTakeFirst(),
  );
  return Number(result.numDeletedRows);
}

/** Purges after `firstAfterMs` and once a day by the clock from then on; returns how to stop. */
export function purgeSessionsDaily(
  catalog: Pick<Catalog, 'writer'>,
  clock: Clock,
  onError: (error: unknown) => void,
  firstAfterMs: number,
): () => Promise<void> {
  let lastMs = Number.NEGATIVE_INFINITY;
  const look = async () => {
    const now = clock.now();
    // A clock that was set back must not put it off for longer than a day either.
    if (Math.abs(now - lastMs) < DAY_MS) return;
    lastMs = now;
    await purgeSessions(catalog, now);
  };
  return repeat(LOOK_MS, look, onError, firstAfterMs);
}
