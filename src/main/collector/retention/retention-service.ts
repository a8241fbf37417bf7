import { isDeepStrictEqual } from 'node:util';
import type {
  InstanceRetention,
  PinnedRest,
  Removal,
  RetentionRules,
  RetentionRun,
  RetentionState,
  RunResult,
} from '../../../shared/contract/retention.ts';
import { AppError } from '../../../shared/errors.ts';
import { describeSums } from '../../../shared/sweep-words.ts';
import type { AnnotationService } from '../annotations/annotation-service.ts';
import { systemActor, type Actor } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { describeBug } from '../describe-bug.ts';
import type { Log } from '../log.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import type { StoredDay, StoredDays } from '../store/rewrite/types.ts';
import type { TelemetryStore } from '../store/types.ts';
import type { ClockWatch } from './clock-watch.ts';
import { describeState, toldRuns } from './describe-state.ts';
import { recordRun } from './record-run.ts';
import { removeOldest } from './remove-oldest.ts';
import type { Sweep, SweepJournal } from './sweep-journal.ts';
import { SweepRun, unwatched, type SweepPart, type SweepWatch } from './sweep-run.ts';
import { SweepsUnderWay } from './sweeps-under-way.ts';
import {
  changeInstance,
  changeRules,
  instanceRules,
  merge,
  rulesOf,
  runsOf,
  storedRules,
  type RuleChange,
  type SeenColumns,
} from './rule-rows.ts';
import { changedRules, comparedBy, KEEP_EVERYTHING } from './rules.ts';
import { leftOf, ProjectSweeper, type ProjectPlan } from './sweep-project.ts';

/** How often sweeps run by themselves, ms. */
export const SWEEP_EVERY_MS = 15 * 60_000;

/** What a sweep would do to a project. */
export interface Preview {
  readonly removals: Removal[];
  readonly pinned: PinnedRest[];
  /** Days that cannot be read, and why: they would stay as they are. */
  readonly failures: string[];
}

export interface RetentionOptions {
  readonly catalog: Catalog;
  readonly audit: AuditTrail;
  readonly store: Pick<TelemetryStore, 'days'>;
  readonly clock: Clock;
  readonly clockWatch: Pick<ClockWatch, 'isHeld' | 'heldMs'>;
  readonly journal: SweepJournal;
  readonly log: Log;
  readonly annotations: Pick<
    AnnotationService,
    'pinned' | 'pinChanges' | 'removeOfGone' | 'lookForFolders'
  >;
  /** Whether a backup reads the files now: they stay as they are until it is done. */
  readonly isBackingUp: () => boolean;
  /** When sweeps begin to run by themselves, ms after the start. Default: at once. */
  readonly firstAfterMs?: number;
}

/** Keeps what the rules say, and removes the rest for good. */
export class RetentionService {
  readonly #options: RetentionOptions;
  readonly #sweeper: ProjectSweeper;
  /** Those that wait or go on. */
  readonly sweeps: SweepsUnderWay;
  /** When the last regular sweep began, by a clock that nobody sets, ms. */
  #scheduledAt: number | undefined;
  /** What kept a sweep that nobody asked for from removing, as it was last written down. */
  readonly #lastFailures = new Map<RetentionRun['cause'], string>();
  /** Projects whose annotations were compared with what is stored since the start. */
  readonly #cleaned = new Set<string>();
  #stopped = false;
  readonly #isStopped = () => this.#stopped;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.sweeps = new SweepsUnderWay(options);
    this.#sweeper = new ProjectSweeper(options.store.days, options.audit, options.journal);
  }

  /** @throws AppError `not_found` */
  async state(projectId: string, { hiddenFields }: SeenColumns): Promise<RetentionState> {
    const { catalog, store, clock, clockWatch, isBackingUp, firstAfterMs = 0 } = this.#options;
    const { db } = catalog;
    await projectRowOf(db, projectId);
    const begun = this.#scheduledAt;
    return describeState({
      ...(await storedRules(db, projectId)),
      ceilingDays: (await instanceRules(db)).ceilingDays,
      days: await settledDays(store.days, projectId),
      runs: toldRuns(await runsOf(db, projectId), hiddenFields),
      nowMs: clock.now(),
      everyMs: SWEEP_EVERY_MS,
      sinceSweepMs: begun === undefined ? undefined : performance.now() - begun,
      heldMs: await clockWatch.heldMs(),
      isBackingUp: isBackingUp(),
      isServed: firstAfterMs === 0,
    });
  }

  change(
    projectId: string,
    wanted: RuleChange,
    seen: SeenColumns,
    actor: Actor,
  ): Promise<RetentionRules> {
    return changeRules(this.#options.audit, projectId, wanted, seen, actor);
  }

  instance(): Promise<InstanceRetention> {
    return instanceRules(this.#options.catalog.db);
  }

  changeInstance(
    wanted: Parameters<typeof changeInstance>[1],
    actor: Actor,
  ): Promise<InstanceRetention> {
    return changeInstance(this.#options.audit, wanted, actor);
  }

  /**
   * Refuses whoever would learn by what goes which environment or status records have, hidden from them.
   *
   * @param wanted a change of rules that is to be tried
   * @throws AppError `not_found`, `forbidden`
   */
  async requireSight(projectId: string, seen: SeenColumns, wanted: RuleChange = {}): Promise<void> {
    await projectRowOf(this.#options.catalog.db, projectId);
    const rules = merge(await rulesOf(this.#options.catalog.db, projectId), wanted);
    seen.checkFields(
      'see what goes by the rules of this project',
      comparedBy(changedRules(KEEP_EVERYTHING, rules)),
    );
  }

  /**
   * What a sweep would remove now, after a change of rules where one is given; changes and removes nothing.
   *
   * @param signal aborted once nobody waits for the answer, of which then nothing is true
   */
  async preview(
    projectId: string,
    wanted: RuleChange = {},
    signal?: AbortSignal,
  ): Promise<Preview> {
    const { rules, ceilingDays } = await this.#basis(projectId);
    const basis = { rules: merge(rules, wanted), ceilingDays };
    const watch = unwatched(signal);
    const nowMs = this.#options.clock.now();
    const { removals, pinned, failures } = await this.#plan(projectId, basis, nowMs, watch);
    const counted = await this.#sweeper.counted(projectId, removals, watch);
    return { removals: counted, pinned, failures };
  }

  /** As {@link preview}, over all projects. */
  async previewAll(signal?: AbortSignal): Promise<RetentionRun> {
    const startedAt = new Date(this.#options.clock.now()).toISOString();
    const began = performance.now();
    const results: RunResult[] = [];
    for (const projectId of await this.#projects()) {
      if (signal?.aborted === true) break;
      const { removals, failures } = await this.preview(projectId, {}, signal);
      results.push({ projectId, removals, failures });
    }
    const tookMs = Math.round(performance.now() - began);
    return { startedAt, tookMs, cause: 'request', results: withContent(results) };
  }

  /** Removes now what the rules say: of one project, or of all. @throws AppError `conflict` once it is cancelled */
  sweep(projectId: string | null, actor: Actor): Promise<RetentionRun> {
    const sweep = this.#begin('request', actor, projectId);
    return this.sweeps.run(sweep, async () => {
      const projects = projectId === null ? await this.#projects() : [projectId];
      sweep.begin(projects);
      const run = await this.#run(sweep, projects);
      const content = projectId === null ? { ...run, results: withContent(run.results) } : run;
      const isCut = sweep.wasCut(null);
      await this.#record(content, sweep, isCut);
      if (isCut) throw sweep.refusal();
      if (content.interrupted) {
        const message = 'The collector ended before the sweep was done: the next start goes on.';
        throw new AppError('unavailable', message);
      }
      return content;
    });
  }

  /** The regular sweep: waits where the clock jumped or a backup runs, and is written down if it did something. */
  async sweepOnSchedule(): Promise<void> {
    const { isBackingUp, clockWatch } = this.#options;
    this.#scheduledAt = performance.now();
    if ((await clockWatch.isHeld()) || isBackingUp()) return;
    const sweep = this.#begin('schedule', systemActor('retention'));
    await this.sweeps.run(sweep, async () => {
      const projects = await this.#projects();
      this.#sweeper.keepOnly(projects);
      sweep.begin(projects);
      // The clock may have been set while it waited for its turn.
      if (await clockWatch.isHeld()) return;
      const run = await this.#run(sweep, projects);
      const results = withContent(run.results);
      if (this.#isNews('schedule', results)) await this.#record({ ...run, results }, sweep);
    });
  }

  /** Removes the oldest day of all projects, and the next, as long as `isShort` says so; held ones stay. */
  async removeOldest(isShort: () => Promise<boolean>): Promise<void> {
    const { clockWatch, isBackingUp } = this.#options;
    if (isBackingUp()) return;
    const sweep = this.#begin('disk', systemActor('disk guard'));
    await this.sweeps.run(sweep, async () => {
      const projects = await this.#projects();
      sweep.begin(projects);
      if (await clockWatch.isHeld()) return;
      const options = { ...this.#options, sweeper: this.#sweeper, isStopped: this.#isStopped };
      const failures = await removeOldest(options, sweep, projects, isShort);
      const results = [...failures].map(([part, failed]) => part.end(failed));
      const run = sweep.end(withContent(results));
      if (!this.#isNews('disk', run.results)) return;
      for (const { projectId, removals } of run.results) {
        if (removals.length > 0) await this.#removeOfGone(projectId);
      }
      await this.#record(run, sweep);
    });
  }

  /** @throws AppError where the disk refuses: what went is written down with a later sweep */
  async #record(run: RetentionRun, sweep: SweepRun, isCut = false): Promise<void> {
    const { audit, journal } = this.#options;
    try {
      await recordRun(audit, run, sweep, isCut);
      journal.recorded(sweep);
    } catch (error) {
      const removals = sweep.removals(null);
      if (!(error instanceof AppError) || removals.length === 0) throw error;
      const message = `The sweep removed ${describeSums(removals)}, and the disk of the data folder took no note of that: the next one writes it down. Look at its room and its rights.`;
      throw new AppError(error.code, message, { cause: error });
    }
  }

  /** Whether a sweep is worth writing down: it comes again soon, and a day that fails, fails again; that is told once. */
  #isNews(cause: RetentionRun['cause'], results: readonly RunResult[]): boolean {
    const failures = results
      .filter((result) => result.failures.length > 0)
      .map((result) => [result.projectId, ...result.failures]);
    const text = JSON.stringify(failures);
    const isSame = failures.length === 0 || text === this.#lastFailures.get(cause);
    this.#lastFailures.set(cause, text);
    return !isSame || results.some((result) => result.cancelled || result.removals.length > 0);
  }

  /** Writes down what a sweep before this start removed that was killed, or that the disk kept from saying so. */
  recordInterrupted(): Promise<void> {
    return this.sweeps.inTurn(() => this.#options.journal.recordInterrupted(this.#options.audit));
  }

  /** Ends what is under way between two steps; the next start goes on. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#options.store.days.stop();
    await this.sweeps.ended;
  }

  #begin(cause: Sweep['cause'], actor: Actor, projectId: string | null = null): SweepRun {
    const { clock } = this.#options;
    return new SweepRun({ clock, cause, actor, projectId, isStopped: this.#isStopped });
  }

  async #run(sweep: SweepRun, projects: readonly string[]): Promise<RetentionRun> {
    const results: RunResult[] = [];
    for (const projectId of projects) {
      if (this.#stopped || sweep.isOver) break;
      const part = sweep.part(projectId);
      let failures: Iterable<string> = [];
      try {
        if (!part.isUnwanted) failures = await this.#sweepProject(sweep, part);
      } catch (error) {
        if (!this.#stopped) {
          this.#options.log.error('retention.sweep-failed', { projectId, ...describeBug(error) });
          failures = [error instanceof AppError ? error.message : 'It failed; the log says why.'];
        }
      }
      results.push(part.end(failures));
    }
    return sweep.end(results);
  }

  /**
   * Plans and removes, and plans anew once rules changed or something was pinned meanwhile.
   *
   * @returns what failed
   */
  async #sweepProject(sweep: SweepRun, part: SweepPart): Promise<Set<string>> {
    const { projectId, removals } = part;
    const failures = new Set<string>();
    await this.#options.annotations.lookForFolders(projectId);
    for (let isChanged = true; isChanged && !part.isUnwanted;) {
      const basis = await this.#basis(projectId);
      const plan = await this.#plan(projectId, basis, sweep.nowMs, part);
      if (part.isUnwanted) break;
      isChanged = false;
      // A hold that is set meanwhile counts at once, and so do other rules and pins.
      const mayGoOn = async () => {
        isChanged = !isDeepStrictEqual(await this.#basis(projectId), basis);
        return !isChanged && !part.isUnwanted;
      };
      const failed = await this.#sweeper.carryOut(sweep, part, plan.removals, mayGoOn);
      if (this.#stopped) break;
      for (const failure of [...plan.failures, ...failed]) failures.add(failure);
    }
    if (removals.length > 0 || !this.#cleaned.has(projectId)) await this.#removeOfGone(projectId);
    const left = this.#stopped ? [] : await leftOf(this.#options.store.days, projectId);
    for (const failure of left) failures.add(failure);
    return failures;
  }

  /** What was said of traces goes with them; at the first sweep also of those that went just before a crash. */
  async #removeOfGone(projectId: string): Promise<void> {
    await this.#options.annotations.removeOfGone(projectId);
    this.#cleaned.add(projectId);
  }

  /** What a plan for a project is made of, but for what is stored. */
  async #basis(projectId: string) {
    const { catalog, annotations } = this.#options;
    return {
      pinChanges: annotations.pinChanges(projectId),
      rules: await rulesOf(catalog.db, projectId),
      ceilingDays: (await instanceRules(catalog.db)).ceilingDays,
    };
  }

  async #plan(
    projectId: string,
    basis: Pick<InstanceRetention, 'ceilingDays'> & { rules: RetentionRules },
    nowMs: number,
    watch: SweepWatch,
  ): Promise<ProjectPlan> {
    const pins = await this.#options.annotations.pinned(projectId);
    return this.#sweeper.plan(projectId, basis.rules, basis, nowMs, pins, watch);
  }

  async #projects(): Promise<string[]> {
    const rows = await this.#options.catalog.db
      .selectFrom('project')
      .select('id')
      .where('deleting_ms', 'is', null)
      // What is in a workspace of files stays until it is closed.
      .where('opened_by', 'is', null)
      .execute();
    return rows.map(({ id }) => id);
  }
}

/** What is stored, with the sizes that it keeps: those that caps go by. */
async function settledDays(days: StoredDays, projectId: string): Promise<StoredDay[]> {
  const stored = await days.list(projectId);
  const isSettled = stored.every(({ bytes, settledBytes = bytes }) => bytes === settledBytes);
  if (isSettled) return stored;
  await days.settle(projectId);
  return days.list(projectId);
}

function withContent(results: readonly RunResult[]): RunResult[] {
  return results.filter(
    ({ removals, failures, cancelled }) => cancelled || removals.length + failures.length > 0,
  );
}
