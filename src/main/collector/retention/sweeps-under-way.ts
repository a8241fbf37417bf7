import type { Removal, Sweep, WholeSweep } from '../../../shared/contract/retention.ts';
import { AppError } from '../../../shared/errors.ts';
import { sumsOf } from '../../../shared/sweep-words.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import { countsOf } from './record-run.ts';
import { hidesParts, isTold } from './describe-state.ts';
import type { SeenColumns } from './rule-rows.ts';
import type { SweepRun } from './sweep-run.ts';

interface UnderWayOptions {
  readonly catalog: Pick<Catalog, 'db'>;
  readonly audit: Pick<AuditTrail, 'record'>;
}

/** For whom the files are hidden from which something goes. */
const NOWHERE = { days: { done: 0, total: 0 }, at: null } as const;

/** Sweeps that wait or go on, one after the other: how far they are, and ending them. */
export class SweepsUnderWay {
  readonly #options: UnderWayOptions;
  readonly #runs = new Set<SweepRun>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: UnderWayOptions) {
    this.#options = options;
  }

  /** Resolves when those that were asked for have ended. */
  get ended(): Promise<unknown> {
    return this.#last;
  }

  /** Does what must not meet a sweep. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue(this.#last.then(work));
  }

  /** Does what makes a sweep when its turn comes. One that is cancelled need not wait for it. */
  async run<T>(run: SweepRun, work: () => Promise<T>): Promise<T> {
    this.#runs.add(run);
    const result = this.#queue(Promise.race([this.#last, run.cancelled]).then(work));
    run.result = result;
    try {
      return await result;
    } finally {
      this.#runs.delete(run);
    }
  }

  /** The oldest first. @throws AppError `not_found` */
  async of(projectId: string, seen: SeenColumns): Promise<Sweep[]> {
    await projectRowOf(this.#options.catalog.db, projectId);
    return [...this.#runs]
      .filter((run) => run.concerns(projectId))
      .map((run) => {
        const state = run.describe(projectId, told(run.removals(projectId), seen));
        return hidesParts(seen.hiddenFields) ? { ...state, ...NOWHERE } : state;
      });
  }

  /** Those of all projects, the oldest first. */
  all(): WholeSweep[] {
    return [...this.#runs].map((run) => ({
      ...run.describe(null, run.removals(null)),
      projectId: run.currentProjectId,
      projects: run.projects(),
    }));
  }

  /**
   * Ends those of a project before their next day; what is gone stays gone.
   *
   * @throws AppError `not_found`, or `conflict` where there is none to end or it was done before
   */
  async cancel(
    projectId: string,
    seen: SeenColumns,
    actor: Actor,
  ): Promise<Pick<Sweep, 'days' | 'removed'>> {
    await projectRowOf(this.#options.catalog.db, projectId);
    const cut = await this.#end(projectId, actor);
    const isHidden = hidesParts(seen.hiddenFields);
    return {
      days: isHidden ? NOWHERE.days : added(cut.map((run) => run.days(projectId))),
      removed: sumsOf(cut.flatMap((run) => told(run.removals(projectId), seen))),
    };
  }

  /** As {@link cancel}, of all projects. */
  async cancelAll(actor: Actor): Promise<Pick<WholeSweep, 'projects' | 'removed'>> {
    const cut = await this.#end(null, actor);
    return {
      projects: added(cut.map((run) => run.projects())),
      removed: sumsOf(cut.flatMap((run) => run.removals(null))),
    };
  }

  async #end(projectId: string | null, actor: Actor): Promise<SweepRun[]> {
    const runs = [...this.#runs].filter((run) => projectId === null || run.concerns(projectId));
    // The guard looks again in a moment.
    const ending = runs.filter(({ cause }) => cause !== 'disk');
    if (ending.length === 0) {
      throw new AppError(
        'conflict',
        runs.length === 0
          ? 'There is no sweep under way to cancel: it may have ended.'
          : 'Room is being made on a disk that is almost full: it ends when there is enough, or when the guard of the disk may not remove the oldest days any more.',
      );
    }
    // Of two who cancel the same one the first ended it; both are told what it came to.
    const own = new Set(ending.filter((run) => !run.isCancelled(projectId)));
    await Promise.all(ending.map((run) => run.cancel(projectId)));
    const cut = ending.filter((run) => run.wasCut(projectId));
    if (cut.length === 0) {
      throw new AppError('conflict', 'It was done before it could be cancelled.');
    }
    for (const run of cut) {
      if (!own.has(run)) continue;
      const where = projectId === null ? {} : { projectId, resourceId: projectId };
      await this.#options.audit.record(actor, {
        action: 'retention.sweep_cancelled',
        resource: 'retention',
        ...where,
        after: { cause: run.cause, ...countsOf(run.removals(projectId)) },
      });
    }
    return cut;
  }

  #queue<T>(result: Promise<T>): Promise<T> {
    this.#last = Promise.allSettled([this.#last, result]);
    return result;
  }
}

/** Several together. */
function added(each: readonly Sweep['days'][]): Sweep['days'] {
  return {
    done: each.reduce((sum, { done }) => sum + done, 0),
    total: each.reduce((sum, { total }) => sum + total, 0),
  };
}

/** What may be told of removals to somebody. */
function told(removals: readonly Removal[], { hiddenFields }: SeenColumns): Removal[] {
  return removals.filter((removal) => isTold(removal, hiddenFields));
}
