import { Worker } from 'node:worker_threads';
import type { FileReport } from '../../../shared/contract/file-report.ts';
import { AppError } from '../../../shared/errors.ts';
import { endThread } from '../end-thread.ts';
import type { FromReadWorker, ReadWorkerData, ToReadWorker } from '../formats/read-protocol.ts';
import type { Found, FoundAnnotation, FoundRequest } from '../formats/types.ts';
import { failureOf } from '../ingest/failure-of.ts';
import type { Ingest, IngestOutcome } from '../ingest/types.ts';
import type { Log } from '../log.ts';
import { workerEntry } from '../worker-entry.ts';
import { ReportBuilder } from './report-builder.ts';

/** Where the telemetry of a file goes. */
export interface ReadingTarget {
  readonly projectId: string;
  /** Whose usage it is: a key's id, or `import`. */
  readonly source: string;
  /** Whether there are limits that it may use up. */
  readonly isLimited: boolean;
}

export interface FileReadingOptions extends ReadingTarget {
  /** Of the file, as people call it. */
  readonly name: string;
  readonly ingest: Ingest;
  readonly log: Log;
  readonly passphrase: string | undefined;
  /** Takes notes, pins, tags and scores of a bundle; for each why it was left out, or undefined. */
  readonly annotate: (lines: readonly string[]) => Promise<readonly (string | undefined)[]>;
}

/** Heap of a reading thread, MiB: a file that needs more ends its own reading (but see `otlp/bounded-json.ts`). */
const MAX_HEAP_MIB = 768;
/** Annotations written down at once. */
const ANNOTATIONS = 500;
/** Pauses before a request is tried again that was interrupted, ms. */
const RETRY_MS = [200, 1_000, 3_000];

/** One file on its way into a project: its bytes go to a thread that reads them, and what that finds is stored. */
export class FileReading {
  readonly #options: FileReadingOptions;
  readonly #worker: Worker;
  readonly #report = new ReportBuilder();
  #storing: Promise<void> = Promise.resolve();
  readonly #inFlight = new Set<Promise<void>>();
  #offset = 0;
  #failure: AppError | undefined;
  #isDone = false;
  #wasStopped = false;
  #isWanted = true;
  #hasExited = false;
  #closing: Promise<void> | undefined;
  #wake: () => void = () => undefined;

  constructor(options: FileReadingOptions) {
    this.#options = options;
    const workerData: ReadWorkerData = { passphrase: options.passphrase };
    this.#worker = new Worker(workerEntry('read-worker'), {
      workerData,
      name: 'spanward-read',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    });
    this.#worker.on('message', (message: FromReadWorker) => this.#onMessage(message));
    this.#worker.on('error', (error: Error) => {
      this.#options.log.error('file.reading-failed', { reason: error.message });
      this.#fail(new AppError('invalid', `The file could not be read on: ${error.message}`));
    });
    this.#worker.on('exit', () => {
      this.#hasExited = true;
      if (!this.#isDone) this.#fail(new AppError('unavailable', 'Reading the file was stopped.'));
    });
  }

  get name(): string {
    return this.#options.name;
  }

  /** Bytes of the file taken so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Counts so far. */
  get counts(): FileReport {
    return this.#report.counts;
  }

  get report(): FileReport {
    return this.#report.current;
  }

  /**
   * Takes the next bytes; resolves once more are wanted. Bytes that were taken before are passed over.
   *
   * @throws AppError `conflict` where bytes before it are missing, else what ended the reading
   */
  async feed(offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (offset > this.#offset) {
      throw new AppError('conflict', `The bytes from ${this.#offset} to ${offset} are missing.`);
    }
    const fresh = bytes.subarray(this.#offset - offset);
    if (fresh.length > 0) {
      this.#offset += fresh.length;
      this.#report.read(fresh.length);
      // What follows the end of an archive is not looked at.
      if (this.#isDone) return;
      this.#isWanted = false;
      this.#tell({ type: 'bytes', bytes: fresh }, [fresh.buffer]);
    }
    await this.#until(() => this.#isWanted || this.#isDone);
  }

  /** Whether it was closed before its end. */
  get wasStopped(): boolean {
    return this.#wasStopped;
  }

  /**
   * Ends the file; resolves when everything in it is stored.
   *
   * @throws AppError `unavailable` where it is closed meanwhile, else what ended the reading
   */
  async finish(): Promise<FileReport> {
    this.#tell({ type: 'end' });
    await this.#until(() => this.#isDone);
    if (this.#wasStopped) throw new AppError('unavailable', 'Reading the file was stopped.');
    await this.close();
    return this.report;
  }

  /** Stops; what was stored stays. */
  close(): Promise<void> {
    if (!this.#isDone && this.#failure === undefined) this.#wasStopped = true;
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#isDone = true;
    this.#wake();
    if (!this.#hasExited) await endThread(this.#worker, () => this.#tell({ type: 'close' }));
    await this.#storing;
    await Promise.all(this.#inFlight);
  }

  async #until(condition: () => boolean): Promise<void> {
    while (this.#failure === undefined && !condition()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  #fail(failure: AppError): void {
    // Its report is kept where nobody reads the error any more.
    if (this.#failure === undefined) this.#report.problem({}, failure.message, 0);
    this.#failure ??= failure;
    this.#wake();
  }

  #tell(message: ToReadWorker, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #onMessage(message: FromReadWorker): void {
    if (message.type === 'want') {
      this.#isWanted = true;
      this.#wake();
    } else if (message.type === 'found') {
      // In the order of the file, and never more than the thread is told it may be ahead.
      this.#storing = this.#storing.then(() => this.#take(message.found));
    } else if (message.type === 'done') {
      void this.#storing
        .then(() => Promise.all(this.#inFlight))
        .then(() => {
          this.#isDone = true;
          this.#wake();
        });
    } else {
      if (message.isFault)
        this.#options.log.error('file.reading-failed', { reason: message.message });
      this.#fail(new AppError('invalid', message.message));
    }
  }

  async #take(found: readonly Found[]): Promise<void> {
    let free = 0;
    const said: FoundAnnotation[] = [];
    for (const one of found) {
      if (this.#failure !== undefined || this.#closing !== undefined) return;
      if (one.kind === 'annotation') {
        free += 100;
        said.push(one);
        if (said.length >= ANNOTATIONS) await this.#annotate(said.splice(0));
        continue;
      }
      if (one.kind !== 'request') {
        free += 100;
        this.#note(one);
        continue;
      }
      const bytes = one.body.length;
      const storing: Promise<void> = this.#store(one).then(() => {
        this.#inFlight.delete(storing);
        this.#tell({ type: 'taken', bytes });
      });
      this.#inFlight.add(storing);
      // One after the other where there are limits, so that they are exceeded by one request at most.
      if (this.#options.isLimited) await storing;
    }
    await this.#annotate(said);
    if (free > 0) this.#tell({ type: 'taken', bytes: free });
  }

  #note(found: Exclude<Found, FoundRequest | FoundAnnotation>): void {
    if (found.kind === 'format') this.#report.format(found.name);
    else if (found.kind === 'problem') {
      this.#report.problem(found.place, found.reason, found.records);
    } else this.#report.skipped(found.place, found.reason);
  }

  async #annotate(said: readonly FoundAnnotation[]): Promise<void> {
    if (said.length === 0) return;
    // They may be about any trace that came before them.
    await Promise.all(this.#inFlight);
    const left = await this.#options
      .annotate(said.map(({ json }) => json))
      .catch((error: unknown) => said.map(() => reasonOf(error)));
    said.forEach(({ place }, at) => {
      const reason = left[at];
      if (reason === undefined) this.#report.annotated(1);
      else this.#report.problem(place, reason, 0);
    });
  }

  async #store({ signal, body, place }: FoundRequest): Promise<void> {
    const { ingest, projectId, source } = this.#options;
    const send = (): Promise<IngestOutcome> =>
      ingest.ingest({
        projectId,
        source,
        signal,
        format: 'protobuf',
        coding: 'identity',
        body: [body],
        isSequential: true,
      });
    let outcome = await send();
    for (const pause of RETRY_MS) {
      if (outcome.kind === 'stored' || outcome.code !== 'unavailable' || this.#isDone) break;
      await new Promise((resolve) => {
        setTimeout(resolve, pause);
      });
      outcome = await send();
    }
    if (outcome.kind === 'stored') this.#report.stored(signal, place, outcome);
    else if (outcome.code === 'invalid' || outcome.code === 'too_large') {
      this.#report.problem(place, outcome.message, 1);
    } else this.#fail(failureOf(outcome));
  }
}

function reasonOf(error: unknown): string {
  return error instanceof AppError ? error.message : 'the annotation could not be stored';
}
