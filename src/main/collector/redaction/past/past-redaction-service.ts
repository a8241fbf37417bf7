import type {
  PastRedaction,
  PastRedactionState,
} from '../../../../shared/contract/past-redaction.ts';
import { AppError } from '../../../../shared/errors.ts';
import { systemActor, type Actor } from '../../audit/actor.ts';
import type { AuditTrail } from '../../audit/audit-trail.ts';
import type { AuditDraft } from '../../audit/draft.ts';
import type { Catalog } from '../../catalog/open-catalog.ts';
import { createRowId } from '../../catalog/row-id.ts';
import type { Clock } from '../../clock.ts';
import { describeBug } from '../../describe-bug.ts';
import type { Log } from '../../log.ts';
import { projectRowOf } from '../../projects/project-rows.ts';
import type { TelemetryStore } from '../../store/types.ts';
import type { ActivePolicy } from '../policy.ts';
import type { RedactionService } from '../redaction-service.ts';
import {
  countsOf,
  daysOf,
  deleteJobs,
  endJob,
  insertJob,
  jobsOf,
  policyOf,
  runningJobs,
  type JobKind,
  type JobRow,
} from './job-rows.ts';
import { jobEntry, rulesOfJob } from './job-entries.ts';
import type { Sight } from '../read-counts.ts';
import { describeJob, type LiveProgress } from './report.ts';
import { rewriteRefusal, runJob, settlePlacing } from './run-job.ts';
import { scanAnnotations } from './scan-annotations.ts';
import { scrubAnnotations } from './scrub-annotations.ts';
import { scrubCounts } from './scrub-counts.ts';

export interface PastRedactionOptions {
  readonly catalog: Catalog;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<TelemetryStore, 'days' | 'past'>;
  readonly redaction: RedactionService;
  /** Resolves when what was taken by rules of before is stored. */
  readonly settled: () => Promise<void>;
}

/** A job at work in this process. */
interface Run {
  readonly job: JobRow;
  readonly ending: AbortController;
  readonly sinceMs: number;
  readonly doneBefore: number;
  /** Of the day at work. */
  records: number;
  /** Who cancelled it; undefined: it was not. */
  cancelledBy: Actor | undefined;
  finished: Promise<void>;
}

/**
 * Redaction of what is stored already: scans, which say what the present rules would find, and rewrites.
 *
 * A job is noted in the catalog with every step, so that the next start goes on where a kill left it. It goes by the
 * rules of its start.
 */
export class PastRedactionService {
  readonly #options: PastRedactionOptions;
  /** By project: one at a time each. */
  readonly #runs = new Map<string, Run>();
  /** By project: jobs that are about to be noted. */
  readonly #starting = new Map<string, Promise<void>>();
  #isStopping = false;

  private constructor(options: PastRedactionOptions) {
    this.#options = options;
  }

  /** To be opened before anything else writes days anew: it sees by their files what a kill left undone. */
  static async open(options: PastRedactionOptions): Promise<PastRedactionService> {
    const { catalog, store } = options;
    for (const job of await runningJobs(catalog.db)) {
      await settlePlacing(job, { catalog, past: store.past });
    }
    return new PastRedactionService(options);
  }

  /** Goes on with what the last run left. */
  async resume(): Promise<void> {
    for (const job of await runningJobs(this.#options.catalog.db)) {
      const policy = policyOf(job, this.#options.redaction.pseudonymKey(job.project_id));
      await this.#begin(job, policy, systemActor('redaction'));
    }
  }

  /** Ends what is under way between two steps; the next start goes on. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const { ending } of this.#runs.values()) ending.abort();
    await Promise.all([...this.#runs.values()].map(({ finished }) => finished));
  }

  /** @throws AppError `not_found` */
  async state(projectId: string, sight: Sight): Promise<PastRedactionState> {
    const { catalog, clock, redaction } = this.#options;
    await projectRowOf(catalog.db, projectId);
    // What was asked for is told, and not what the last one said, while it waits for what is on its way.
    await this.#starting.get(projectId)?.catch(() => {});
    // Nobody is told that a job has ended before the last byte of it has.
    await this.#isBusy(projectId);
    const { version: presentVersion } = redaction.policyOfPast(projectId);
    const state: Record<JobKind, PastRedaction | null> = { scan: null, rewrite: null };
    for (const job of await jobsOf(catalog.db, projectId)) {
      const days = await daysOf(catalog.db, job.id);
      const counts = await countsOf(catalog.db, job.id);
      const run = this.#runs.get(projectId);
      const live: LiveProgress | undefined = run?.job.id === job.id ? run : undefined;
      const about = { presentVersion, live, nowMs: clock.now(), sight };
      state[job.kind] = describeJob(job, days, counts, about);
    }
    const refusal = (await rewriteRefusal(catalog.db, projectId)) ?? null;
    return { mode: redaction.rules(projectId).mode, refusal, ...state };
  }

  /** Begins a scan. @throws AppError `not_found`, or `conflict` while another job is under way */
  async scan(projectId: string, actor: Actor): Promise<void> {
    await projectRowOf(this.#options.catalog.db, projectId);
    await this.#start(projectId, 'scan', actor);
  }

  /**
   * Begins a rewrite.
   *
   * @param confirm the project's name
   * @throws AppError `not_found`, `invalid` for another name, `conflict` while another job is under way or on legal
   *   hold
   */
  async rewrite(projectId: string, confirm: string, actor: Actor): Promise<void> {
    const { db } = this.#options.catalog;
    const { name } = await projectRowOf(db, projectId);
    if (confirm !== name) {
      throw new AppError(
        'invalid',
        'The name given to confirm is not that of the project. Nothing was rewritten.',
      );
    }
    const refusal = await rewriteRefusal(db, projectId);
    if (refusal !== undefined) throw new AppError('conflict', refusal);
    await this.#start(projectId, 'rewrite', actor);
  }

  /** Ends what is under way; what is done stays done. @throws AppError `conflict` where nothing is */
  async cancel(projectId: string, actor: Actor): Promise<void> {
    await projectRowOf(this.#options.catalog.db, projectId);
    const isBusy = await this.#isBusy(projectId);
    const run = this.#runs.get(projectId);
    if (!isBusy || run === undefined) {
      throw new AppError('conflict', 'There is nothing under way to cancel.');
    }
    run.cancelledBy ??= actor;
    run.ending.abort();
    await run.finished;
  }

  async #start(projectId: string, kind: JobKind, actor: Actor): Promise<void> {
    if (this.#starting.has(projectId)) throw underWay();
    const starting = this.#note(projectId, kind, actor);
    this.#starting.set(projectId, starting);
    try {
      await starting;
    } finally {
      this.#starting.delete(projectId);
    }
  }

  async #note(projectId: string, kind: JobKind, actor: Actor): Promise<void> {
    const { catalog, audit, clock, store, redaction, settled } = this.#options;
    if (await this.#isBusy(projectId)) throw underWay();
    const policy = redaction.policyOfPast(projectId);
    // What is still on its way came through the rules of before, and must be among what is gone through.
    await settled();
    const survey = await store.days.survey(projectId);
    const id = createRowId('pas');
    const started = { id, project_id: projectId, kind, started_ms: clock.now() };
    await audit.change(actor, async (tx) => {
      await insertJob(tx, started, policy, survey);
      return { answer: undefined, entries: [await this.#entry(started, 'started', policy)] };
    });
    const job = (await jobsOf(catalog.db, projectId)).find((each) => each.id === id);
    if (job !== undefined) await this.#begin(job, policy, actor);
  }

  async #isBusy(projectId: string): Promise<boolean> {
    const run = this.#runs.get(projectId);
    if (run === undefined) return false;
    const jobs = await jobsOf(this.#options.catalog.db, projectId);
    if (jobs.some(({ id, state }) => id === run.job.id && state === 'running')) return true;
    // It is written down as ended: the rest of it is a moment.
    await run.finished;
    return false;
  }

  async #begin(job: JobRow, policy: ActivePolicy, actor: Actor): Promise<void> {
    const { catalog, clock, log } = this.#options;
    if (this.#isStopping) return;
    const days = await daysOf(catalog.db, job.id);
    const run: Run = {
      job,
      ending: new AbortController(),
      sinceMs: clock.now(),
      doneBefore: days.reduce((sum, day) => sum + day.records_done, 0),
      records: 0,
      cancelledBy: undefined,
      finished: Promise.resolve(),
    };
    this.#runs.set(job.project_id, run);
    run.finished = this.#work(run, policy, actor)
      .catch((error: unknown) => {
        log.error('redaction.past-failed', { projectId: job.project_id, ...describeBug(error) });
      })
      .finally(() => this.#runs.delete(job.project_id));
  }

  async #work(run: Run, policy: ActivePolicy, actor: Actor): Promise<void> {
    const { catalog, audit, store, redaction } = this.#options;
    const { job, ending } = run;
    let end = await runJob(job, policy, {
      catalog,
      audit,
      past: store.past,
      signal: ending.signal,
      onProgress: (records) => {
        run.records = records;
      },
    });
    if (end !== 'interrupted' && job.kind === 'scan') {
      if (!(await scanAnnotations(catalog, job, policy, ending.signal))) end = 'interrupted';
    }
    if (end === 'interrupted') {
      if (run.cancelledBy === undefined) return;
      await settlePlacing(job, { catalog, past: store.past });
      await this.#end(job, 'cancelled', policy, run.cancelledBy);
      return;
    }
    if (job.kind === 'rewrite') {
      // What was said of traces is held with them.
      if ((await rewriteRefusal(catalog.db, job.project_id)) !== undefined) end = 'failed';
      else {
        await redaction.flush();
        await scrubCounts(catalog, job.project_id, policy);
        await scrubAnnotations(this.#options, job, policy);
      }
    }
    await this.#end(job, end, policy, actor);
  }

  async #end(
    job: JobRow,
    state: 'done' | 'failed' | 'cancelled',
    policy: ActivePolicy,
    actor: Actor,
  ): Promise<void> {
    const { catalog, audit, clock } = this.#options;
    const verb = state === 'cancelled' ? 'cancelled' : 'finished';
    const entry = await this.#entry(job, verb, policy);
    await audit.change(actor, async (tx) => {
      const isThere = await endJob(tx, job.id, state, clock.now());
      // What a scan said is no longer so, and it may name keys as rules of before left them.
      if (job.kind === 'rewrite') await deleteJobs(tx, job.project_id, 'scan');
      return { answer: undefined, entries: isThere ? [entry] : [] };
    });
    // What was overwritten in the catalog leaves its log as well.
    await catalog.emptyLog();
  }

  #entry(
    job: Pick<JobRow, 'id' | 'project_id' | 'kind'>,
    verb: 'started' | 'finished' | 'cancelled',
    policy: ActivePolicy,
  ): Promise<AuditDraft> {
    const { catalog, redaction } = this.#options;
    const { mode } = redaction.rules(job.project_id);
    return jobEntry(catalog.db, job, verb, rulesOfJob(mode, policy));
  }
}

function underWay(): AppError {
  return new AppError(
    'conflict',
    'A scan or rewrite of the project is under way. Wait until it has ended, or cancel it.',
  );
}
