import { AppError } from '../../../../shared/errors.ts';
import type { AuditTrail } from '../../audit/audit-trail.ts';
import type { Catalog } from '../../catalog/open-catalog.ts';
import { storedRules } from '../../retention/rule-rows.ts';
import { hasChanged, type PastDays } from '../../store/rewrite/past-days.ts';
import type { DayPlace } from '../../store/rewrite/types.ts';
import type { ActivePolicy } from '../policy.ts';
import { daysOf, noteDay, type DayKey, type JobDay, type JobRow } from './job-rows.ts';

/** What a job is done with. */
export interface JobTies {
  readonly catalog: Catalog;
  readonly audit: Pick<AuditTrail, 'inTurn'>;
  readonly past: PastDays;
  /** Aborted when it is to end, be it for good or until the next start. */
  readonly signal: AbortSignal;
  /** Told while a day is rewritten how many of its records were gone through. */
  readonly onProgress: (records: number) => void;
}

/** Why a project's data may not be rewritten now; undefined when it may. */
export async function rewriteRefusal(
  db: Catalog['db'],
  projectId: string,
): Promise<string | undefined> {
  const { rules, isUnreadable } = await storedRules(db, projectId);
  if (isUnreadable) {
    return 'The retention rules of the project cannot be read, and a legal hold may be among them: what is stored stays as it is. Set the rules anew, then take the hold off.';
  }
  if (!rules.legalHold) return undefined;
  return 'The project is on legal hold: what is stored stays as it is. Take the hold off first.';
}

/**
 * Goes through the days of a job that are not done yet.
 *
 * @returns how it ended, or `interrupted` when `signal` was aborted: then what is done is noted, and the rest waits
 */
export async function runJob(
  job: JobRow,
  policy: ActivePolicy,
  ties: JobTies,
): Promise<'done' | 'failed' | 'interrupted'> {
  const { catalog, signal } = ties;
  let isComplete = true;
  for (const day of await daysOf(catalog.db, job.id)) {
    if (day.state === 'failed') isComplete = false;
    if (day.state !== 'waiting') continue;
    const place = { projectId: job.project_id, signal: day.signal, day: day.day };
    try {
      const isDone = await DAY_WORK[job.kind](place, day, policy, ties);
      if (!isDone) return 'interrupted';
    } catch (error) {
      // A collector that stops takes the thread away in the middle.
      if (signal.aborted) return 'interrupted';
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'not_found') await noteDone(catalog, day);
      else {
        isComplete = false;
        // What was replaced counts, whatever failed once the day had changed.
        const found = (await isPlaced(job, day, ties)) ? [] : null;
        await noteDay(catalog, day, { state: 'failed', problem: error.message }, found);
      }
    }
  }
  return isComplete ? 'done' : 'failed';
}

/** False when it was interrupted. */
type DayWork = (
  place: DayPlace,
  day: JobDay,
  policy: ActivePolicy,
  ties: JobTies,
) => Promise<boolean>;

const scanDay: DayWork = async (place, day, policy, { catalog, past, signal }) => {
  let { through, records_done: done, up_to: upTo, generation } = day;
  for (;;) {
    if (signal.aborted) return false;
    const examined = await past.examine(place, policy, through, upTo);
    if (through > 0 && examined.generation !== generation) {
      // It was written anew meanwhile, and its segments may be others: once more, all of it.
      [through, done, upTo] = [0, 0, Number.MAX_SAFE_INTEGER];
      const anew = { state: 'waiting', through, records_done: 0, up_to: upTo } as const;
      await noteDay(catalog, day, anew, null);
      continue;
    }
    ({ through, generation } = examined);
    done += examined.records;
    const change = { through, generation, records_done: Math.min(done, day.records) };
    const { isLast, counts } = examined;
    await noteDay(
      catalog,
      day,
      isLast ? { ...change, state: 'done', records_done: day.records } : change,
      counts,
    );
    if (isLast) return true;
  }
};

const rewriteDay: DayWork = async (place, day, policy, ties) => {
  const { catalog, audit, past, signal, onProgress } = ties;
  const requireFree = async () => {
    const refusal = await rewriteRefusal(catalog.db, place.projectId);
    if (refusal !== undefined) throw new AppError('conflict', refusal);
  };
  await requireFree();
  const redacted = await past.redact(place, policy, {
    signal,
    onProgress,
    guard: ({ generation, counts }, change) =>
      audit.inTurn(async () => {
        // A day takes its time: a hold that was set meanwhile counts, and one that is set now is set after the change.
        await requireFree();
        // A kill before or after: the next start sees by the generation whether the day has changed.
        await noteDay(catalog, day, { state: 'placing', generation }, counts);
        return change();
      }),
  });
  onProgress(0);
  if (redacted === undefined) return false;
  await noteDone(catalog, day);
  return true;
};

const DAY_WORK = { scan: scanDay, rewrite: rewriteDay } as const;

function noteDone(catalog: Catalog, day: DayKey & Pick<JobDay, 'records'>): Promise<void> {
  return noteDay(catalog, day, { state: 'done', records_done: day.records });
}

/** After a start: what became of days that were about to take their place. */
export async function settlePlacing(
  job: JobRow,
  ties: Pick<JobTies, 'catalog' | 'past'>,
): Promise<void> {
  const { catalog } = ties;
  for (const day of await daysOf(catalog.db, job.id)) {
    if (day.state !== 'placing') continue;
    if (await isPlaced(job, day, ties)) await noteDone(catalog, day);
    else await noteDay(catalog, day, { state: 'waiting', generation: null }, null);
  }
}

/** Whether a day was about to take its place, and did. */
async function isPlaced(
  { id, project_id: projectId }: JobRow,
  { signal, day }: DayKey,
  { catalog, past }: Pick<JobTies, 'catalog' | 'past'>,
): Promise<boolean> {
  const days = await daysOf(catalog.db, id);
  const noted = days.find((each) => each.signal === signal && each.day === day);
  if (noted?.state !== 'placing') return false;
  return hasChanged(past, { projectId, signal: noted.signal, day }, noted.generation ?? 0);
}
