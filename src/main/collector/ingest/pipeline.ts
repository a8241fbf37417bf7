import type { ModelPrice } from '../../../shared/contract/prices.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Log } from '../log.ts';
import type { Signal } from '../otlp/types.ts';
import { NO_REDACTION, type RedactionPolicy } from '../redaction/policy.ts';
import type { RedactionCount } from '../redaction/redaction-count.ts';
import type { AppendResult, TelemetryStore } from '../store/types.ts';
import { IMPORT, type Metered, type UsageMeter } from '../usage/usage-meter.ts';
import { DecodePool } from './decode-pool.ts';
import {
  DONE,
  DONE_WIDTH,
  NOT_REACHED,
  STATES,
  type DecodeJobDone,
  type JobSegment,
} from './job.ts';
import { bodyBytes, JobBuilder } from './job-builder.ts';
import { shareBytes } from './segment-shares.ts';
import type { IngestStats } from './stats.ts';
import { TakenRounds } from './taken-rounds.ts';
import type { BodyFormat, ContentCoding, IngestOutcome, IngestRequest } from './types.ts';
import { WaitingQueue } from './waiting-queue.ts';

export interface PipelineOptions {
  readonly store: Pick<TelemetryStore, 'append' | 'startWriting'>;
  readonly stats: IngestStats;
  readonly log: Log;
  /** The decode worker's script. */
  readonly workerEntry: URL;
  readonly maxInflatedBytes: number;
  /** Prices that differ from the shipped table. */
  readonly priceOverrides?: readonly ModelPrice[] | undefined;
  /** Why a project takes no data now, if so: asked once a request, before any work. */
  readonly closedReason?: ((projectId: string) => string | undefined) | undefined;
  /** Why nothing is taken at all now, if so. */
  readonly refusal?:
    | (() => { readonly message: string; readonly retryAfterSeconds: number } | undefined)
    | undefined;
  /** Told of what was stored, bytes of segments. */
  readonly onStored?: ((bytes: number) => void) | undefined;
  /** Counts what is stored and holds requests to the limits; absent: nothing is counted. */
  readonly meter?: UsageMeter | undefined;
  /** What to redact of a project's data, asked once a job; absent: nothing. */
  readonly policyOf?: ((projectId: string) => RedactionPolicy) | undefined;
  /** True when the data of any project is redacted: what that takes is made ready before data comes. */
  readonly redacts?: (() => boolean) | undefined;
  /** Told what was redacted (or would have been), before the data is stored. */
  readonly onRedactions?:
    | ((projectId: string, counts: readonly RedactionCount[]) => void)
    | undefined;
  readonly maxDecodeThreads?: number | undefined;
}

/** Told once what became of a request. */
export type Done = (outcome: IngestOutcome) => void;

interface Waiting {
  readonly projectId: string;
  readonly signal: Signal;
  readonly format: BodyFormat;
  readonly coding: ContentCoding;
  /** Bytes of its body as it came. */
  readonly size: number;
  /** Given up once it is part of a job, so that its body is not kept twice. */
  request: IngestRequest | undefined;
  readonly metered: Metered | undefined;
  readonly done: Done;
  readonly answered: () => void;
}

const TOO_MANY_BOMBS: IngestOutcome = {
  kind: 'failed',
  code: 'busy',
  message:
    'Bodies of this project unpack to a great many times their size, and too many of them wait. Try again later.',
  retryAfterSeconds: 5,
};
/** Bytes of one job once unpacked; some 15 ms of work, so that nothing waits long behind it. */
const MAX_JOB_BYTES = 3 * 1024 * 1024;
/** Rows of one job; `requestOf` is 16 bits wide. */
const MAX_JOB_REQUESTS = 4096;
/**
 * A thread is given its next job while it still works on one, if the next one is worth it by itself: what waits
 * longer is joined with more, and a larger segment costs less to insert and takes less room.
 */
const AHEAD_BYTES = 1280 * 1024;
/** After a crash every request travels alone for a while, so that the one at fault takes no other with it. */
const ISOLATE_MS = 30_000;

/**
 * From a request to the database file: queue, decode worker, store, answer.
 *
 * While the decode thread is busy requests pile up, and all of them go over as one job and are stored as one
 * segment for each project: that is what makes one-span requests cheap without ever waiting for more to come.
 */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly #jobs: JobBuilder;
  readonly #pool: DecodePool;
  readonly #inFlight = new Map<number, readonly Waiting[]>();
  readonly #rounds = new TakenRounds();
  readonly #queue = new WaitingQueue<Waiting>();
  #unanswered = 0;
  #scheduled = false;
  #isolateUntilMs = 0;
  #closing = false;
  #drained: (() => void) | undefined;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#jobs = new JobBuilder(options.policyOf ?? (() => NO_REDACTION));
    const { workerEntry: entry, maxDecodeThreads: maxThreads } = options;
    const { maxInflatedBytes, log, redacts, priceOverrides: overrides = [] } = options;
    const pool = { entry, maxInflatedBytes, overrides, log, redacts, maxThreads };
    this.#pool = new DecodePool(pool, {
      done: (result) => this.#decoded(result),
      lost: (jobIds, reason) => this.#lost(jobIds, reason),
      free: () => this.#schedule(),
    });
  }

  /** Starts the threads that a request goes through, for which the first one would wait otherwise. */
  start(): void {
    this.#options.store.startWriting();
    this.#pool.start();
  }

  /** Requests taken and not answered yet. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** Decode threads running now. */
  get decodeThreads(): number {
    return this.#pool.size;
  }

  /** {@link submit} for those who can wait. */
  ingest(request: IngestRequest): Promise<IngestOutcome> {
    return new Promise((resolve) => {
      this.submit(request, resolve);
    });
  }

  /** Takes a request; `done` is called exactly once, after its data is in the database file or surely not. */
  submit(request: IngestRequest, done: Done): void {
    if (this.#closing) {
      done({ kind: 'failed', code: 'unavailable', message: 'The collector is shutting down.' });
      return;
    }
    const closed = this.#options.closedReason?.(request.projectId);
    if (closed !== undefined) {
      done({ kind: 'failed', code: 'forbidden', message: closed });
      return;
    }
    const full = this.#options.refusal?.();
    if (full !== undefined) {
      done({ kind: 'failed', code: 'unavailable', ...full });
      return;
    }
    const { projectId, signal, format, coding, source = IMPORT, isSequential = false } = request;
    if (this.#queue.isFull(projectId, coding)) {
      done(TOO_MANY_BOMBS);
      return;
    }
    const size = bodyBytes(request.body);
    const metered = this.#options.meter?.begin(projectId, source, signal, size, isSequential);
    if (metered !== undefined && 'message' in metered) {
      done({ kind: 'failed', code: 'busy', ...metered });
      return;
    }
    this.#unanswered++;
    const answered = this.#rounds.take();
    const head = { projectId, signal, format, coding, size };
    this.#queue.push({ ...head, request, metered, done, answered });
    this.#schedule();
  }

  /** Resolves when everything taken before is stored or refused: what is stored later came through rules of now. */
  settled(): Promise<void> {
    return this.#rounds.passed();
  }

  /** Prices for spans that arrive from now on. */
  setPrices(overrides: readonly ModelPrice[]): void {
    this.#pool.setPrices(overrides);
  }

  /** Refuses new requests, answers those it has, then stops its threads. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#unanswered > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    await this.#pool.close();
  }

  /** At the end of this turn of the event loop, so that all requests read in it go together. */
  #schedule(): void {
    if (this.#scheduled || this.#queue.isEmpty) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    this.start();
    while (!this.#queue.isEmpty) {
      const queuedBytes = this.#queue.bytes;
      const large = queuedBytes >= AHEAD_BYTES;
      const thread = this.#pool.pick(large ? 2 : 1);
      if (large && (thread === undefined || thread.pending > 0)) this.#pool.reportCrowded();
      if (thread === undefined) return;
      const batch = this.#takeBatch(queuedBytes);
      const job = this.#jobs.build(batch.map(({ request }) => request!));
      for (const waiting of batch) waiting.request = undefined;
      this.#inFlight.set(job.id, batch);
      this.#pool.run(thread, job);
    }
  }

  /** All that waits up to a job's size, or a fair share where several threads are idle. */
  #takeBatch(queuedBytes: number): Waiting[] {
    const isolated = Date.now() < this.#isolateUntilMs;
    const share = queuedBytes / Math.max(1, this.#pool.idleThreads());
    const maxBytes = Math.min(MAX_JOB_BYTES, Math.max(AHEAD_BYTES, share));
    return this.#queue.take(isolated ? 1 : MAX_JOB_REQUESTS, maxBytes);
  }

  #decoded(result: DecodeJobDone): void {
    const batch = this.#inFlight.get(result.id);
    if (batch !== undefined) this.#learn(batch, result);
    this.#jobs.recycle(result.buffer);
    if (this.#queue.isEmpty && this.#pool.idleThreads() > 0) this.#pool.reportIdle();
    if (batch === undefined) return;
    this.#inFlight.delete(result.id);
    for (const { projectId, counts } of result.redactions) {
      this.#options.onRedactions?.(projectId, counts);
    }
    const job: DecodedJob = { batch, table: result.table, notes: new Map(result.notes) };
    const { table } = result;
    for (let row = 0; row < batch.length; row++) {
      if (table[row * DONE_WIDTH + DONE.inflated] === NOT_REACHED) continue;
      if (table[row * DONE_WIDTH + DONE.segment]! < 0)
        this.#answer(batch[row]!, outcomeOf(job, row, 0));
    }
    for (const [index, segment] of result.segments.entries()) this.#store(job, index, segment);
  }

  /** Has what the job did not come to wait again, and what was unpacked count for what else waits. */
  #learn(batch: readonly Waiting[], { buffer, table }: DecodeJobDone): void {
    const notReached: Waiting[] = [];
    const excess: Waiting[] = [];
    let at = 0;
    for (const [row, waiting] of batch.entries()) {
      const inflated = table[row * DONE_WIDTH + DONE.inflated]!;
      if (inflated === NOT_REACHED) {
        const { projectId, signal, format, coding, size } = waiting;
        const body = [new Uint8Array(buffer.slice(at, at + size))];
        waiting.request = { projectId, signal, format, coding, body, isBodySpent: true };
        notReached.push(waiting);
      }
      at += waiting.size;
    }
    this.#queue.putBack(notReached);
    for (const [row, waiting] of batch.entries()) {
      const inflated = table[row * DONE_WIDTH + DONE.inflated]!;
      if (inflated !== NOT_REACHED) excess.push(...this.#queue.learn(waiting, inflated));
    }
    for (const waiting of excess) this.#answer(waiting, TOO_MANY_BOMBS);
  }

  #store(job: DecodedJob, index: number, segment: JobSegment): void {
    const rows: number[] = [];
    for (let row = 0; row < job.batch.length; row++) {
      if (job.table[row * DONE_WIDTH + DONE.segment] === index) rows.push(row);
    }
    const { projectId } = job.batch[rows[0]!]!;
    // Afterwards the segment belongs to the store, and its buffers are gone.
    const bytes = segment.segment.parts['body']?.byteLength ?? 0;
    this.#options.store.append(projectId, segment.segment).then(
      (result) => {
        this.#options.onStored?.(bytes);
        this.#stored(job, rows, bytes, segment.calls, result);
      },
      (error: unknown) => {
        if (error instanceof AppError && error.code === 'not_found') {
          const gone: IngestOutcome = { kind: 'failed', code: 'not_found', message: error.message };
          for (const row of rows) this.#answer(job.batch[row]!, gone);
          return;
        }
        const reason = error instanceof Error ? error.message : String(error);
        this.#options.log.error('store_failed', { projectId, reason });
        const message = `The data could not be stored: ${reason}`;
        for (const row of rows) {
          this.#answer(job.batch[row]!, { kind: 'failed', code: 'unavailable', message });
        }
      },
    );
  }

  #stored(
    job: DecodedJob,
    rows: readonly number[],
    bytes: number,
    calls: Float64Array | undefined,
    { duplicates, dead }: AppendResult,
  ): void {
    if (calls !== undefined) {
      this.#options.meter?.countCalls(calls, dead, (row) => job.batch[row]?.metered);
    }
    const outcomes = rows.map((row) => outcomeOf(job, row, duplicates[row] ?? 0));
    const accepted = outcomes.map((outcome) => (outcome.kind === 'stored' ? outcome.accepted : 0));
    const shares = shareBytes(bytes, accepted);
    for (const [at, outcome] of outcomes.entries()) {
      this.#answer(job.batch[rows[at]!]!, outcome, shares[at]);
    }
  }

  #lost(jobIds: readonly number[], reason: string): void {
    this.#isolateUntilMs = Date.now() + ISOLATE_MS;
    for (const id of jobIds) {
      const batch = this.#inFlight.get(id) ?? [];
      this.#inFlight.delete(id);
      // Alone in its job it is the cause: asking for it again would only repeat the crash.
      const outcome: IngestOutcome =
        batch.length === 1 && jobIds.length === 1
          ? {
              kind: 'failed',
              code: 'internal',
              message: `Decoding this request failed: ${reason}.`,
            }
          : {
              kind: 'failed',
              code: 'unavailable',
              message: 'Decoding was interrupted. Send it again.',
            };
      for (const waiting of batch) this.#answer(waiting, outcome);
    }
    this.#schedule();
  }

  /** @param stored bytes of the segment that are this request's */
  #answer(waiting: Waiting, outcome: IngestOutcome, stored = 0): void {
    this.#unanswered--;
    if (waiting.metered !== undefined) {
      const counts = outcome.kind === 'stored' ? { ...outcome, stored } : undefined;
      this.#options.meter?.end(waiting.metered, counts);
    }
    this.#options.stats.count(waiting.signal, outcome);
    waiting.done(outcome);
    waiting.answered();
    if (this.#unanswered === 0) this.#drained?.();
  }
}

interface DecodedJob {
  readonly batch: readonly Waiting[];
  readonly table: Int32Array;
  readonly notes: ReadonlyMap<number, readonly string[]>;
}

function outcomeOf(job: DecodedJob, row: number, duplicates: number): IngestOutcome {
  const cell = row * DONE_WIDTH;
  const state = STATES[job.table[cell + DONE.state]!]!;
  const reasons = job.notes.get(row) ?? [];
  if (state !== 'decoded') return { kind: 'failed', code: state, message: reasons[0] ?? state };
  const accepted = job.table[cell + DONE.records]! - duplicates;
  const rejected = job.table[cell + DONE.rejected]!;
  return { kind: 'stored', accepted, rejected, duplicates, reasons };
}
