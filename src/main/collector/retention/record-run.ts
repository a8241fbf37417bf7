import { sql } from 'kysely';
import type {
  Removal,
  RetainedSignal,
  RetentionRun,
  RunResult,
} from '../../../shared/contract/retention.ts';
import { sumsOf } from '../../../shared/sweep-words.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import { KEPT_RUNS } from './rule-rows.ts';
import type { Sweep } from './sweep-journal.ts';

/**
 * Writes a sweep down: one audit entry with counts for each project, and a row for the screens. What was noted of its
 * removals goes, both or neither.
 *
 * @param isCut somebody cancelled all of it before it was done
 */
export function recordRun(
  audit: AuditTrail,
  run: RetentionRun,
  sweep: Pick<Sweep, 'id' | 'actor'>,
  isCut = false,
): Promise<void> {
  return audit.change(sweep.actor, async (tx) => {
    const started = Date.parse(run.startedAt);
    const newest = await tx
      .selectFrom('retention_run')
      .select('id')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    const id = Math.max(started, (newest?.id ?? 0) + 1);
    await tx
      .insertInto('retention_run')
      .values({ id, run: JSON.stringify(run) })
      .execute();
    await tx
      .deleteFrom('retention_run')
      .where('id', 'not in', (eb) =>
        eb.selectFrom('retention_run').select('id').orderBy('id', 'desc').limit(KEPT_RUNS),
      )
      .execute();
    await forgetRemovals(tx, sweep.id);
    const entries = run.results.map((result) => entryOf(run, result));
    return { answer: undefined, entries: entries.length > 0 ? entries : [emptyEntry(run, isCut)] };
  });
}

/** Has the catalog forget what it noted of the removals of a sweep. */
export async function forgetRemovals(tx: CatalogTransaction, sweepId: string): Promise<void> {
  // A note of a damaged catalog must not keep sweeps from being written down.
  const noted = sql<string>`CASE WHEN json_valid(note) THEN coalesce(json_extract(note, '$.sweepId'), started_at) END`;
  await tx.deleteFrom('sweep_removal').where(noted, '=', sweepId).execute();
}

/** What went, as the audit log has it. */
export function countsOf(removals: readonly Removal[]) {
  const sum = (signal: RetainedSignal): number =>
    removals.reduce((total, each) => total + (each.signal === signal ? each.records : 0), 0);
  return {
    // One that was cut again, as rules changed meanwhile, is one.
    days: new Set(removals.map(({ signal, day }) => `${signal} ${day}`)).size,
    spans: sum('traces'),
    logRecords: sum('logs'),
    metricRecords: sum('metrics'),
    bytes: sumsOf(removals).bytes,
  };
}

function entryOf(run: RetentionRun, result: RunResult): AuditDraft {
  const { projectId, removals, failures, cancelled } = result;
  return {
    action: 'retention.swept',
    resource: 'retention',
    resourceId: projectId,
    projectId,
    after: {
      ...waysOf(run, cancelled === true),
      ...countsOf(removals),
      tookMs: run.tookMs,
      failures: failures.length,
    },
  };
}

function emptyEntry(run: RetentionRun, isCut: boolean): AuditDraft {
  const after = { ...waysOf(run, isCut), days: 0, bytes: 0, tookMs: run.tookMs, failures: 0 };
  return { action: 'retention.swept', resource: 'retention', after };
}

/** Why it began, and why it ended before it was done. */
function waysOf({ cause, interrupted }: RetentionRun, cancelled: boolean) {
  return { cause, ...(interrupted && { interrupted }), ...(cancelled && { cancelled }) };
}
