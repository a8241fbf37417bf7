import { type MessagePort, Worker } from 'node:worker_threads';
import { AppError } from '../../../../shared/errors.ts';
import { endThread } from '../../end-thread.ts';
import type { Log } from '../../log.ts';
import { workerEntry } from '../../worker-entry.ts';
import type { ExportBatch } from '../types.ts';
import { unpackBatch, type PackedBatch } from './packed-batch.ts';
import type {
  CancellableCall,
  FromReader,
  ReaderCalls,
  ReaderSettings,
  ReaderStreams,
  ToReader,
} from './protocol.ts';
import { transferOf } from './transfer.ts';

export interface ReaderClientOptions extends ReaderSettings {
  readonly name: string;
  readonly log: Log;
  /** Called for each thread that starts; the end of a channel from the writer, for readers that keep indexes. */
  readonly connect?: () => MessagePort;
}

/** A small nursery is emptied often, and with it go the expanded frames and columns that hang on what is in it. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 8 };

/** Calls by which nobody looks at data: the store's own, and the sizes that are shown all the time. */
const OWN_CALLS: ReadonlySet<keyof ReaderCalls> = new Set([
  'stats',
  'forget',
  'lookAnew',
  'moved',
  'release',
]);

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: AppError) => void;
}

/**
 * A reader thread as the collector's main thread sees it: started with the first call, and again after it died.
 *
 * What a dead thread had not answered rejects with `unavailable`; asking again is safe, as readers change nothing.
 */
export class ReaderClient {
  private readonly options: ReaderClientOptions;
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | undefined;
  private nextId = 1;
  private openStreams = 0;
  private asked = 0;
  private closed = false;

  constructor(options: ReaderClientOptions) {
    this.options = options;
  }

  /** Whether there is a thread: without one nothing is open and nothing remembered. */
  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  /** Calls and streams under way. */
  get pending(): number {
    return this.waiting.size + this.openStreams;
  }

  /** How often data was asked for since the start. */
  get reads(): number {
    return this.asked;
  }

  /** Asks once. Rejects with `AppError`. */
  call<M extends keyof ReaderCalls>(
    method: M,
    ...args: Parameters<ReaderCalls[M]>
  ): Promise<ReturnType<ReaderCalls[M]>> {
    if (!OWN_CALLS.has(method)) this.asked++;
    return this.ask(
      (id) => ({ kind: 'call', id, method, args }),
      args.flatMap(transferOfBytes),
    ) as Promise<ReturnType<ReaderCalls[M]>>;
  }

  /** As {@link call}, of a call that the thread gives up once the signal is given; it then rejects. */
  callUntil<M extends CancellableCall>(
    signal: AbortSignal | undefined,
    method: M,
    ...args: Parameters<ReaderCalls[M]>
  ): Promise<ReturnType<ReaderCalls[M]>> {
    this.asked++;
    let asked = 0;
    const answer = this.ask(
      (id) => ({ kind: 'call', id: (asked = id), method, args }),
      args.flatMap(transferOfBytes),
    );
    const { worker } = this;
    const cancel = (): void => {
      // A thread that was started anew knows nothing of it.
      if (worker !== undefined && worker === this.worker) {
        post(worker, { kind: 'cancel', id: asked });
      }
    };
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    return answer.finally(() => signal?.removeEventListener('abort', cancel)) as Promise<
      ReturnType<ReaderCalls[M]>
    >;
  }

  /** Reads batch by batch; the thread works only when the next one is asked for. */
  async *stream<M extends keyof ReaderStreams>(
    method: M,
    ...args: Parameters<ReaderStreams[M]>
  ): AsyncGenerator<ExportBatch, void> {
    const worker = this.started();
    const stream = this.nextId++;
    post(worker, { kind: 'open', stream, method, args });
    this.openStreams++;
    try {
      for (;;) {
        this.asked++;
        if (worker !== this.worker) throw this.goneError();
        const batch = await this.ask((id) => ({ kind: 'next', id, stream }));
        if (batch === undefined) return;
        yield unpackBatch(batch as PackedBatch);
      }
    } finally {
      this.openStreams--;
      if (worker === this.worker) post(worker, { kind: 'stop', stream });
    }
  }

  /** Ends the thread, in the middle of its work if that takes longer than some seconds; what is unanswered rejects. */
  async close(): Promise<void> {
    this.closed = true;
    const { worker } = this;
    if (worker === undefined) return;
    // A long scan must not hold up the stop: nothing is lost here.
    await endThread(worker, () => post(worker, { kind: 'close' }));
  }

  private ask(message: (id: number) => ToReader, transfer: ArrayBuffer[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const worker = this.started();
      const id = this.nextId++;
      this.waiting.set(id, { resolve, reject });
      post(worker, message(id), transfer);
    });
  }

  private started(): Worker {
    if (this.closed) throw this.goneError();
    if (this.worker !== undefined) return this.worker;
    const { dataDir, nativeBinding, indexBudgetBytes, name, connect } = this.options;
    const workerData: ReaderSettings = { dataDir, nativeBinding, indexBudgetBytes };
    const worker = new Worker(workerEntry('reader-worker'), {
      workerData,
      name,
      resourceLimits: RESOURCE_LIMITS,
    });
    this.worker = worker;
    worker.on('message', (message: FromReader) => this.receive(message));
    worker.on('error', (error) => {
      this.options.log.error('reader_failed', { thread: name, reason: error.message });
    });
    worker.on('exit', () => {
      this.worker = undefined;
      const error = this.goneError();
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    });
    const port = connect?.();
    if (port) worker.postMessage({ kind: 'notices', port } satisfies ToReader, [port]);
    return worker;
  }

  private receive(message: FromReader): void {
    if (message.kind === 'warning') {
      this.options.log.warn(message.event, message.fields);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === 'done') waiting?.resolve(message.result);
    else waiting?.reject(new AppError(message.failure.code, message.failure.message));
  }

  private goneError(): AppError {
    return this.closed
      ? new AppError('unavailable', 'The store is closed.')
      : new AppError('unavailable', `The thread ${this.options.name} ended; ask again.`, {
          retryAfterSeconds: 1,
        });
  }
}

function post(worker: Worker, message: ToReader, transfer: ArrayBuffer[] = []): void {
  worker.postMessage(message, transfer);
}

/** Trace ids are made for the one call they are sent with. */
function transferOfBytes(argument: unknown): ArrayBuffer[] {
  return argument instanceof Uint8Array ? transferOf(argument) : [];
}
