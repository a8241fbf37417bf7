import type {
  AgentMap,
  AnalyticsSeries,
  ErrorGroups,
  SeriesInput,
  ServiceMap,
} from '../../../shared/contract/analytics.ts';
import type { ThreadPage } from '../../../shared/contract/threads.ts';
import type {
  LinkedFrom,
  TraceFacets,
  TraceFilter,
  TraceHistogram,
  TracePage,
  TraceSuggestions,
} from '../../../shared/contract/traces.ts';
import { SPAN_FIELDS } from '../../../shared/query/fields.ts';
import type { TraceMarks } from '../../../shared/trace-marks.ts';
import type { TraceGroups, TraceGroupsInput } from '../../../shared/contract/trace-groups.ts';
import type { UsageReport } from '../../../shared/contract/usage.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import type { Signal } from '../otlp/types.ts';
import type {
  ExportBatch,
  LinkingQuery,
  PickedFilter,
  StoredSpan,
  TelemetryStore,
  ThreadQuery,
  TraceListQuery,
} from '../store/types.ts';
import { checkQuery } from '../traces/check-query.ts';
import { blankFacets, blankHistogram, blankLinks, blankPage } from './blank-lists.ts';
import { blankGroups, refuseGroups, seenGroups } from './blank-groups.ts';
import { blankThreads, refuseThreads } from './blank-threads.ts';
import { blankAgents, blankSeries, refuseSeries, seenSplit } from './blank-series.ts';
import { blankUsage, USAGE_FIELDS } from './blank-usage.ts';
import { fieldView, seenBehind, type FieldView } from './derived-fields.ts';
import { hidesAnything, type HiddenAttributes } from './hidden-attributes.ts';
import { Judge } from './judge.ts';
import { mayHideKey } from './may-hide-key.ts';
import { refuseAttribute, refuseFields, refuseFilter, refuseSort } from './refuse-hidden.ts';

/** Told of attribute keys that a rule hides from others, before values of them are given out. */
type OnSeen = (keys: readonly string[], traceId?: string) => Promise<void>;

const ALL_FIELDS: FieldView = { hidden: new Set(), seen: [] };

/**
 * The telemetry of one project as one viewer may see it; for viewers from whom nothing is hidden the store itself.
 *
 * Every read of a call goes through here (a test keeps it so): records come with hidden attributes taken out, columns
 * made of them are blank, and filters on them are refused.
 */
export class VisibleStore {
  readonly #store: TelemetryStore;
  readonly #projectId: string;
  readonly #hidden: HiddenAttributes | null;
  readonly #judge: Judge | undefined;
  readonly #fields: FieldView;
  readonly #onSeen: OnSeen;

  constructor(
    store: TelemetryStore,
    projectId: string,
    hidden: HiddenAttributes | null,
    onSeen: OnSeen,
  ) {
    this.#store = store;
    this.#projectId = projectId;
    this.#hidden = hidden;
    this.#judge = hidden === null ? undefined : new Judge(hidden);
    this.#fields = this.#judge === undefined ? ALL_FIELDS : fieldView(this.#judge);
    this.#onSeen = onSeen;
  }

  /** Whether a rule hides anything from the viewer. */
  get hidesAnything(): boolean {
    return hidesAnything(this.#hidden);
  }

  /** What is hidden from the viewer, for work that is gone on with when they are away. */
  get hidden(): HiddenAttributes | null {
    return this.#hidden;
  }

  /** Whether something known by this key, nested or not and wherever it sits, may be hidden from the viewer. */
  mayHide(key: string): boolean {
    return this.#hidden !== null && mayHideKey(this.#hidden, key);
  }

  /** Columns that are blank. */
  get hiddenFields(): ReadonlySet<DerivedField> {
    return this.#fields.hidden;
  }

  /** @throws AppError `forbidden` for a filter or an order by what is hidden */
  async listTraces(
    query: Omit<TraceListQuery, 'projectId'>,
    signal?: AbortSignal,
  ): Promise<TracePage> {
    this.#check(query.filter);
    refuseSort(query.sort, this.#fields);
    const projectId = this.#projectId;
    const page = await this.#store.listTraces({ ...query, projectId }, this.#hidden, signal);
    if (page.traces.length > 0) await this.#onSeen(this.#fields.seen);
    return blankPage(page, this.#fields.hidden);
  }

  /** @throws AppError `forbidden` for a filter by what is hidden */
  async histogram(
    filter: TraceFilter,
    buckets: number,
    signal?: AbortSignal,
  ): Promise<TraceHistogram> {
    this.#check(filter);
    const histogram = await this.#store.histogram(
      this.#projectId,
      filter,
      buckets,
      this.#hidden,
      signal,
    );
    return blankHistogram(histogram, this.#fields.hidden);
  }

  /** @throws AppError `forbidden` for a filter by what is hidden */
  async facets(filter: TraceFilter, signal?: AbortSignal): Promise<TraceFacets> {
    this.#check(filter);
    const facets = await this.#store.facets(this.#projectId, filter, this.#hidden, signal);
    if (facets.names.length > 0) await this.#onSeen(this.#fields.seen);
    return blankFacets(facets, this.#fields.hidden);
  }

  /** @throws AppError `forbidden` for a filter, a split or an order by what is hidden */
  async series(
    query: Omit<SeriesInput, 'projectId'>,
    signal?: AbortSignal,
  ): Promise<AnalyticsSeries> {
    this.#check(query.filter);
    const judge = this.#judge;
    if (judge !== undefined) refuseSeries(query, this.#fields, judge);
    const series = await this.#store.series(
      { ...query, projectId: this.#projectId },
      this.#hidden,
      signal,
    );
    const told = judge === undefined ? [] : seenSplit(query.groupBy, judge);
    await this.#onSeen([...this.#fields.seen, ...told]);
    return blankSeries(series, this.#fields.hidden);
  }

  /** @throws AppError `forbidden` for a filter, groups or an order by what is hidden */
  async traceGroups(
    query: Omit<TraceGroupsInput, 'projectId' | 'viewAs'>,
    signal?: AbortSignal,
  ): Promise<TraceGroups> {
    this.#check(query.filter);
    if (this.#judge !== undefined) refuseGroups(query, this.#fields, this.#judge);
    const groups = await this.#store.traceGroups(
      { ...query, projectId: this.#projectId },
      this.#hidden,
      signal,
    );
    const told = this.#judge === undefined ? [] : seenGroups(query.by, this.#judge);
    await this.#onSeen([...this.#fields.seen, ...told]);
    return blankGroups(groups, this.#fields.hidden);
  }

  /** @throws AppError `forbidden` for a filter by what is hidden, and where services are */
  async serviceMap(filter: TraceFilter): Promise<ServiceMap> {
    this.#check(filter);
    refuseFields('see which service calls which', ['service', 'status'], this.#fields);
    const map = await this.#store.serviceMap(this.#projectId, filter, this.#hidden);
    await this.#onSeen(this.#fields.seen);
    return map;
  }

  /** @throws AppError `forbidden` for a filter by what is hidden, and where agents or models are */
  async agentMap(filter: TraceFilter): Promise<AgentMap> {
    this.#check(filter);
    refuseFields('see which agents call what', ['operation', 'model', 'status'], this.#fields);
    const map = await this.#store.agentMap(this.#projectId, filter, this.#hidden);
    await this.#onSeen(this.#fields.seen);
    return blankAgents(map, this.#fields.hidden);
  }

  /** @throws AppError `forbidden` for a filter by what is hidden, and where failures are */
  async errorGroups(filter: TraceFilter, limit: number): Promise<ErrorGroups> {
    this.#check(filter);
    refuseFields('see what failed', ['status', 'service'], this.#fields);
    const { seen = [], ...errors } = await this.#store.errorGroups(
      this.#projectId,
      filter,
      limit,
      this.#hidden,
    );
    await this.#onSeen([...this.#fields.seen, ...seen]);
    return errors;
  }

  /** @throws AppError `forbidden` for sessions, users, a filter or an order that would tell what is hidden */
  async threads(query: Omit<ThreadQuery, 'projectId'>): Promise<ThreadPage> {
    this.#check(query.filter);
    refuseThreads(query.kind, query.sort, this.#fields);
    const page = await this.#store.threads({ ...query, projectId: this.#projectId }, this.#hidden);
    if (page.threads.length > 0) await this.#onSeen(this.#fields.seen);
    return blankThreads(page, query.kind, this.#fields.hidden);
  }

  /**
   * Ids, 16 bytes each, of the traces that pass: all that a viewer may pick by what is seen.
   *
   * @throws AppError `forbidden` for a filter by what is hidden
   */
  async matchingTraces(filter: PickedFilter): Promise<Uint8Array<ArrayBuffer>> {
    this.#check(filter);
    return this.#store.matchingTraces(this.#projectId, filter, this.#hidden);
  }

  /**
   * Attribute keys or values of the newest spans, hidden ones not among them; or values of a field.
   *
   * @throws AppError `forbidden` for a field that is hidden
   */
  async suggest(
    asked: Omit<Parameters<TelemetryStore['suggest']>[0], 'projectId'>,
  ): Promise<TraceSuggestions> {
    const { key, field, text, limit } = asked;
    const query = { projectId: this.#projectId, key, field, text, limit };
    if (field === undefined) return this.#store.suggest(query, this.#hidden);
    refuseFields(`see values of "${field}"`, SPAN_FIELDS[field].reads, this.#fields);
    const found = await this.#store.suggest(query, this.#hidden);
    if (found.values.length > 0) await this.#onSeen(this.#fields.seen);
    return found;
  }

  async spanTable(traceId: string) {
    const blank = [...this.#fields.hidden];
    const opened = await this.#store.spanTable(this.#projectId, traceId, blank);
    if (opened !== undefined) await this.#onSeen(this.#fields.seen, traceId);
    return opened;
  }

  async span(traceId: string, spanId: string): Promise<StoredSpan | undefined> {
    const span = await this.#store.span(this.#projectId, traceId, spanId, this.#hidden);
    if (span === undefined) return undefined;
    await this.#onSeen(span.seen ?? [], traceId);
    return this.#fields.hidden.has('costUsd')
      ? { ...span, costUsd: null, costSource: 'none', price: '' }
      : span;
  }

  async findInTrace(traceId: string, text: string, limit: number) {
    const { seen = [], ...found } = await this.#store.findInTrace(
      this.#projectId,
      traceId,
      text,
      limit,
      this.#hidden,
    );
    await this.#onSeen(seen, traceId);
    return found;
  }

  /** Events and log records of a trace in short. */
  async traceMarks(traceId: string): Promise<TraceMarks> {
    const { seen = [], ...marks } = await this.#store.traceMarks(
      this.#projectId,
      traceId,
      this.#hidden,
    );
    await this.#onSeen(seen, traceId);
    return marks;
  }

  /** Spans with a link to a span, the latest first. */
  async linkedFrom(
    query: Omit<LinkingQuery, 'projectId'>,
    signal?: AbortSignal,
  ): Promise<LinkedFrom> {
    const projectId = this.#projectId;
    const page = await this.#store.linkedFrom({ ...query, projectId }, signal);
    if (page.spans.length > 0) await this.#onSeen(this.#fields.seen, query.traceId);
    return blankLinks(page, this.#fields.hidden);
  }

  /** Whole trace in stored order, batch by batch. */
  traceRecords(traceId: string): AsyncIterable<ExportBatch> {
    return this.#watched(this.#store.traceRecords(this.#projectId, traceId, this.#hidden), traceId);
  }

  /** Log records of a trace, or of one span of it, by time. */
  logRecords(traceId: string, spanId?: string): AsyncIterable<ExportBatch> {
    return this.#watched(
      this.#store.logRecords(this.#projectId, traceId, spanId, this.#hidden),
      traceId,
    );
  }

  /** @throws AppError `forbidden` for a filter by what is hidden */
  exportRecords(signal: Signal, filter: TraceFilter): AsyncIterable<ExportBatch> {
    this.#check(filter);
    return this.#watched(this.#store.exportRecords(this.#projectId, signal, filter, this.#hidden));
  }

  /** The newest records of a signal, at most `limit`, to be counted in: nothing of their values is given out. */
  newestRecords(signal: Signal, limit: number): AsyncIterable<ExportBatch> {
    return this.#store.newestRecords(this.#projectId, signal, limit, this.#hidden);
  }

  /** What the project used, without the sums of what is hidden. */
  async usage(report: UsageReport): Promise<UsageReport> {
    const judge = this.#judge;
    if (judge !== undefined) await this.#onSeen(seenBehind(USAGE_FIELDS, this.#fields, judge));
    return blankUsage(report, this.#fields.hidden);
  }

  /** How many records are stored of each signal. */
  async storedRecords(): Promise<Record<Signal, number>> {
    const stored = { traces: 0, logs: 0, metrics: 0 };
    for (const { signal, records } of await this.#store.days.list(this.#projectId)) {
      stored[signal] += records;
    }
    return stored;
  }

  /** Refuses what an export would refuse, before it is written down as one. */
  checkFilter(filter: TraceFilter): void {
    this.#check(filter);
  }

  /** @throws AppError `forbidden` where records with an attribute cannot be picked, as it may be hidden in some */
  checkAttribute(key: string, value: string): void {
    if (this.#judge !== undefined) refuseAttribute(key, value, this.#judge);
  }

  /**
   * @param what one asks to do, after "You cannot"
   * @throws AppError `forbidden` where counts by these columns would tell what is hidden
   */
  checkFields(what: string, told: readonly DerivedField[]): void {
    refuseFields(what, told, this.#fields);
  }

  #check(filter: TraceFilter): void {
    if (filter.query !== undefined) checkQuery(filter.query);
    if (this.#judge !== undefined) refuseFilter(filter, this.#fields, this.#judge);
  }

  async *#watched(
    batches: AsyncIterable<ExportBatch>,
    traceId?: string,
  ): AsyncGenerator<ExportBatch, void> {
    for await (const batch of batches) {
      await this.#onSeen(batch.seen ?? [], traceId);
      yield batch;
    }
  }
}
