import { randomUUID } from 'node:crypto';
import type {
  Removal,
  RetentionRun,
  RunResult,
  Sweep as SweepState,
} from '../../../shared/contract/retention.ts';
import { AppError } from '../../../shared/errors.ts';
import { describeSweepEnd, sumsOf } from '../../../shared/sweep-words.ts';
import type { Actor } from '../audit/actor.ts';
import type { Clock } from '../clock.ts';
import type { Sweep } from './sweep-journal.ts';

type Place = NonNullable<SweepState['at']>;

/** Told how far a sweep, or the look for what goes, is. */
export interface SweepWatch {
  begin(state: SweepState['state'], total: number): void;
  /** Before each file; the ones before it are done. */
  reached(at: Place, done: number): void;
  /** Nobody waits for it any more: it ends where it is. */
  readonly isUnwanted: boolean;
}

/** A look for what goes that nobody follows. */
export const unwatched = (signal?: AbortSignal): SweepWatch => ({
  begin: () => {},
  reached: () => {},
  get isUnwanted() {
    return signal?.aborted === true;
  },
});

/** What a sweep does in one project. */
export class SweepPart implements SweepWatch {
  readonly projectId: string;
  readonly removals: Removal[] = [];
  /** Resolves once the sweep is done with the project. */
  readonly ended: Promise<void>;
  state: SweepState['state'] = 'waiting';
  days = { done: 0, total: 0 };
  at: Place | null = null;
  /** Somebody ended it before it was done. */
  isCut = false;
  isOver = false;
  readonly #isCancelled: () => boolean;
  readonly #isStopped: () => boolean;
  #resolve = (): void => {};

  constructor(projectId: string, isCancelled: () => boolean, isStopped: () => boolean) {
    this.projectId = projectId;
    this.#isCancelled = isCancelled;
    this.#isStopped = isStopped;
    this.ended = new Promise((resolve) => (this.#resolve = resolve));
  }

  get isUnwanted(): boolean {
    return this.#isStopped() || this.#isCancelled();
  }

  begin(state: SweepState['state'], total: number): void {
    this.state = state;
    this.days = { done: 0, total };
    this.at = null;
  }

  reached(at: Place, done: number): void {
    this.at = at;
    this.days.done = done;
  }

  /** Whether everything went that was to go. */
  get isDone(): boolean {
    const { state, days } = this;
    return state === 'removing' && days.done === days.total;
  }

  /** Every file of its plan is gone through. */
  finished(): void {
    this.at = null;
    this.days.done = this.days.total;
  }

  /** @returns what is written down of it */
  end(failures: Iterable<string>): RunResult {
    const { projectId, removals } = this;
    this.isOver = true;
    this.isCut = this.#isCancelled() && !this.isDone;
    this.#resolve();
    return { projectId, removals, failures: [...failures], ...(this.isCut && { cancelled: true }) };
  }
}

export interface SweepRunOptions extends Pick<Sweep, 'cause' | 'actor'> {
  readonly clock: Clock;
  /** The one project it is for; null: all. */
  readonly projectId: string | null;
  /** Whether the collector ends. */
  readonly isStopped: () => boolean;
}

/** A sweep as this process knows it, from when it is asked for until it is written down. */
export class SweepRun implements Sweep {
  /** Until all of it is written down. */
  result: Promise<unknown> = Promise.resolve();
  readonly id = randomUUID();
  startedAt: string;
  /** What the clock showed when its turn came, ms since the epoch. */
  #startedMs: number;
  readonly #options: SweepRunOptions;
  readonly #parts = new Map<string, SweepPart>();
  /** The one it is at, or was last. */
  #current: SweepPart | undefined;
  readonly #cancelledProjects = new Set<string>();
  readonly #cancelling = new AbortController();
  #began = performance.now();
  /** Those that it goes through; undefined before it begins. */
  #projects: readonly string[] | undefined;

  constructor(options: SweepRunOptions) {
    this.#options = options;
    this.#startedMs = options.clock.now();
    this.startedAt = new Date(this.#startedMs).toISOString();
  }

  get cause(): Sweep['cause'] {
    return this.#options.cause;
  }

  get actor(): Actor {
    return this.#options.actor;
  }

  /** Its turn has come. */
  begin(projects: readonly string[]): void {
    this.#projects = projects;
    this.#startedMs = this.#options.clock.now();
    this.startedAt = new Date(this.#startedMs).toISOString();
    this.#began = performance.now();
  }

  /** What time it is for all of it, ms since the epoch: a clock that is set meanwhile makes nothing older. */
  get nowMs(): number {
    return this.#startedMs + this.tookMs();
  }

  /** How long it has been at it; does not depend on whether the clock is set meanwhile. */
  readonly tookMs = (): number => Math.round(performance.now() - this.#began);

  end(results: RunResult[]): RetentionRun {
    const { startedAt, cause } = this;
    const isInterrupted = cause !== 'disk' && this.#options.isStopped() && this.#isShort;
    const interrupted = isInterrupted && { interrupted: true as const };
    return { startedAt, tookMs: this.tookMs(), cause, ...interrupted, results };
  }

  /** What it does in a project, from now on. */
  part(projectId: string): SweepPart {
    const isCancelled = () => this.isCancelled(projectId);
    const known = this.#parts.get(projectId);
    this.#current = known ?? new SweepPart(projectId, isCancelled, this.#options.isStopped);
    this.#parts.set(projectId, this.#current);
    return this.#current;
  }

  /** Whether a project is left, or was, before everything went that was to go. */
  get #isShort(): boolean {
    const parts = [...this.#parts.values()];
    return parts.length < (this.#projects?.length ?? 0) || parts.some((part) => !part.isDone);
  }

  /** Whether something of a project goes, or may still go, by it. */
  concerns(projectId: string): boolean {
    // Room is made with what is oldest, whosever it is.
    if (this.cause === 'disk') return this.#current?.projectId === projectId;
    const part = this.#parts.get(projectId);
    if (part !== undefined) return !part.isOver;
    const { projectId: only } = this.#options;
    if (only !== null) return only === projectId;
    return this.#projects?.includes(projectId) ?? true;
  }

  /** @param projectId null: all of it */
  isCancelled(projectId: string | null): boolean {
    if (this.#cancelling.signal.aborted) return true;
    return projectId !== null && this.#cancelledProjects.has(projectId);
  }

  /** All projects were to be swept, and none of those that are left is. */
  get isOver(): boolean {
    return this.#options.projectId === null && this.isCancelled(null);
  }

  /** Resolves once all of it is cancelled. */
  get cancelled(): Promise<void> {
    const { signal } = this.#cancelling;
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Ends it before its next day, in one project or in all. @returns once it has ended there */
  async cancel(projectId: string | null): Promise<void> {
    if (projectId === null || projectId === this.#options.projectId) {
      this.#cancelling.abort();
      await this.result.catch(() => {});
      return;
    }
    this.#cancelledProjects.add(projectId);
    await this.#parts.get(projectId)?.ended;
  }

  /** Whether somebody ended it before it was done, in one project or all of it. */
  wasCut(projectId: string | null): boolean {
    if (projectId !== null) return this.#parts.get(projectId)?.isCut ?? true;
    return this.isCancelled(null) && this.#isShort;
  }

  /** What went so far, in one project or in all. */
  removals(projectId: string | null): Removal[] {
    if (projectId !== null) return this.#parts.get(projectId)?.removals ?? [];
    return [...this.#parts.values()].flatMap(({ removals }) => removals);
  }

  /** Files gone through in a project; of all projects, those of the one it is at. */
  days(projectId: string | null): SweepState['days'] {
    return { ...(this.#partOf(projectId)?.days ?? { done: 0, total: 0 }) };
  }

  /** How many projects it goes through, and those it is done with; none where it takes what is oldest of all. */
  projects(): SweepState['days'] {
    if (this.cause === 'disk') return { done: 0, total: 0 };
    const over = [...this.#parts.values()].filter(({ isOver }) => isOver).length;
    return { done: over, total: this.#projects?.length ?? 0 };
  }

  /** How far it is, for people. @param removals those that may be told */
  describe(projectId: string | null, removals: readonly Removal[]): SweepState {
    const part = this.#partOf(projectId);
    return {
      cause: this.cause,
      startedAt: this.startedAt,
      state: part?.state ?? 'waiting',
      isCancelling: this.isCancelled(projectId),
      days: this.days(projectId),
      at: part?.at ?? null,
      removed: sumsOf(removals),
    };
  }

  /** The project that it is at. */
  get currentProjectId(): string | null {
    return this.#partOf(null)?.projectId ?? null;
  }

  /** For whoever asked for it, once it was cancelled. */
  refusal(): AppError {
    const end = describeSweepEnd(sumsOf(this.removals(null)));
    return new AppError('conflict', `The sweep was cancelled. ${end}`);
  }

  /** @param projectId null: of the project it is at */
  #partOf(projectId: string | null): SweepPart | undefined {
    if (projectId !== null) return this.#parts.get(projectId);
    return this.#current?.isOver === true ? undefined : this.#current;
  }
}
