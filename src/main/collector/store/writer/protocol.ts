import type { MessagePort } from 'node:worker_threads';
import type { ErrorCode } from '../../../../shared/errors.ts';
import type { Signal } from '../../otlp/types.ts';
import type { AppendResult, CommitNotice, PreparedSegment } from '../types.ts';
import type { DayReplacement } from './replace-day.ts';

/** What the writer thread is started with. */
export interface WriterSettings {
  readonly dataDir: string;
  readonly nativeBinding?: string | undefined;
}

/** A segment to be committed. */
export interface AppendRequest {
  readonly kind: 'append';
  readonly id: number;
  readonly projectId: string;
  readonly segment: PreparedSegment;
  /** The collector's clock, milliseconds since the epoch: it decides the day file. */
  readonly nowMs: number;
}

/** Everything the collector's main thread sends. */
export type ToWriter =
  | AppendRequest
  /** From now on the other end of the port gets a {@link SegmentNotice} list after every commit. */
  | { readonly kind: 'notify'; readonly port: MessagePort }
  /** Closes and removes all data files of a project. */
  | { readonly kind: 'delete-project'; readonly id: number; readonly projectId: string }
  /** Puts another file, or none, in the place of a day's. */
  | { readonly kind: 'replace-day'; readonly id: number; readonly day: DayReplacement }
  /** Moves the logs of the open files of a project into these, as far as readers allow. */
  | { readonly kind: 'settle'; readonly id: number; readonly projectId: string }
  /** Commits what is queued, checkpoints and closes every file, and ends. */
  | { readonly kind: 'close'; readonly id: number };

/** The failure of one request; becomes an `AppError` again on the other side. */
export interface WriterFailure {
  readonly id: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** What became of the requests since the last message: one message a round, however many there were. */
export interface FromWriter {
  readonly appended: readonly (AppendResult & { readonly id: number })[];
  readonly done: readonly { readonly id: number }[];
  readonly failed: readonly WriterFailure[];
  readonly commits: readonly CommitNotice[];
  /** Lines for the collector's log; never content. */
  readonly warnings: readonly string[];
}

/** One committed segment, for readers that keep what they know of traces up to date. */
export interface SegmentNotice {
  readonly projectId: string;
  readonly signal: Signal;
  /** Day of its file, YYYY-MM-DD. */
  readonly day: string;
  readonly segmentId: number;
  /** Without duplicates of stored records. */
  readonly records: number;
  readonly minUs: number;
  readonly maxUs: number;
  /** Form of `decodeTraceParts`; empty for logs and metrics. */
  readonly parts: Uint8Array;
}

/** What goes over a notify port: segments in the order of their commits, or a project that is gone. */
export type NoticeMessage =
  | { readonly kind: 'segments'; readonly segments: readonly SegmentNotice[] }
  | { readonly kind: 'project-deleted'; readonly projectId: string };
