import type {
  AgentMap,
  AnalyticsSeries,
  ErrorGroups,
  SeriesInput,
  ServiceMap,
} from '../../../shared/contract/analytics.ts';
import type { z } from 'zod';
import type { ThreadListInput, ThreadPage } from '../../../shared/contract/threads.ts';
import type {
  LinkCursor,
  LinkedFrom,
  TraceFilter,
  TraceFacets,
  TraceHistogram,
  TracePage,
  TraceSort,
  TraceCursor,
  TraceSuggestions,
  TraceSummary,
} from '../../../shared/contract/traces.ts';
import type { TraceGroups } from '../../../shared/contract/trace-groups.ts';
import type { GroupQuery } from './reader/analytics/trace-groups.ts';
import type { ValueQuery } from './reader/query/recent-values.ts';
import type { TraceMarks } from '../../../shared/trace-marks.ts';
import type { AttributeScope, DerivedField, MatchKind } from '../../../shared/visibility.ts';
import type { Signal } from '../otlp/types.ts';
import type { HiddenAttributes } from '../visibility/hidden-attributes.ts';
import type { PastDays } from './rewrite/past-days.ts';
import type { StoredDays } from './rewrite/types.ts';
import type { TraceFolders } from './trace-folders.ts';

/**
 * Records of one project and one signal, encoded and compressed off the hot path, ready to be inserted.
 *
 * Opaque outside the store; made by the segment builders in a decode worker, handed over by transfer.
 */
export interface PreparedSegment {
  readonly signal: Signal;
  readonly records: number;
  /** Earliest and latest time of its records, microseconds since the epoch. */
  readonly minUs: number;
  readonly maxUs: number;
  /** Everything else, by name; the store's segment folder knows what they mean. */
  readonly parts: Readonly<Record<string, ArrayBuffer>>;
  /** For each record, which of the joined requests it came from: duplicates are told apart by it. */
  readonly requestOf: Uint16Array;
  /** Records left out because the same one came before in this segment, by request index; absent: none. */
  readonly innerDuplicates?: readonly number[];
  /** Form of `segmentCalls`; absent for logs and metrics. Not for the store: what is used is counted by it. */
  readonly calls?: Float64Array;
}

/** What a committed append did. Resolved only after the data is in the database file. */
export interface AppendResult {
  /** Records already stored before, by request index (see {@link PreparedSegment.requestOf}). */
  readonly duplicates: readonly number[];
  /** Bitmap of the records that were stored before; absent: none was. */
  readonly dead?: Uint8Array | undefined;
}

/** One stored record with the resource and scope it belongs to, as protobuf bodies. */
export interface StoredRecord {
  readonly bytes: Uint8Array;
  readonly resource: Uint8Array;
  readonly resourceSchemaUrl: string;
  readonly scope: Uint8Array;
  readonly scopeSchemaUrl: string;
}

/** Cost of a span as it was computed when it was stored. */
export interface StoredSpan extends StoredRecord {
  readonly costUsd: number | null;
  /** Whether the span carried the cost or the price table gave it. */
  readonly costSource: 'none' | 'span' | 'prices';
  /** The price that gave the cost, see `prices/applied-price.ts`; '' for none, or where it was not kept. */
  readonly price: string;
  /** Where values were hidden: `attributes/3`, `events/0/attributes/1`, `resource/2`; members by further numbers. */
  readonly hidden?: readonly string[];
  /** Attribute keys of shown values that a rule hides from others. */
  readonly seen?: readonly string[];
}

export interface TraceListQuery {
  readonly projectId: string;
  readonly filter: TraceFilter;
  readonly sort: TraceSort;
  readonly descending: boolean;
  readonly limit: number;
  readonly after?: TraceCursor | undefined;
}

/** Which sessions or users are asked for, see `contract/threads.ts`. */
export type ThreadQuery = Omit<z.infer<typeof ThreadListInput>, 'viewAs'>;

/** Which span is linked to, and which of those that link to it are wanted. */
export interface LinkingQuery {
  readonly projectId: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Start of the linking span, microseconds: from inclusive, to exclusive. */
  readonly fromUs?: number | undefined;
  readonly toUs?: number | undefined;
  readonly after?: LinkCursor | undefined;
  readonly limit: number;
}

/** A batch of whole records for export, in stored order. */
export interface ExportBatch {
  readonly signal: Signal;
  readonly records: readonly StoredRecord[];
  /** Attribute keys of shown values that a rule hides from others. */
  readonly seen?: readonly string[] | undefined;
}

/** Which attribute keys are asked for. */
export interface KeyCoverage {
  readonly pattern: string;
  readonly match: MatchKind;
  readonly scopes: readonly AttributeScope[];
}

/** Attribute keys found in the newest records. */
export interface FoundKeys {
  readonly keys: { scope: AttributeScope; key: string; count: number }[];
  /** Records looked at. */
  readonly records: number;
  readonly truncated: boolean;
}

export interface ProjectStats {
  readonly projectId: string;
  readonly spans: number;
  /** Log records. */
  readonly logs: number;
  /** Metric data points. */
  readonly metrics: number;
  readonly bytes: number;
  /** Milliseconds since the epoch of the newest commit; 0 before the first. */
  readonly lastCommitMs: number;
}

/** Told after every commit, at most once per commit and project. */
export interface CommitNotice {
  readonly projectId: string;
  readonly signal: Signal;
  readonly records: number;
  /** One of the trace ids in it, hex; null for metrics. */
  readonly traceId: string | null;
}

/** A filter by which traces are picked. */
export type PickedFilter = TraceFilter & {
  /** Attributes as those of a filter, and members of maps by the path of names that leads to them. */
  readonly nested?: readonly { readonly key: string; readonly value: string }[];
};

/** One finding of an integrity check. */
export interface StoreCheck {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly message: string;
}

/** How much a store is in use. */
export interface StoreActivity {
  /** Appends, calls and streams under way. */
  readonly pending: number;
  /** How often data was asked for since the start. */
  readonly reads: number;
  /** Compressed bytes that were handed over to be stored since the start. */
  readonly appendedBytes: number;
}

type Hidden = HiddenAttributes | null;

/**
 * Keeps telemetry per project. Asynchronous throughout and free of SQL, so that a store on another
 * database can stand in its place.
 *
 * Every method rejects with `AppError('unavailable')` once closed. A data file that cannot be read is left out of
 * answers, reported in the log and named by {@link TelemetryStore.check}; it never keeps the others from being read.
 *
 * What a viewer may not see (`hidden`) is taken out of records before they are given out, and is not matched by
 * attribute filters; null or absent for nothing. Reading on behalf of a caller goes through `VisibleStore` alone.
 */
export interface TelemetryStore {
  /** Starts the thread that writes, for which the first segment would wait otherwise. */
  startWriting(): void;
  /** Resolves after commit. Rejects with `unavailable` when the disk is full or read-only; nothing is kept then. */
  append(projectId: string, segment: PreparedSegment): Promise<AppendResult>;
  /** A search through all spans ends once the signal is given; the call then rejects with `unavailable`. */
  listTraces(query: TraceListQuery, hidden?: Hidden, signal?: AbortSignal): Promise<TracePage>;
  histogram(
    projectId: string,
    filter: TraceFilter,
    buckets: number,
    hidden?: Hidden,
    signal?: AbortSignal,
  ): Promise<TraceHistogram>;
  facets(
    projectId: string,
    filter: TraceFilter,
    hidden?: Hidden,
    signal?: AbortSignal,
  ): Promise<TraceFacets>;
  threads(query: ThreadQuery, hidden?: Hidden): Promise<ThreadPage>;
  summary(projectId: string, traceId: string): Promise<TraceSummary | undefined>;
  /** The waterfall's columns, encoded by `encodeSpanTable`; those of `blank` are empty. */
  spanTable(
    projectId: string,
    traceId: string,
    blank?: readonly DerivedField[],
  ): Promise<{ summary: TraceSummary; table: ArrayBuffer } | undefined>;
  span(
    projectId: string,
    traceId: string,
    spanId: string,
    hidden?: Hidden,
  ): Promise<StoredSpan | undefined>;
  /** Span ids whose name, attributes, events or status hold the text, letter case ignored; at most `limit`. */
  findInTrace(
    projectId: string,
    traceId: string,
    text: string,
    limit: number,
    hidden?: Hidden,
  ): Promise<{ spanIds: string[]; truncated: boolean; seen?: readonly string[] }>;
  /** Events and log records of a trace in short. */
  traceMarks(
    projectId: string,
    traceId: string,
    hidden?: Hidden,
  ): Promise<TraceMarks & { seen?: readonly string[] }>;
  /** Spans of the project with a link to a span, the latest first; ends once the signal is given. */
  linkedFrom(query: LinkingQuery, signal?: AbortSignal): Promise<LinkedFrom>;
  /** Traces that pass a filter by a value they have in common; a search for attributes ends once the signal is given. */
  traceGroups(query: GroupQuery, hidden?: Hidden, signal?: AbortSignal): Promise<TraceGroups>;
  /** Whole trace in stored order, batch by batch. */
  traceRecords(projectId: string, traceId: string, hidden?: Hidden): AsyncIterable<ExportBatch>;
  /** Log records of a trace, or of one span of it, by time. */
  logRecords(
    projectId: string,
    traceId: string,
    spanId?: string,
    hidden?: Hidden,
  ): AsyncIterable<ExportBatch>;
  /**
   * Everything of one signal in a project whose trace matches the filter. Where that is a time range alone, logs and
   * metrics are those of this time, of a trace or not; by anything else no metrics are picked.
   */
  exportRecords(
    projectId: string,
    signal: Signal,
    filter: TraceFilter,
    hidden?: Hidden,
  ): AsyncIterable<ExportBatch>;
  /** The newest records of a signal, about the newest first, at most `limit`. */
  newestRecords(
    projectId: string,
    signal: Signal,
    limit: number,
    hidden?: Hidden,
  ): AsyncIterable<ExportBatch>;
  /** Attribute keys of the newest spans, or the values of one key, the most frequent first. */
  suggest(query: Omit<ValueQuery, 'hidden'>, hidden?: Hidden): Promise<TraceSuggestions>;
  /** Attribute keys of the newest records that are covered, with counts; a bounded part of a project is read. */
  attributeKeys(projectId: string, coverage: KeyCoverage): Promise<FoundKeys>;
  /** What is counted by time, without regard to columns hidden; a search ends once the signal is given. */
  series(
    query: SeriesInput,
    hidden?: Hidden,
    signal?: AbortSignal,
  ): Promise<Omit<AnalyticsSeries, 'hiddenFields'>>;
  serviceMap(projectId: string, filter: TraceFilter, hidden?: Hidden): Promise<ServiceMap>;
  agentMap(projectId: string, filter: TraceFilter, hidden?: Hidden): Promise<AgentMap>;
  errorGroups(
    projectId: string,
    filter: TraceFilter,
    limit: number,
    hidden?: Hidden,
  ): Promise<ErrorGroups & { seen?: readonly string[] }>;
  /** Sizes and counts of every project with data, or of the one named. */
  stats(projectId?: string): Promise<ProjectStats[]>;
  check(): Promise<StoreCheck[]>;
  /**
   * Removes everything of a project from the disk and from memory. From the moment of the call on, its data is
   * neither taken nor answered (`not_found`); what was on its way is refused. Doing it again changes nothing.
   *
   * @param before called while all of its files are still there and none of them changes any more
   */
  deleteProject(projectId: string, before?: () => Promise<void>): Promise<void>;
  /** Ids, 16 bytes each, of the traces that pass a filter. */
  matchingTraces(
    projectId: string,
    filter: PickedFilter,
    hidden?: Hidden,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /** Of these traces, 16 bytes each, those that are stored. */
  storedTraces(
    projectId: string,
    traceIds: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /** Whether the project's traces have a folder, and every file there can be read: only then is what is not found not stored. */
  isReadable(projectId: string): Promise<boolean>;
  /** Which folders of traces are there that should be. */
  readonly folders: TraceFolders;
  /** What is stored by day, and removing from it. */
  readonly days: StoredDays;
  /** Redaction of what is stored. */
  readonly past: PastDays;
  /** For what waits until nobody needs the machine. */
  activity(): StoreActivity;
  onCommit(listener: (notice: CommitNotice) => void): () => void;
  /** Commits what is queued, checkpoints every file and stops the workers. */
  close(): Promise<void>;
}
