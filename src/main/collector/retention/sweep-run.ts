import type {
  Removal,
  RetentionRun,
  RunResult,
  Sweep as SweepState,
} from '../../../shared/contract/retention.ts';
import { AppError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format-bytes.ts';
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
  readonly #isUnwanted: () => boolean;
  #resolve = (): void => {};

  constructor(projectId: string, isUnwanted: () => boolean) {
    this.projectId = projectId;
    this.#isUnwanted = isUnwanted;
    this.ended = new Promise((resolve) => (this.#resolve = resolve));
  }

  get isUnwanted(): boolean {
    return this.#isUnwanted();
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

  end(): void {
    this.isOver = true;
    this.#resolve();
  }

  /** What is written down of it. */
  result(failures: Iterable<string>): RunResult {
    const { projectId, removals, isCut } = this;
    return { projectId, removals, failures: [...failures], ...(isCut && { cancelled: true }) };
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
  startedAt: string;
  readonly #options: SweepRunOptions;
  readonly #parts = new Map<string, SweepPart>();
  readonly #cancelledProjects = new Set<string>();
  readonly #cancelling = new AbortController();
  #began = performance.now();
  /** Those that it goes through; undefined before it begins. */
  #projects: readonly string[] | undefined;

  constructor(options: SweepRunOptions) {
    this.#options = options;
    this.startedAt = this.#now();
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
    this.startedAt = this.#now();
    this.#began = performance.now();
  }

  /** How long it has been at it; does not depend on whether the clock is set meanwhile. */
  readonly tookMs = (): number => Math.round(performance.now() - this.#began);

  end(results: RunResult[]): RetentionRun {
    const { startedAt, cause } = this;
    return { startedAt, tookMs: this.tookMs(), cause, results };
  }

  /** What it does in a project, from now on. */
  part(projectId: string): SweepPart {
    const { isStopped } = this.#options;
    const isUnwanted = () => isStopped() || this.isCancelled(projectId);
    const part = this.#parts.get(projectId) ?? new SweepPart(projectId, isUnwanted);
    this.#parts.set(projectId, part);
    return part;
  }

  /** Whether something of a project goes, or may still go, by it. */
  concerns(projectId: string): boolean {
    const part = this.#parts.get(projectId);
    if (part !== undefined) return !part.isOver;
    // Room is made with what is oldest, whosever it is.
    if (this.cause === 'disk') return false;
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
    const parts = [...this.#parts.values()];
    const isShort =
      parts.length < (this.#projects?.length ?? 0) || parts.some((part) => part.isCut);
    return this.isCancelled(null) && isShort;
  }

  /** What went so far, in one project or in all. */
  removals(projectId: string | null): Removal[] {
    if (projectId !== null) return this.#parts.get(projectId)?.removals ?? [];
    return [...this.#parts.values()].flatMap(({ removals }) => removals);
  }

  /** Files gone through in a project; of all projects, those of the one it is at. */
  days(projectId: string | null): SweepState['days'] {
    const part = projectId === null ? this.#current() : this.#parts.get(projectId);
    return { ...(part?.days ?? { done: 0, total: 0 }) };
  }

  /** How many projects it goes through, and those it is done with. */
  projects(): SweepState['days'] {
    const over = [...this.#parts.values()].filter(({ isOver }) => isOver).length;
    return { done: over, total: this.#projects?.length ?? 0 };
  }

  /** How far it is, for people. @param removals those that may be told */
  describe(projectId: string | null, removals: readonly Removal[]): SweepState {
    const part = projectId === null ? this.#current() : this.#parts.get(projectId);
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
    return this.#current()?.projectId ?? null;
  }

  /** For whoever asked for it, once it was cancelled. */
  refusal(): AppError {
    const { records, bytes } = sumsOf(this.removals(null));
    const how =
      records === 0
        ? 'before anything was removed.'
        : `on its way. What it removed stays removed: ${records.toLocaleString('en-US')} record${records === 1 ? '' : 's'}, ${formatBytes(bytes)}.`;
    return new AppError(
      'conflict',
      `The sweep was cancelled ${how} The rest goes with the next scheduled sweep.`,
    );
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }

  #current(): SweepPart | undefined {
    return [...this.#parts.values()].findLast(({ isOver }) => !isOver);
  }
}

/** What removals come to. */
export function sumsOf(removals: readonly Removal[]): SweepState['removed'] {
  return {
    records: removals.reduce((sum, { records }) => sum + records, 0),
    bytes: removals.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
