import { availableParallelism, cpus } from 'node:os';
import type { ModelPrice } from '../../../shared/contract/prices.ts';
import type { Log } from '../log.ts';
import { DecodeThread } from './decode-thread.ts';
import type { DecodeJob, DecodeJobDone } from './job.ts';

export interface DecodePoolOptions {
  readonly entry: URL;
  readonly maxInflatedBytes: number;
  readonly overrides: readonly ModelPrice[];
  readonly log: Log;
  /** True when a thread should load redaction before there is data; absent: when data comes that needs it. */
  readonly redacts?: (() => boolean) | undefined;
  /** Most threads; default: a core less than there are, at least 2 and at most 4. */
  readonly maxThreads?: number | undefined;
}

/** What the pool tells the pipeline. */
export interface DecodePoolEvents {
  done(result: DecodeJobDone): void;
  lost(jobIds: readonly number[], reason: string): void;
  /** A thread can take a job again. */
  free(): void;
}

/** Threads that were never idle for this long, with work waiting, may make another one worth its memory. */
const GROW_AFTER_MS = 200;
/** Cores that did nothing meanwhile; with less to spare, one more thread only takes turns with the others. */
const SPARE_CORES = 0.25;
/** A job that takes this long is one of a few very large bodies: what waits behind it needs another thread. */
const LONG_JOB_MS = 250;
const SHRINK_AFTER_MS = 30_000;
/** No job takes this long: the largest is one body of 64 MiB. */
const HANG_MS = 60_000;
const SWEEP_MS = 5_000;
/** After a crash, so that a thread that cannot start does not restart in a loop. */
const RESTART_DELAY_MS = 500;

/** The decode threads: one once it is started, more while work piles up, back to one when it is quiet. */
export class DecodePool {
  readonly #options: DecodePoolOptions;
  readonly #events: DecodePoolEvents;
  readonly #maxThreads: number;
  readonly #threads = new Set<DecodeThread>();
  readonly #sweep: NodeJS.Timeout;
  #overrides: readonly ModelPrice[];
  #crowded: { readonly sinceMs: number; readonly idleMs: number } | undefined;
  #restart: NodeJS.Timeout | undefined;
  #hasStarted = false;
  #closed = false;

  constructor(options: DecodePoolOptions, events: DecodePoolEvents) {
    this.#options = options;
    this.#events = events;
    this.#overrides = options.overrides;
    this.#maxThreads = options.maxThreads ?? Math.min(4, Math.max(2, availableParallelism() - 1));
    this.#sweep = setInterval(() => this.#check(), SWEEP_MS).unref();
  }

  /** Starts the first thread; no job can be given before. */
  start(): void {
    if (this.#hasStarted || this.#closed) return;
    this.#hasStarted = true;
    this.#start();
  }

  get size(): number {
    return this.#threads.size;
  }

  /** Threads without a job. */
  idleThreads(): number {
    let idle = 0;
    for (const thread of this.#threads) if (thread.pending === 0) idle++;
    return idle;
  }

  /** A thread that has fewer than `maxPending` jobs, the least busy first. */
  pick(maxPending: number): DecodeThread | undefined {
    let best: DecodeThread | undefined;
    for (const thread of this.#threads) {
      if (thread.pending < maxPending && (best === undefined || thread.pending < best.pending)) {
        best = thread;
      }
    }
    return best;
  }

  run(thread: DecodeThread, job: DecodeJob): void {
    thread.run(job);
  }

  /** Work is waiting for threads that are all busy; where that lasts, and one more would help, there is to be one. */
  reportCrowded(): void {
    if (this.#threads.size >= this.#maxThreads) return;
    const now = Date.now();
    this.#crowded ??= { sinceMs: now, idleMs: idleCpuMs() };
    const { sinceMs, idleMs } = this.#crowded;
    if (now - sinceMs <= GROW_AFTER_MS) return;
    const idleCores = (idleCpuMs() - idleMs) / (now - sinceMs);
    this.#crowded = undefined;
    if (idleCores > SPARE_CORES || this.#hasLongJob(now)) this.#start();
  }

  /** A thread has nothing to do. */
  reportIdle(): void {
    this.#crowded = undefined;
  }

  /** Prices for spans decoded from now on. */
  setPrices(overrides: readonly ModelPrice[]): void {
    this.#overrides = overrides;
    for (const thread of this.#threads) thread.setPrices({ type: 'prices', overrides });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweep);
    clearTimeout(this.#restart);
    await Promise.all([...this.#threads].map((thread) => thread.stop()));
    this.#threads.clear();
  }

  #hasLongJob(now: number): boolean {
    for (const thread of this.#threads) if (thread.oldestJobMs(now) > LONG_JOB_MS) return true;
    return false;
  }

  #start(): void {
    const { entry, maxInflatedBytes, redacts } = this.#options;
    const data = { maxInflatedBytes, overrides: this.#overrides, redacts: redacts?.() ?? false };
    const thread = new DecodeThread(entry, data, {
      done: (_thread, result) => {
        this.#events.done(result);
        this.#events.free();
      },
      bug: (text) => this.#options.log.error('decode_failed', { text }),
      crashed: (crashed, lost, reason) => this.#crashed(crashed, lost, reason),
    });
    this.#threads.add(thread);
    this.#events.free();
  }

  #crashed(thread: DecodeThread, lost: readonly number[], reason: string): void {
    this.#threads.delete(thread);
    this.#options.log.error('decode_worker_stopped', { reason, jobs: lost.length });
    this.#events.lost(lost, reason);
    if (this.#closed || this.#threads.size > 0 || this.#restart !== undefined) return;
    const delay = lost.length > 0 ? 0 : RESTART_DELAY_MS;
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      if (!this.#closed) this.#start();
    }, delay);
  }

  #check(): void {
    const now = Date.now();
    for (const thread of this.#threads) {
      if (thread.oldestJobMs(now) > HANG_MS) thread.kill();
      else if (
        this.#threads.size > 1 &&
        thread.pending === 0 &&
        now - thread.lastBusyMs > SHRINK_AFTER_MS
      ) {
        this.#threads.delete(thread);
        void thread.stop();
      }
    }
  }
}

/** Time that the cores of this machine have spent idle since it started, summed up, ms. */
function idleCpuMs(): number {
  let sum = 0;
  for (const { times } of cpus()) sum += times.idle;
  return sum;
}
