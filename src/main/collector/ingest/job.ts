import type { ModelPrice } from '../../../shared/contract/prices.ts';
import type { Signal } from '../otlp/types.ts';
import type { RedactionPolicy } from '../redaction/policy.ts';
import type { RedactionCount } from '../redaction/redaction-count.ts';
import type { PreparedSegment } from '../store/types.ts';
import type { BodyFormat, ContentCoding } from './types.ts';

/** A project as a decode worker needs it. */
export interface JobProject {
  readonly id: string;
  readonly redaction: RedactionPolicy;
}

/** Columns of {@link DecodeJob.table}, one row a request. */
export const ROW = { start: 0, length: 1, project: 2, signal: 3, format: 4, coding: 5 } as const;
export const ROW_WIDTH = 6;

/** Columns of {@link DecodeJobDone.table}, one row a request. `inflated`: bytes, or {@link NOT_REACHED}. */
export const DONE = { state: 0, segment: 1, records: 2, rejected: 3, inflated: 4 } as const;
export const DONE_WIDTH = 5;
/** The job was long enough without this request: it is to be given to another one. */
export const NOT_REACHED = -1;

/** Enumerations as they stand in the tables. */
export const SIGNALS: readonly Signal[] = ['traces', 'logs', 'metrics'];
export const FORMATS: readonly BodyFormat[] = ['protobuf', 'json', 'jamjet'];
export const CODINGS: readonly ContentCoding[] = ['identity', 'gzip', 'deflate', 'zstd'];
export const STATES = ['decoded', 'invalid', 'too_large', 'internal'] as const;
export type JobState = (typeof STATES)[number];

/**
 * Requests that were waiting together, decoded in one go.
 *
 * Everything about them is in two typed arrays, so that handing over a thousand small requests costs one message
 * and no object for each.
 */
export interface DecodeJob {
  readonly type: 'job';
  readonly id: number;
  /** The bodies one after another, still compressed; transferred there and back to be used again. */
  readonly buffer: ArrayBuffer;
  readonly table: Int32Array;
  readonly projects: readonly JobProject[];
}

/** Prices that differ from the shipped table, whole list. */
export interface PricesChanged {
  readonly type: 'prices';
  readonly overrides: readonly ModelPrice[];
}

/** Ends the thread by itself, between two pieces of work. */
export interface CloseThread {
  readonly type: 'close';
}

export type ToDecodeWorker = DecodeJob | PricesChanged | CloseThread;

/** A segment of one project, of the requests whose rows name it. */
export interface JobSegment {
  /** Index into {@link DecodeJob.projects}. */
  readonly project: number;
  /** `requestOf` holds row numbers of the job. */
  readonly segment: PreparedSegment;
  /** Form of `segmentCalls`; absent for logs and metrics. */
  readonly calls: Float64Array | undefined;
}

/** What redaction found in the requests of one project. */
export interface JobRedactions {
  readonly projectId: string;
  readonly counts: readonly RedactionCount[];
}

/** What became of a job. Requests are independent: one that failed says so in its own row only. */
export interface DecodeJobDone {
  readonly type: 'done';
  readonly id: number;
  readonly buffer: ArrayBuffer;
  readonly table: Int32Array;
  /** Messages of requests that failed or had records rejected: `[row, reasons]`. */
  readonly notes: readonly (readonly [row: number, reasons: readonly string[]])[];
  readonly segments: readonly JobSegment[];
  readonly redactions: readonly JobRedactions[];
}

/** A failure that is this program's own fault, for the log; the request itself is answered with `internal`. */
export interface DecodeBug {
  readonly type: 'bug';
  /** Message and stack, no content. */
  readonly text: string;
}

export type FromDecodeWorker = DecodeJobDone | DecodeBug;

/** What a decode worker is started with. */
export interface DecodeWorkerData {
  readonly maxInflatedBytes: number;
  readonly overrides: readonly ModelPrice[];
  /** There is a project whose data is to be redacted. */
  readonly redacts: boolean;
}
