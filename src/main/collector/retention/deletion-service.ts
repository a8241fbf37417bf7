import { sql } from 'kysely';
import type {
  Deletion,
  DeletionCounts,
  DeletionTarget,
} from '../../../shared/contract/deletion.ts';
import { AppError } from '../../../shared/errors.ts';
import type { AnnotationService } from '../annotations/annotation-service.ts';
import { annotatedPages, hexIds } from '../annotations/remove-annotations.ts';
import { systemActor, type Actor } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Clock } from '../clock.ts';
import { describeBug } from '../describe-bug.ts';
import type { Log } from '../log.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import type { ChangeGuard, DayPlace, Selection } from '../store/rewrite/types.ts';
import type { TelemetryStore } from '../store/types.ts';
import {
  goneBefore,
  NOTHING,
  NOTHING_GONE,
  noteNext,
  noteProgress,
  plus,
  progressOf,
  type Progress,
  type Removed,
} from './deletion-progress.ts';
import { fromText, noteFound, targetOf, toText } from './deletion-row.ts';
import { DeletionRun } from './deletion-run.ts';
import { describeTarget, select, selectAgain, type SeenTraces } from './deletion-target.ts';
import { forEachDay, namedDays } from './each-day.ts';
import { mentionsOf } from './mentions-of.ts';
import { holdOf, requireNoHold } from './rule-rows.ts';
import { leftOf } from './sweep-project.ts';

export interface DeletionOptions {
  readonly catalog: Catalog;
  readonly audit: AuditTrail;
  readonly store: Pick<TelemetryStore, 'days' | 'past' | 'matchingTraces'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly annotations: Pick<AnnotationService, 'removeOf' | 'removeOfGone'>;
}

/**
 * Deletes what somebody picks: a trace, what a filter shows, everything with an attribute.
 *
 * The catalog notes it first, so that a start after a crash goes on with it, and forgets it when it is done: what was
 * looked for is in no file afterwards either.
 */
export class DeletionService {
  readonly #options: DeletionOptions;
  /** By id, until their rows go. */
  readonly #runs = new Map<string, DeletionRun>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DeletionOptions) {
    this.#options = options;
  }

  /** What {@link delete} would remove now. @throws AppError `not_found` */
  async count(
    projectId: string,
    target: DeletionTarget,
    seen: SeenTraces,
  ): Promise<DeletionCounts> {
    const { catalog, store } = this.#options;
    await projectRowOf(catalog.db, projectId);
    await store.days.lookAnew(projectId);
    const selection = await select(target, seen);
    const tally = { gone: NOTHING_GONE, days: { done: 0, total: 0 } };
    const failures = await forEachDay(store.days, projectId, selection, tally, (day) =>
      store.days.count(day, selection),
    );
    const goes = await this.#annotated(projectId, selection);
    const refusal = await holdOf(catalog.db, projectId);
    return {
      ...tally.gone.removed,
      ...(refusal !== undefined && { refusal }),
      ...(failures.length > 0 && { failures }),
      ...(await mentionsOf(catalog, projectId, target, seen, goes)),
    };
  }

  /** Those that wait or go on, the oldest first. @throws AppError `not_found` */
  async list(projectId: string): Promise<Deletion[]> {
    const { db } = this.#options.catalog;
    await projectRowOf(db, projectId);
    const rows = await db
      .selectFrom('deletion')
      .select(['id', 'created_ms'])
      .where('project_id', '=', projectId)
      // In the order in which they came, whatever the clock did.
      .orderBy(sql`rowid`)
      .execute();
    const runs: Deletion[] = [];
    for (const row of rows) runs.push((await this.#runOf(row.id, projectId)).describe(row));
    return runs;
  }

  /**
   * Deletes; resolves when it is gone from every file.
   *
   * @param seen what the caller may see: nobody deletes by what is hidden from them
   * @param wanted `confirm`: the project's name; `deletionId`: a new one, else one is made up
   * @throws AppError `invalid` when the name is another one, `conflict` on legal hold, for an id that is taken or once
   * it is cancelled, `unavailable` where a day cannot be read or the disk fails: then the others are done, and it is
   * taken up again by {@link resume}
   */
  async delete(
    projectId: string,
    target: DeletionTarget,
    seen: SeenTraces,
    wanted: { readonly confirm: string; readonly deletionId?: string | undefined },
    actor: Actor,
  ): Promise<DeletionCounts> {
    const { catalog, audit, clock, store } = this.#options;
    const project = await projectRowOf(catalog.db, projectId);
    if (wanted.confirm !== project.name) {
      throw new AppError(
        'invalid',
        'The name given to confirm is not that of the project. Nothing was deleted.',
      );
    }
    await store.days.lookAnew(projectId);
    const selection = await select(target, seen);
    const picked = describeTarget(target);
    const newId = wanted.deletionId ?? createRowId('del');
    const run = new DeletionRun(newId, projectId, NOTHING_GONE, picked);
    const entry = { resource: 'traces', projectId, resourceId: projectId } as const;
    const named = { ...entry, resourceName: project.name };
    let deleting: Promise<Removed> | undefined;
    const begin = (): void => {
      this.#runs.set(run.id, run);
      deleting = this.#finish(run, selection, (counts) => [
        actor,
        { ...named, action: 'traces.deleted', after: { ...picked, ...counts } },
      ]);
      deleting.catch(() => {});
    };
    await audit.change(actor, async (tx) => {
      await requireNoHold(tx, projectId);
      const { id } = run;
      const isTaken = await tx.selectFrom('deletion').select('id').where('id', '=', id).execute();
      if (isTaken.length > 0) throw new AppError('conflict', 'There is a deletion of this id.');
      const values = {
        id,
        project_id: projectId,
        selection: toText(selection, picked),
        created_ms: clock.now(),
      };
      await tx.insertInto('deletion').values(values).execute();
      return {
        answer: undefined,
        entries: [{ ...named, action: 'traces.deletion_requested', after: picked }],
        // Before anybody can find it and cancel it.
        keep: begin,
      };
    });
    try {
      const deleted = (await deleting) ?? NOTHING;
      return { ...deleted, ...(await mentionsOf(catalog, projectId, target, seen)) };
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'conflict') throw error;
      const message = `${error.message} Not all of it is deleted: it is tried again with every sweep until it is.`;
      throw new AppError(error.code, message, { cause: error });
    }
  }

  /**
   * Ends a deletion before its next day; what is gone stays gone.
   *
   * @throws AppError `not_found` where there is none, `conflict` where it ended otherwise meanwhile
   */
  async cancel(
    projectId: string,
    deletionId: string,
    actor: Actor,
  ): Promise<Pick<Deletion, 'days' | 'removed'>> {
    const { catalog } = this.#options;
    await projectRowOf(catalog.db, projectId);
    const row = await catalog.db
      .selectFrom('deletion')
      .select('id')
      .where('id', '=', deletionId)
      .where('project_id', '=', projectId)
      .executeTakeFirst();
    if (row === undefined) {
      throw new AppError('not_found', 'There is no such deletion under way: it may have ended.');
    }
    const run = await this.#runOf(deletionId, projectId);
    run.cancel(actor);
    // Nothing is at work on it: it ends here.
    if (run.state === 'later') void this.#resumeOne(run, {}).catch(() => {});
    try {
      await run.result;
    } catch (error) {
      if (!run.isCancelled) throw error;
      return { days: { ...run.days }, removed: { ...run.total } };
    }
    throw new AppError('conflict', 'It was done before it could be cancelled.');
  }

  /** Finishes what is left of a run before, or of a disk that failed; what cannot be finished is tried the next time. */
  async resume(): Promise<void> {
    const { catalog, log, store } = this.#options;
    const rows = await catalog.db.selectFrom('deletion').selectAll().execute();
    // All of them first: once a day is written anew by another, nobody can tell who it was. What fails, fails below.
    for (const { id, project_id } of rows) await this.#runOf(id, project_id).catch(() => {});
    for (const { id, project_id: projectId, selection: text } of rows) {
      let run: DeletionRun | undefined;
      try {
        run = await this.#runOf(id, projectId);
        if (run.state !== 'later') continue;
        const { selection } = fromText(text);
        const isWanted = run.cancelledBy === undefined;
        const found = isWanted ? await selectAgain(store, projectId, selection) : {};
        if (isWanted && found !== selection) {
          await noteFound(catalog, id, toText(found, run.target)).catch(() => {});
        }
        // Somebody ended it meanwhile, or went on with it.
        if (this.#runs.get(id) !== run || run.state !== 'later') continue;
        await this.#resumeOne(run, found);
      } catch (error) {
        // A hold or somebody ended it: the audit log says so.
        if (error instanceof AppError && error.code === 'conflict') continue;
        if (run !== undefined && this.#runs.get(id) !== run) continue;
        // A damaged file stays so for days, and every sweep comes upon it.
        if (run?.told === String(error)) continue;
        if (run !== undefined) run.told = String(error);
        log.error('retention.deletion-unfinished', { projectId, ...describeBug(error) });
      }
    }
  }

  #resumeOne(run: DeletionRun, selection: Selection): Promise<Removed> {
    const { projectId } = run;
    return this.#finish(run, selection, (deleted) => [
      systemActor('deletion'),
      {
        action: 'traces.deleted',
        resource: 'traces',
        resourceId: projectId,
        projectId,
        after: { ...run.target, ...deleted },
      },
    ]);
  }

  /** A deletion that goes on, or one that was tried before, by this process or by one that was killed. */
  async #runOf(id: string, projectId: string): Promise<DeletionRun> {
    const { catalog, store } = this.#options;
    const known = this.#runs.get(id);
    if (known !== undefined) return known;
    const before = goneBefore(projectId, await progressOf(catalog.db, id), store.past);
    const target = await targetOf(catalog.db, id);
    // Another may have looked meanwhile.
    const run = this.#runs.get(id) ?? new DeletionRun(id, projectId, before, target);
    this.#runs.set(id, run);
    return run;
  }

  /** One after the other: each reads what the one before it wrote. One that is cancelled need not wait for its end. */
  #finish(
    run: DeletionRun,
    selection: Selection,
    entryOf: (deleted: Removed) => [Actor, AuditDraft],
  ): Promise<Removed> {
    run.state = 'waiting';
    const turn = Promise.race([this.#last, run.cancelled]);
    const result = turn.then(() => this.#work(run, selection, entryOf));
    run.result = result;
    this.#last = Promise.allSettled([this.#last, result]);
    return result;
  }

  async #work(
    run: DeletionRun,
    selection: Selection,
    entryOf: (deleted: Removed) => [Actor, AuditDraft],
  ): Promise<Removed> {
    run.state = 'running';
    try {
      await this.#removeDays(run, selection);
      const deleted = { ...run.total };
      const [actor, entry] = entryOf(deleted);
      const { projectId } = run;
      const annotated = await this.#annotated(projectId, selection);
      await this.#options.annotations.removeOf(projectId, annotated, actor);
      await this.#end(run, actor, entry);
      return deleted;
    } catch (error) {
      if (error instanceof AppError && error.code === 'conflict') {
        await this.#giveUp(run, entryOf(run.total)[0]);
      }
      throw error;
    } finally {
      run.state = 'later';
    }
  }

  /** @throws AppError `conflict` once it is to end before it is done, `unavailable` where days failed */
  async #removeDays(run: DeletionRun, selection: Selection): Promise<void> {
    const { audit, catalog, store } = this.#options;
    const { id, projectId } = run;
    const rows = await catalog.db
      .selectFrom('deletion')
      .select('id')
      .where('id', '=', id)
      .execute();
    if (rows.length === 0) throw new AppError('conflict', 'The deletion ended before its turn.');
    run.requireWanted();
    let next: Progress['next'];
    // It may have waited, for others or for a start, and a day takes its time: what ends it meanwhile counts.
    const requireFree = async () => {
      await requireNoHold(catalog.db, projectId);
      run.requireWanted();
    };
    // A hold that is set while a day goes is set once it went.
    const guardOf =
      (place: DayPlace): ChangeGuard =>
      (goes, change) =>
        audit.inTurn(async () => {
          await requireFree();
          const after = plus(run.gone, place, goes);
          next = await noteNext(this.#options, id, place, run.gone, after);
          return change();
        });
    const failures = await forEachDay(store.days, projectId, selection, run, async (day) => {
      await requireFree();
      next = undefined;
      try {
        return await store.days.remove(day, selection, guardOf(day));
      } catch (error) {
        // The day may have changed all the same.
        run.gone = goneBefore(projectId, { gone: run.gone, next }, store.past);
        throw error;
      }
    });
    // Old files may hold what is to go, whoever had it removed.
    failures.push(...(await leftOf(store.days, projectId)));
    if (failures.length === 0) return;
    // A full disk, or a collector that ends, has the counts forgotten; what is to go is noted all the same.
    await noteProgress(catalog, id, { gone: run.gone }).catch(() => {});
    run.requireWanted();
    throw new AppError('unavailable', namedDays(failures));
  }

  /** Writes down that it is over. */
  async #end({ id }: DeletionRun, actor: Actor, entry: AuditDraft) {
    const { audit, catalog } = this.#options;
    await audit.change(actor, async (tx) => {
      const { numDeletedRows } = await tx
        .deleteFrom('deletion')
        .where('id', '=', id)
        .executeTakeFirst();
      // It is written down as ended already where the project went.
      return { answer: undefined, entries: numDeletedRows > 0n ? [entry] : [] };
    });
    this.#runs.delete(id);
    // What was looked for was overwritten in the file; now it leaves the log as well.
    await catalog.emptyLog();
  }

  /** What a hold stopped is not taken up again by itself once the hold is off, and what was cancelled never is. */
  async #giveUp(run: DeletionRun, actor: Actor): Promise<void> {
    const { annotations, log } = this.#options;
    const { projectId, cancelledBy } = run;
    await this.#end(run, cancelledBy ?? actor, run.stoppedEntry());
    run.isCancelled = cancelledBy !== undefined;
    // What was said of the traces that went goes with them; else the next start does it.
    await annotations.removeOfGone(projectId).catch((error: unknown) => {
      log.error('retention.deletion-unfinished', { projectId, ...describeBug(error) });
    });
  }

  /** Traces of which something was said, as far as they go. */
  async #annotated(projectId: string, { traceIds }: Selection): Promise<string[]> {
    if (traceIds === undefined) return [];
    const annotated = new Set<string>();
    for await (const ids of annotatedPages(this.#options.catalog.db, projectId)) {
      for (const id of ids) annotated.add(id);
    }
    return annotated.size === 0 ? [] : [...hexIds(traceIds)].filter((id) => annotated.has(id));
  }
}
