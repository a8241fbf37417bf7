import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { AppError } from '../../../../shared/errors.ts';
import { endThread } from '../../end-thread.ts';
import { workerEntry } from '../../worker-entry.ts';
import type { AppendResult, CommitNotice, PreparedSegment } from '../types.ts';
import type { AppendRequest, FromWriter, ToWriter, WriterSettings } from './protocol.ts';
import type { DayReplacement } from './replace-day.ts';

export interface WriterOptions extends WriterSettings {
  /** Milliseconds since the epoch; decides the day file. Default `Date.now`. */
  readonly clock?: () => number;
  /** After every commit, once per project and signal. */
  readonly onCommit?: (notice: CommitNotice) => void;
  /** A line for the collector's log. */
  readonly onWarning?: (message: string) => void;
}

/** The writer thread, as the collector's main thread sees it: started with the first call that needs it. */
export interface Writer {
  /** Starts the thread, for which the first call would wait otherwise. */
  start(): void;
  /** Resolves after commit. The segment's buffers are handed over: it is of no use afterwards. */
  append(projectId: string, segment: PreparedSegment): Promise<AppendResult>;
  /** Bytes handed over and not yet answered. */
  readonly queuedBytes: number;
  /** Bytes handed over since the start. */
  readonly appendedBytes: number;
  /** The end of a channel on which a reader gets a `NoticeMessage` after every commit. */
  connectReader(): MessagePort;
  /** Removes everything stored of a project; readers must have let go of its files where the system insists. */
  deleteProject(projectId: string): Promise<void>;
  /** Puts another file, or none, in the place of a day's. */
  replaceDay(day: DayReplacement): Promise<void>;
  /** Moves the logs of a project's open files into these: appends wait for it. */
  settle(projectId: string): Promise<void>;
  /** Commits what is queued, checkpoints every file and ends the thread. */
  close(): Promise<void>;
}

interface Waiting {
  readonly bytes: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

/** A small nursery is emptied often, and with it go the segments that were committed. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 8 };

/** Longest wait for the thread to end once everything is stored and closed, ms. */
const END_MS = 1_000;

/** There must be one writer for a data folder: the caller holds its lock. */
export function openWriter(options: WriterOptions): Writer {
  return new WriterClient(options);
}

class WriterClient implements Writer {
  readonly #options: WriterOptions;
  /** Stays when it has ended, and is not started again: what it had not answered, nobody knows. */
  #worker: Worker | undefined;
  /** Of readers that were there before the thread. */
  readonly #readers = new Set<MessagePort>();
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #queuedBytes = 0;
  #appendedBytes = 0;
  #closing: Promise<void> | undefined;
  #failure: AppError | undefined;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  start(): void {
    if (!this.#failure) this.#started();
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  get appendedBytes(): number {
    return this.#appendedBytes;
  }

  append(projectId: string, segment: PreparedSegment): Promise<AppendResult> {
    const { parts, requestOf } = segment;
    const bytes = (parts['body']?.byteLength ?? 0) + (parts['rows']?.byteLength ?? 0);
    this.#appendedBytes += bytes;
    const nowMs = (this.#options.clock ?? Date.now)();
    const transfer = [...Object.values(parts), requestOf.buffer as ArrayBuffer];
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        bytes,
        resolve,
        reject,
      };
      this.#send(
        waiting,
        (id): AppendRequest => ({ kind: 'append', id, projectId, segment, nowMs }),
        transfer,
      );
    });
  }

  connectReader(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    if (this.#worker) tellOf(this.#worker, port1);
    else {
      this.#readers.add(port1);
      // The reader may end before the thread starts.
      port1.once('close', () => this.#readers.delete(port1));
    }
    return port2;
  }

  deleteProject(projectId: string): Promise<void> {
    return this.#call((id) => ({ kind: 'delete-project', id, projectId }));
  }

  replaceDay(day: DayReplacement): Promise<void> {
    return this.#call((id) => ({ kind: 'replace-day', id, day }));
  }

  async settle(projectId: string): Promise<void> {
    // Without it nothing was written since the start.
    if (this.#worker) await this.#call((id) => ({ kind: 'settle', id, projectId }));
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async #shutDown(): Promise<void> {
    if (this.#failure) return;
    const worker = this.#worker;
    const close = (): Promise<unknown> | void => {
      const closed = worker && this.#call((id) => ({ kind: 'close', id }));
      this.#failure = new AppError('unavailable', 'The store is closed.');
      return closed;
    };
    if (worker) await endThread(worker, close, END_MS);
    else void close();
    for (const port of this.#readers) port.close();
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const { dataDir, nativeBinding } = this.#options;
    const workerData: WriterSettings = { dataDir, nativeBinding };
    const worker = new Worker(workerEntry('writer-worker'), {
      workerData,
      name: 'spanward-writer',
      resourceLimits: RESOURCE_LIMITS,
    });
    worker.on('message', (message: FromWriter) => this.#receive(message));
    worker.on('error', (error) => this.#fail(`failed: ${error.message}`));
    worker.on('exit', () => this.#fail('has ended'));
    this.#worker = worker;
    for (const port of this.#readers) tellOf(worker, port);
    this.#readers.clear();
    return worker;
  }

  #call(message: (id: number) => ToWriter): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#send({ bytes: 0, resolve: () => resolve(), reject }, message, []);
    });
  }

  #send(waiting: Waiting, message: (id: number) => ToWriter, transfer: ArrayBuffer[]): void {
    if (this.#failure) {
      waiting.reject(this.#failure);
      return;
    }
    const id = this.#nextId++;
    this.#waiting.set(id, waiting);
    this.#queuedBytes += waiting.bytes;
    try {
      this.#started().postMessage(message(id), transfer);
    } catch (error) {
      // Nothing was sent: an answer will never come.
      this.#take(id)?.reject(
        new AppError('internal', 'A segment could not be handed over.', { cause: error }),
      );
    }
  }

  #receive({ appended, done, failed, commits, warnings }: FromWriter): void {
    for (const { id, ...result } of appended) this.#take(id)?.resolve(result);
    for (const { id } of done) this.#take(id)?.resolve({ duplicates: [] });
    for (const { id, code, message } of failed) {
      const options = code === 'unavailable' ? { retryAfterSeconds: 5 } : {};
      this.#take(id)?.reject(new AppError(code, message, options));
    }
    for (const notice of commits) this.#options.onCommit?.(notice);
    for (const warning of warnings) this.#options.onWarning?.(warning);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting) {
      this.#waiting.delete(id);
      this.#queuedBytes -= waiting.bytes;
    }
    return waiting;
  }

  /** The thread is gone: nothing unanswered was promised, so everything unanswered fails. */
  #fail(reason: string): void {
    this.#failure ??= new AppError('unavailable', `The thread that writes the store ${reason}.`);
    for (const id of this.#waiting.keys()) this.#take(id)?.reject(this.#failure);
  }
}

/** The thread tells a reader of each commit from now on. */
function tellOf(worker: Worker, port: MessagePort): void {
  worker.postMessage({ kind: 'notify', port } satisfies ToWriter, [port]);
}
