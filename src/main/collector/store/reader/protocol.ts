import type { MessagePort } from 'node:worker_threads';
import type { LinkedFrom } from '../../../../shared/contract/traces.ts';
import type { ThreadPage } from '../../../../shared/contract/threads.ts';
import type {
  TraceFacets,
  TraceFilter,
  TraceHistogram,
  TracePage,
  TraceSuggestions,
  TraceSummary,
} from '../../../../shared/contract/traces.ts';
import type { TraceMarks } from '../../../../shared/trace-marks.ts';
import type { ErrorCode } from '../../../../shared/errors.ts';
import type { LogFields } from '../../log.ts';
import type { Signal } from '../../otlp/types.ts';
import type { DerivedField } from '../../../../shared/visibility.ts';
import type { HiddenAttributes } from '../../visibility/hidden-attributes.ts';
import type {
  FoundKeys,
  KeyCoverage,
  LinkingQuery,
  ProjectStats,
  StoreCheck,
  StoredSpan,
  ThreadQuery,
  TraceListQuery,
} from '../types.ts';
import type { AgentMap, ServiceMap, ErrorGroups } from '../../../../shared/contract/analytics.ts';
import type { SpanLeaf } from '../../../../shared/query/plan.ts';
import type { AnnotationMarks } from '../annotation-source.ts';
import type { GroupQuery } from './analytics/trace-groups.ts';
import type { TraceGroups } from '../../../../shared/contract/trace-groups.ts';
import type { TraceValueQuery, TraceValues } from './query/trace-values.ts';
import type { ErrorQuery } from './analytics/error-groups.ts';
import type { ScanRange } from './analytics/scan-headers.ts';
import type { PlainSeries, SeriesQuery } from './analytics/trace-series.ts';
import type { ExportSelection } from './export-records.ts';
import type { PackedBatch } from './packed-batch.ts';
import type { LeafFindings } from './query/leaf-progress.ts';
import type { ValueQuery } from './query/recent-values.ts';

/** What a reader thread is started with. */
export interface ReaderSettings {
  readonly dataDir: string;
  readonly nativeBinding?: string | undefined;
  /** Memory for the trace indexes of all projects together, bytes. */
  readonly indexBudgetBytes: number;
}

/** Trace ids, 16 bytes each. */
export type TraceIds = Uint8Array<ArrayBuffer>;

/** What was found beside the index, by the numbers of the plan of a filter. */
export interface Found {
  /** By the scan, for each leaf. */
  readonly leaves: readonly LeafFindings[];
  /** In the catalog, for each annotation. */
  readonly annotated: readonly TraceIds[];
}

/** What limits a query: these traces, or what was found for its filter. */
export type Only = TraceIds | Found;

/** What the one who asks may not see. */
type Hidden = HiddenAttributes | null;

/** Calls a reader answers once. */
export interface ReaderCalls {
  list(query: TraceListQuery, only?: Only): TracePage;
  histogram(projectId: string, filter: TraceFilter, buckets: number, only?: Only): TraceHistogram;
  /** @param marks what is said of traces, to be counted with them */
  facets(projectId: string, filter: TraceFilter, only?: Only, marks?: AnnotationMarks): TraceFacets;
  threads(query: ThreadQuery, only?: Only): ThreadPage;
  /** Ids of all traces that pass. */
  matching(projectId: string, filter: TraceFilter, only?: Only): TraceIds;
  summary(projectId: string, traceId: string): TraceSummary | undefined;
  spanTable(
    projectId: string,
    traceId: string,
    blank?: readonly DerivedField[],
  ): { summary: TraceSummary; table: ArrayBuffer } | undefined;
  span(projectId: string, traceId: string, spanId: string, hidden?: Hidden): StoredSpan | undefined;
  /**
   * The traces with spans that meet each leaf of a plan.
   *
   * @param fromUs traces that start before may be left out
   */
  findSpans(
    projectId: string,
    leaves: readonly SpanLeaf[],
    fromUs?: number,
    hidden?: Hidden,
  ): readonly LeafFindings[];
  find(
    projectId: string,
    traceId: string,
    text: string,
    limit: number,
    hidden?: Hidden,
  ): { spanIds: string[]; truncated: boolean; seen?: readonly string[] };
  marks(
    projectId: string,
    traceId: string,
    hidden?: Hidden,
  ): TraceMarks & { seen?: readonly string[] };
  /** The spans with a link to one. */
  linkedFrom(query: LinkingQuery): LinkedFrom;
  suggest(query: ValueQuery): TraceSuggestions;
  attributeKeys(projectId: string, coverage: KeyCoverage): FoundKeys;
  /** Traces by a value in common; `values` are those of an attribute. */
  traceGroups(query: GroupQuery, only?: Only, values?: TraceValues): TraceGroups;
  /** What spans have for an attribute. */
  traceValues(query: TraceValueQuery): TraceValues;
  /** Traces over time. */
  traceSeries(query: SeriesQuery, only?: Only): PlainSeries;
  /** Spans or calls over time. */
  spanSeries(query: SeriesQuery, only?: TraceIds, hidden?: Hidden): PlainSeries;
  serviceMap(range: ScanRange, only?: TraceIds): ServiceMap;
  agentMap(range: ScanRange, only?: TraceIds): AgentMap;
  errorGroups(query: ErrorQuery): ErrorGroups & { seen?: readonly string[] };
  stats(projectId?: string): ProjectStats[];
  check(): StoreCheck[];
  /** The records of a day up to a segment are in another file now; the one before is still read where it is open. */
  moved(projectId: string, signal: Signal, day: string, through: number): void;
  /** Lets go of files that were removed. */
  release(projectId: string): void;
  /** Lets go of everything of a project where a file of it was left out as unreadable: it may have been restored. */
  lookAnew(projectId: string): void;
  /** Lets go of everything of a project: open files, index, caches. */
  forget(projectId: string): void;
}

/** Calls that end when they are not wanted any more; they are handed a signal after their other arguments. */
export const CANCELLABLE = [
  'findSpans',
  'linkedFrom',
  'traceValues',
  'spanSeries',
] as const satisfies readonly (keyof ReaderCalls)[];
export type CancellableCall = (typeof CANCELLABLE)[number];

/** Calls a reader answers batch by batch, each one asked for. */
export interface ReaderStreams {
  trace(projectId: string, traceId: string, hidden?: Hidden): PackedBatch;
  logs(projectId: string, traceId: string, spanId?: string, hidden?: Hidden): PackedBatch;
  project(projectId: string, selection: ExportSelection): PackedBatch;
  newest(projectId: string, signal: Signal, limit: number, hidden?: Hidden): PackedBatch;
}

/** Everything sent to a reader thread. */
export type ToReader =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly method: keyof ReaderCalls;
      readonly args: readonly unknown[];
    }
  /** The answer to a call is not wanted any more. */
  | { readonly kind: 'cancel'; readonly id: number }
  | {
      readonly kind: 'open';
      readonly stream: number;
      readonly method: keyof ReaderStreams;
      readonly args: readonly unknown[];
    }
  /** The next batch of a stream; answered with `undefined` at its end. */
  | { readonly kind: 'next'; readonly id: number; readonly stream: number }
  /** The stream is not wanted any more. */
  | { readonly kind: 'stop'; readonly stream: number }
  /** The port on which the writer tells of its commits. */
  | { readonly kind: 'notices'; readonly port: MessagePort }
  | { readonly kind: 'close' };

export interface ReaderFailure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Everything a reader thread sends. */
export type FromReader =
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: ReaderFailure }
  | { readonly kind: 'warning'; readonly event: string; readonly fields: LogFields };
