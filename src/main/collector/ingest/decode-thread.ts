import { Worker } from 'node:worker_threads';
import { endThread } from '../end-thread.ts';
import type {
  DecodeJob,
  DecodeJobDone,
  DecodeWorkerData,
  FromDecodeWorker,
  PricesChanged,
  ToDecodeWorker,
} from './job.ts';

/** What a decode thread tells its owner. */
export interface DecodeThreadEvents {
  done(thread: DecodeThread, result: DecodeJobDone): void;
  /** Something failed that should not be able to. */
  bug(text: string): void;
  /** The thread ended without being asked to; its jobs are lost. */
  crashed(thread: DecodeThread, lostJobIds: readonly number[], reason: string): void;
}

/**
 * Heap of one decode thread, MiB. What needs more ends the thread, where it asks for it little by little; what asks for
 * it within one call of the runtime ends the collector, so such calls are bounded (`otlp/bounded-json.ts`).
 */
const HEAP_MIB = 768;
/** Half of the default: measured no slower, and 30 MiB less resident under full load. */
const YOUNG_MIB = 24;

/** One decode worker and the jobs it has been given. */
export class DecodeThread {
  readonly #worker: Worker;
  /** Jobs given and not yet answered, with the time they were given in ms. */
  readonly #jobs = new Map<number, number>();
  #stopping = false;
  #reason = 'it stopped';
  /** When it last had something to do, ms. */
  lastBusyMs = Date.now();

  constructor(entry: URL, workerData: DecodeWorkerData, events: DecodeThreadEvents) {
    this.#worker = new Worker(entry, {
      workerData,
      name: 'decode',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    this.#worker.on('message', (result: FromDecodeWorker) => {
      if (result.type === 'bug') {
        events.bug(result.text);
        return;
      }
      this.#jobs.delete(result.id);
      this.lastBusyMs = Date.now();
      events.done(this, result);
    });
    this.#worker.on('error', (error) => {
      this.#reason = error instanceof Error ? error.message : String(error);
    });
    this.#worker.on('exit', () => {
      if (!this.#stopping) events.crashed(this, [...this.#jobs.keys()], this.#reason);
    });
  }

  /** Jobs it is working on or has waiting. */
  get pending(): number {
    return this.#jobs.size;
  }

  /** How long its oldest job has been with it, ms; 0 without one. */
  oldestJobMs(now: number): number {
    const first = this.#jobs.values().next();
    return first.done === true ? 0 : now - first.value;
  }

  run(job: DecodeJob): void {
    this.#jobs.set(job.id, Date.now());
    this.#worker.postMessage(job, [job.buffer, job.table.buffer as ArrayBuffer]);
  }

  setPrices(change: PricesChanged): void {
    this.#worker.postMessage(change);
  }

  /** Ends a thread that hangs; reported as a crash. */
  kill(): void {
    this.#reason = 'it took too long';
    void this.#worker.terminate();
  }

  /** Asks the thread to end by itself. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await endThread(this.#worker, () =>
      this.#worker.postMessage({ type: 'close' } satisfies ToDecodeWorker),
    );
  }
}
