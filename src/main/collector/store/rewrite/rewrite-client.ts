import { Worker } from 'node:worker_threads';
import { AppError } from '../../../../shared/errors.ts';
import { endThread } from '../../end-thread.ts';
import { workerEntry } from '../../worker-entry.ts';
import type { FromRewriter, RewriteCalls, RewriteSettings, ToRewriter } from './protocol.ts';

/** Idle time after which the thread is let go, ms. */
const IDLE_MS = 2000;

/** How one follows a call, and ends it. */
export interface CallWatch {
  readonly onProgress?: ((records: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Waiting extends CallWatch {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: AppError) => void;
}

/** Ends the thread between two steps. */
const end = (worker: Worker): Promise<void> =>
  endThread(worker, () => worker.postMessage('close' satisfies ToRewriter));

/** The rewriting thread as the collector's main thread sees it: started when needed, gone when idle. */
export class RewriteClient {
  readonly #settings: RewriteSettings;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #nextId = 1;
  #closed = false;

  constructor(settings: RewriteSettings) {
    this.#settings = settings;
  }

  call<M extends keyof RewriteCalls>(
    method: M,
    ...args: Parameters<RewriteCalls[M]>
  ): Promise<ReturnType<RewriteCalls[M]>> {
    return this.watch({}, method, ...args);
  }

  /** A call that tells how far it is and can be cancelled. */
  watch<M extends keyof RewriteCalls>(
    { onProgress, signal }: CallWatch,
    method: M,
    ...args: Parameters<RewriteCalls[M]>
  ): Promise<ReturnType<RewriteCalls[M]>> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new AppError('unavailable', 'The store is closed.'));
        return;
      }
      clearTimeout(this.#idle);
      this.#worker ??= this.#start();
      const id = this.#nextId++;
      this.#waiting.set(id, {
        resolve: resolve as (result: unknown) => void,
        reject,
        onProgress,
      });
      this.#worker.postMessage({ id, method, args } satisfies ToRewriter);
      const cancel = () => {
        if (this.#waiting.has(id)) this.#worker?.postMessage({ cancel: id } satisfies ToRewriter);
      };
      if (signal?.aborted) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  /** Ends the thread in the middle of its work; what it leaves behind is removed at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    if (this.#worker) await end(this.#worker);
  }

  #start(): Worker {
    const worker = new Worker(workerEntry('rewrite-worker'), {
      workerData: this.#settings,
      name: 'spanward-rewrite',
    });
    worker.on('message', (message: FromRewriter) => this.#receive(message));
    worker.on('error', (error) => this.#fail(worker, `failed: ${error.message}`));
    worker.on('exit', () => this.#fail(worker, 'has ended'));
    return worker;
  }

  #receive(message: FromRewriter): void {
    const waiting = this.#waiting.get(message.id);
    if ('records' in message) {
      waiting?.onProgress?.(message.records);
      return;
    }
    this.#waiting.delete(message.id);
    if ('failure' in message) {
      const { code, message: text } = message.failure;
      waiting?.reject(new AppError(code, text));
    } else waiting?.resolve(message.result);
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => {
      const worker = this.#worker;
      this.#worker = undefined;
      if (worker) void end(worker);
    }, IDLE_MS);
    this.#idle.unref();
  }

  #fail(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const error = new AppError('unavailable', `The thread that rewrites data files ${reason}.`);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
