import type { Deletion } from '../../../shared/contract/deletion.ts';
import { describeEnd } from '../../../shared/deletion-words.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { DeletionTable } from '../catalog/retention-tables.ts';
import type { Gone, Removed } from './deletion-progress.ts';
import type { DescribedTarget } from './deletion-target.ts';
import type { Tally } from './each-day.ts';

/** A deletion as this process knows it, until it is done or was ended. */
export class DeletionRun implements Tally {
  readonly id: string;
  readonly projectId: string;
  readonly target: DescribedTarget | undefined;
  state: Deletion['state'] = 'later';
  /** The catalog may have been kept from noting it. */
  gone: Gone;
  readonly days = { done: 0, total: 0 };
  /** Why it could not be finished, as the log has it. */
  told: string | undefined;
  /** Who cancelled it; it ends as soon as it comes to that. */
  cancelledBy: Actor | undefined;
  /** True once the audit log says that it was cancelled. */
  isCancelled = false;
  /** Of the present try. */
  result: Promise<unknown> = Promise.resolve();
  readonly #cancelling = new AbortController();

  /**
   * @param before what went when it was tried before
   * @param target what was picked; undefined where an older version noted it
   */
  constructor(id: string, projectId: string, before: Gone, target: DescribedTarget | undefined) {
    this.id = id;
    this.projectId = projectId;
    this.target = target;
    this.gone = before;
  }

  /** What it has removed in all. */
  get total(): Removed {
    return this.gone.removed;
  }

  /** Resolves once it is cancelled. */
  get cancelled(): Promise<void> {
    const { signal } = this.#cancelling;
    return new Promise((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  cancel(actor: Actor): void {
    this.cancelledBy ??= actor;
    this.#cancelling.abort();
  }

  /** @throws AppError `conflict` once it is cancelled */
  requireWanted(): void {
    if (this.cancelledBy === undefined) return;
    const end = describeEnd({ days: this.days, removed: this.total });
    throw new AppError('conflict', `The deletion was cancelled. ${end}`);
  }

  /** The audit entry of an end before it was done. */
  stoppedEntry(): AuditDraft {
    const { projectId, target, total, days } = this;
    return {
      action: this.cancelledBy ? 'traces.deletion_cancelled' : 'traces.deletion_stopped',
      resource: 'traces',
      resourceId: projectId,
      projectId,
      after: { ...target, ...total, daysDone: days.done, daysTotal: days.total },
    };
  }

  describe({ created_ms }: Pick<DeletionTable, 'created_ms'>): Deletion {
    return {
      deletionId: this.id,
      target: this.target?.target ?? null,
      startedAt: new Date(created_ms).toISOString(),
      state: this.state,
      isCancelling: this.cancelledBy !== undefined,
      days: { ...this.days },
      removed: { ...this.total },
    };
  }
}
