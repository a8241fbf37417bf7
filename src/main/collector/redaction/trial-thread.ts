import { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { endThread } from '../end-thread.ts';
import { workerEntry } from '../worker-entry.ts';
import { READY, type FromTrial, type ToTrial, type TrialCalls } from './trial-protocol.ts';

/** Calls waiting for their turn; more are refused. */
const MAX_WAITING = 32;
/** A thread nobody asks anything ends after this time, ms. */
const IDLE_MS = 60_000;

/**
 * A thread on which rules are tried: started with the first call, ended when idle.
 *
 * Patterns run in time proportional to the text, but their author and the text are anybody's, so they run where the
 * collector does not wait for them, and end with their thread when they take too long.
 */
export class TrialThread {
  readonly #budgetMs: number;
  #worker: Worker | undefined;
  #ready: Promise<unknown> = Promise.resolve();
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #nextId = 1;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param budgetMs longest time for one call, ms */
  constructor(budgetMs: number) {
    this.#budgetMs = budgetMs;
  }

  /** Calls one after the other. @throws AppError `invalid` for one over its budget, `busy` when too many wait */
  async call<M extends keyof TrialCalls>(
    method: M,
    ...args: Parameters<TrialCalls[M]>
  ): Promise<ReturnType<TrialCalls[M]>> {
    if (this.#waiting >= MAX_WAITING) {
      throw new AppError('busy', 'Too many trials of rules at once; try again.', {
        retryAfterSeconds: 1,
      });
    }
    this.#waiting++;
    const turn = this.#turn.then(() => this.#ask(method, args));
    this.#turn = turn.catch(() => {});
    try {
      return (await turn) as ReturnType<TrialCalls[M]>;
    } finally {
      this.#waiting--;
    }
  }

  /** Ends the thread; a call under way rejects. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  async #ask(method: keyof TrialCalls, args: readonly unknown[]): Promise<unknown> {
    if (this.#closed) throw new AppError('unavailable', 'The collector is closing.');
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    // Starting takes long on a busy machine, and is no fault of the rules.
    await this.#ready;
    const answer = received(worker, this.#nextId);
    // Rejects as well when the thread is ended for taking too long.
    answer.catch(() => {});
    const id = this.#nextId++;
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        void this.#end(0);
        reject(
          new AppError(
            'invalid',
            `The rules took longer than ${this.#budgetMs / 1000} s on this. Make the patterns simpler or the text shorter.`,
          ),
        );
      }, this.#budgetMs);
    });
    worker.postMessage({ kind: 'call', id, method, args } satisfies ToTrial);
    try {
      return await Promise.race([answer, tooLong]);
    } finally {
      clearTimeout(timer);
      this.#idle = setTimeout(() => void this.#end(), IDLE_MS).unref();
    }
  }

  #start(): Worker {
    const worker = new Worker(workerEntry('trial-worker'), { name: 'spanward-trial' });
    const gone = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    worker.on('error', gone);
    worker.once('exit', gone);
    this.#ready = received(worker, READY);
    return worker;
  }

  async #end(patienceMs?: number): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    await endThread(
      worker,
      () => worker.postMessage({ kind: 'close' } satisfies ToTrial),
      patienceMs,
    );
  }
}

/** The answer of this number. */
function received(worker: Worker, id: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: FromTrial): void => {
      if (message.id !== id) return;
      settle();
      if ('problem' in message) reject(new AppError('invalid', message.problem));
      else resolve(message.result);
    };
    const onExit = (): void => {
      settle();
      reject(new AppError('unavailable', 'The trial was ended; try again.'));
    };
    const settle = (): void => {
      worker.off('message', onMessage);
      worker.off('exit', onExit);
    };
    worker.on('message', onMessage);
    worker.once('exit', onExit);
  });
}
