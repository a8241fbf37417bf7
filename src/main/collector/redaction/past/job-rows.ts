import { sql } from 'kysely';
import type { CatalogTransaction } from '../../audit/audit-trail.ts';
import type { Catalog } from '../../catalog/open-catalog.ts';
import type {
  PastRedactionCountTable,
  PastRedactionDayTable,
  PastRedactionTable,
} from '../../catalog/past-redaction-tables.ts';
import type { Survey } from '../../store/rewrite/types.ts';
import type { ActivePolicy } from '../policy.ts';
import type { RedactionCount } from '../redaction-count.ts';
import type { SaidCounts } from './said-columns.ts';

export type JobRow = PastRedactionTable;
export type JobDay = PastRedactionDayTable;
export type JobCount = PastRedactionCountTable;
export type JobKind = JobRow['kind'];

/** Names a day of a job. */
export type DayKey = Pick<JobDay, 'job_id' | 'signal' | 'day'>;

/** Rows of one job; what is found beyond is counted under the key `*`. */
const MAX_ROWS = 20_000;

/** Notes a new job in place of the last one of its kind. */
export async function insertJob(
  tx: CatalogTransaction,
  job: Pick<JobRow, 'id' | 'project_id' | 'kind' | 'started_ms'>,
  { pseudonymKey: _secret, ...policy }: ActivePolicy,
  { days, unreadable }: Survey,
): Promise<void> {
  await deleteJobs(tx, job.project_id, job.kind);
  const values = {
    ...job,
    state: 'running',
    policy: JSON.stringify(policy),
    policy_version: policy.version,
    ended_ms: null,
  } as const;
  await tx.insertInto('past_redaction').values(values).execute();
  for (const { signal, day, records, bytes, through } of days) {
    const begun = { job_id: job.id, signal, day, records, bytes, up_to: through };
    const fresh = { state: 'waiting', through: 0, records_done: 0 } as const;
    await tx
      .insertInto('past_redaction_day')
      .values({ ...begun, ...fresh, generation: null, problem: null })
      .execute();
  }
  // A job that left them out would say that it went through everything.
  for (const { signal, day, problem } of unreadable) {
    const unknown = { records: 0, bytes: 0, up_to: 0, through: 0, records_done: 0 };
    const failed = { job_id: job.id, signal, day, state: 'failed', problem } as const;
    await tx
      .insertInto('past_redaction_day')
      .values({ ...failed, ...unknown, generation: null })
      .execute();
  }
}

/** Removes jobs of a kind with what they found. */
export async function deleteJobs(
  tx: CatalogTransaction,
  projectId: string,
  kind: JobKind,
): Promise<void> {
  await tx
    .deleteFrom('past_redaction')
    .where('project_id', '=', projectId)
    .where('kind', '=', kind)
    .execute();
}

/** The policy of a job that is under way. */
export function policyOf(job: JobRow, pseudonymKey: string): ActivePolicy {
  return { ...(JSON.parse(job.policy) as Omit<ActivePolicy, 'pseudonymKey'>), pseudonymKey };
}

export async function jobsOf(db: Catalog['db'], projectId: string): Promise<JobRow[]> {
  return db.selectFrom('past_redaction').selectAll().where('project_id', '=', projectId).execute();
}

export async function runningJobs(db: Catalog['db']): Promise<JobRow[]> {
  return db.selectFrom('past_redaction').selectAll().where('state', '=', 'running').execute();
}

/** Days of a job, the oldest first. */
export async function daysOf(
  db: Catalog['db'] | CatalogTransaction,
  jobId: string,
): Promise<JobDay[]> {
  return db
    .selectFrom('past_redaction_day')
    .selectAll()
    .where('job_id', '=', jobId)
    .orderBy('day')
    .orderBy('signal')
    .execute();
}

/** What a job found, the highest counts first. */
export async function countsOf(
  db: Catalog['db'] | CatalogTransaction,
  jobId: string,
): Promise<JobCount[]> {
  return db
    .selectFrom('past_redaction_count')
    .selectAll()
    .where('job_id', '=', jobId)
    .orderBy('count', 'desc')
    .orderBy('day')
    .orderBy('signal')
    .orderBy('type')
    .orderBy('rule')
    .orderBy('key')
    .orderBy('service')
    .execute();
}

/** Marks a job as ended; nothing of its rules stays. False when it is gone, with its project. */
export async function endJob(
  tx: CatalogTransaction,
  id: string,
  state: Exclude<JobRow['state'], 'running'>,
  endedMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('past_redaction')
    .set({ state, policy: '', ended_ms: endedMs })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Writes down how far a day is and what was found in it, both or neither.
 *
 * @param found what comes to what was found in it before; null: nothing of that is true
 */
export function noteDay(
  catalog: Pick<Catalog, 'writer'>,
  day: DayKey,
  change: Partial<JobDay>,
  found: readonly RedactionCount[] | null = [],
): Promise<void> {
  return catalog.writer.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('past_redaction_day')
      .set(change)
      .where('job_id', '=', day.job_id)
      .where('signal', '=', day.signal)
      .where('day', '=', day.day)
      .executeTakeFirst();
    // Gone with its project.
    if (numUpdatedRows === 0n) return;
    if (found === null) await deleteCounts(tx, day);
    else if (found.length > 0) await addCounts(tx, day, found);
  });
}

/** Under what stands for a signal in counts of what people and programs say of traces. */
const SAID = 'annotations';

/** Writes down what was found in what is said of traces, in place of what was noted of it before. */
export function noteSaid(
  catalog: Pick<Catalog, 'writer'>,
  jobId: string,
  found: readonly SaidCounts[],
): Promise<void> {
  return catalog.writer.transaction().execute(async (tx) => {
    await tx
      .deleteFrom('past_redaction_count')
      .where('job_id', '=', jobId)
      .where('signal', '=', SAID)
      .execute();
    await addSaid(tx, jobId, found);
  });
}

/** Adds to what was found in what is said of traces. */
export async function addSaid(
  tx: CatalogTransaction,
  jobId: string,
  found: readonly SaidCounts[],
): Promise<void> {
  // Gone with its project.
  const job = await tx
    .selectFrom('past_redaction')
    .select('id')
    .where('id', '=', jobId)
    .executeTakeFirst();
  if (job === undefined) return;
  for (const { day, counts } of found) {
    await addCounts(tx, { job_id: jobId, signal: SAID, day }, counts);
  }
}

async function deleteCounts(tx: CatalogTransaction, { job_id, signal, day }: DayKey) {
  await tx
    .deleteFrom('past_redaction_count')
    .where('job_id', '=', job_id)
    .where('signal', '=', signal)
    .where('day', '=', day)
    .execute();
}

async function addCounts(
  tx: CatalogTransaction,
  { job_id, signal, day }: Pick<JobCount, 'job_id' | 'signal' | 'day'>,
  counts: readonly RedactionCount[],
): Promise<void> {
  const { rows } = await tx
    .selectFrom('past_redaction_count')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where('job_id', '=', job_id)
    .executeTakeFirstOrThrow();
  const isFull = rows >= MAX_ROWS;
  for (const { type, rule, key, service, count } of counts) {
    const where = isFull ? { key: '*', service: '*' } : { key, service };
    await tx
      .insertInto('past_redaction_count')
      .values({ job_id, signal, day, type, rule, ...where, count })
      .onConflict((conflict) =>
        conflict
          .columns(['job_id', 'signal', 'day', 'type', 'rule', 'key', 'service'])
          .doUpdateSet({ count: sql`past_redaction_count.count + excluded.count` }),
      )
      .execute();
  }
}
