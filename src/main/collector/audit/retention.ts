import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { repeat } from '../repeat.ts';
import type { ClockWatch } from '../retention/clock-watch.ts';
import { systemActor } from './actor.ts';
import type { AuditTrail } from './audit-trail.ts';
import { nextTurn } from './next-turn.ts';
import { newestTrim } from './read-entries.ts';

const DAY_MS = 86_400_000;
/** How often the rule is looked at, ms: a machine that is on for an hour a day must not miss it. */
const EVERY_MS = 3_600_000;
/** Entries deleted in one transaction. */
const BATCH = 500;

export interface RetentionOptions {
  readonly trail: AuditTrail;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly clockWatch: Pick<ClockWatch, 'isHeld'>;
  days(): number;
}

/**
 * Removes the entries at the old end of the chain that are older than the rule says. First an entry states up to which
 * one, with its hash: the chain can be checked from there, and entries removed by anybody else are missed. Nothing goes
 * while the clock may be wrong.
 *
 * @returns how many were removed
 */
export async function sweepAuditLog(options: RetentionOptions): Promise<number> {
  const { trail, catalog, clock, clockWatch } = options;
  if (await clockWatch.isHeld()) return 0;
  const days = options.days();
  const cutoff = clock.now() - days * DAY_MS;
  const through = await lastBefore(catalog, cutoff);
  const before = (await newestTrim(catalog))?.sequence ?? 0;
  // What an earlier sweep stated and did not get to delete needs no second statement.
  if (through !== undefined && through.sequence > before) {
    await trail.change(systemActor('retention'), async () => ({
      answer: undefined,
      entries: [
        {
          action: 'audit.trimmed',
          resource: 'audit',
          after: {
            throughSequence: through.sequence,
            throughHash: through.hash,
            retentionDays: days,
          },
        },
      ],
    }));
  }
  const trimmed = await newestTrim(catalog);
  if (trimmed === undefined) return 0;
  let removed = 0;
  for (;;) {
    const count = await trail.removeThrough(trimmed.sequence, BATCH);
    removed += count;
    if (count < BATCH) break;
    await nextTurn();
  }
  // Reasons and names of people went from the file; now they leave its log as well.
  if (removed > 0) await catalog.emptyLog();
  return removed;
}

/** The last entry of the old end, every entry of which is older than `cutoff`; undefined where the oldest is not. */
async function lastBefore(catalog: Catalog, cutoff: number) {
  const entries = catalog.db.selectFrom('audit_entry').orderBy('sequence');
  const kept = await entries
    .select('sequence')
    .where('time_ms', '>=', cutoff)
    .limit(1)
    .executeTakeFirst();
  return catalog.db
    .selectFrom('audit_entry')
    .select(['sequence', 'hash'])
    .where('sequence', '<', kept?.sequence ?? Number.MAX_SAFE_INTEGER)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Sweeps after `firstAfterMs` and every hour from then on; returns how to stop. */
export function sweepRegularly(
  options: RetentionOptions,
  onError: (error: unknown) => void,
  firstAfterMs: number,
): () => Promise<void> {
  return repeat(EVERY_MS, () => sweepAuditLog(options), onError, firstAfterMs);
}
