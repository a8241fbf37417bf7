import type { TraceFilter } from '../../../../shared/contract/traces.ts';
import type { Log } from '../../log.ts';
import { UnreadableFileError } from '../day-file.ts';
import type { NoticeMessage } from '../writer/protocol.ts';
import { agentMap } from './analytics/agent-map.ts';
import { errorGroups } from './analytics/error-groups.ts';
import { RollupCache } from './analytics/rollup/rollup-cache.ts';
import { serviceMap } from './analytics/service-map.ts';
import { spanSeries } from './analytics/span-series.ts';
import { traceGroups } from './analytics/trace-groups.ts';
import { traceSeries } from './analytics/trace-series.ts';
import { DataFiles } from './data-files.ts';
import { RecordExport } from './export-records.ts';
import { findInTrace } from './find-text.ts';
import { IndexCache } from './index-cache.ts';
import { linkingSpans } from './linking-spans.ts';
import { listThreads } from './list-threads.ts';
import { listPage } from './list-traces.ts';
import { TraceOpener } from './open-trace.ts';
import type { PackedBatch } from './packed-batch.ts';
import { StatsReader } from './project-stats.ts';
import type {
  CancellableCall,
  Only,
  ReaderCalls,
  ReaderSettings,
  ReaderStreams,
  TraceIds,
} from './protocol.ts';
import { LeafSearch } from './query/leaf-search.ts';
import { rowsOf } from './query/query-rows.ts';
import { TraceValueScan } from './query/trace-values.ts';
import { recentValues } from './query/recent-values.ts';
import { recentKeys } from './recent-keys.ts';
import { selectRows } from './row-selection.ts';
import { SegmentFilters } from './segment-filters.ts';
import { checkStore } from './store-check.ts';
import { facetsOf } from './trace-facets.ts';
import { histogramOf } from './trace-histogram.ts';
import { writeIds } from './trace-id.ts';
import type { TraceIndex } from './trace-index.ts';
import { traceMarks } from './trace-marks.ts';
import { TraceSegments } from './trace-segments.ts';

/** Calls as this thread answers them: later. */
type Later<T> = {
  readonly [M in keyof T]: T[M] extends (...args: infer A) => infer R
    ? (...args: M extends CancellableCall ? [...Required<A>, AbortSignal] : A) => Promise<R>
    : never;
};
type Streams = {
  readonly [M in keyof ReaderStreams]: (
    ...args: Parameters<ReaderStreams[M]>
  ) => AsyncIterable<PackedBatch>;
};

/** All that a reader thread can do; which of its calls a thread gets is the facade's choice. */
export class ReaderService {
  readonly calls: Later<ReaderCalls>;
  readonly streams: Streams;
  private readonly files: DataFiles;
  private readonly indexes: IndexCache;

  constructor(settings: ReaderSettings, log: Log) {
    const files = new DataFiles(settings);
    const indexes = new IndexCache(files, log, settings.indexBudgetBytes);
    const segments = new TraceSegments(files);
    const opener = new TraceOpener(files, segments);
    const filters = new SegmentFilters(files);
    const rollups = new RollupCache(files);
    const spans = new LeafSearch(files, filters);
    const values = new TraceValueScan(files);
    const records = new RecordExport(files, segments);
    const stats = new StatsReader(files);
    this.files = files;
    this.indexes = indexes;
    const forget = (projectId: string): void => {
      files.forget(projectId);
      indexes.forget(projectId);
      rollups.forget(projectId);
      // They do not tell projects apart, and fill themselves again.
      segments.clear();
      spans.clear();
      values.clear();
    };
    const calls: Later<ReaderCalls> = {
      list: async (query, only) => {
        const index = await indexes.fresh(query.projectId);
        return listPage(index, { ...query, only: rowsOf(index, query.filter, only) });
      },
      histogram: async (projectId, filter, buckets, only) => {
        const index = await indexes.fresh(projectId);
        return histogramOf(index, filter, buckets, rowsOf(index, filter, only));
      },
      facets: async (projectId, filter, only, marks) => {
        const index = await indexes.fresh(projectId);
        return facetsOf(index, filter, (apart) => rowsOf(index, filter, only, apart), marks);
      },
      threads: async (query, only) => {
        const index = await indexes.fresh(query.projectId);
        const { filter } = query;
        return listThreads(index, query, selectRows(index, filter, rowsOf(index, filter, only)));
      },
      matching: async (projectId, filter, only) =>
        matchingIds(await indexes.fresh(projectId), filter, only),
      summary: (projectId, traceId) => opener.summary(projectId, traceId),
      spanTable: (projectId, traceId, blank) => opener.spanTable(projectId, traceId, blank),
      span: (projectId, traceId, spanId, hidden) => opener.span(projectId, traceId, spanId, hidden),
      findSpans: (projectId, leaves, fromUs, hidden, signal) =>
        spans.find({ projectId, leaves, fromUs, hidden, signal }),
      find: (projectId, traceId, text, limit, hidden) =>
        findInTrace({ files, segments }, projectId, traceId, { text, limit, hidden }),
      marks: (projectId, traceId, hidden) =>
        traceMarks({ files, segments }, projectId, traceId, hidden),
      linkedFrom: (query, signal) => linkingSpans({ files, filters }, query, signal),
      suggest: (asked) => recentValues(files, asked),
      attributeKeys: (projectId, coverage) => recentKeys(files, projectId, coverage),
      traceGroups: async (query, only, values) => {
        const index = await indexes.fresh(query.projectId);
        return traceGroups(index, query, rowsOf(index, query.filter, only), values);
      },
      traceValues: (query, signal) => values.read(query, signal),
      traceSeries: async (series, only) => {
        const index = await indexes.fresh(series.projectId);
        return traceSeries(index, series, rowsOf(index, series.filter, only));
      },
      spanSeries: (series, only, hidden, signal) =>
        spanSeries(files, rollups, series, only, hidden, signal),
      serviceMap: (range, only) => serviceMap(files, range, only),
      agentMap: (range, only) => agentMap(files, range, only),
      errorGroups: (errors) => errorGroups(files, errors),
      stats: async (projectId) => stats.read(projectId),
      check: () => checkStore(files),
      moved: async (projectId, signal, day, through) => {
        if (signal === 'traces') indexes.moved(projectId, day, through);
      },
      release: async (projectId) => files.release(projectId),
      lookAnew: async (projectId) => {
        if (files.hasAside(projectId)) forget(projectId);
      },
      forget: async (projectId) => forget(projectId),
    };
    const patiently = <T>(call: () => Promise<T>): Promise<T> => {
      for (const projectId of files.due()) forget(projectId);
      return withoutUnreadable(files, log, call);
    };
    type Call = (...args: unknown[]) => Promise<unknown>;
    const patient = Object.entries(calls as unknown as Record<string, Call>).map(([name, call]) => [
      name,
      (...args: unknown[]) => patiently(() => call(...args)),
    ]);
    this.calls = Object.fromEntries(patient) as Later<ReaderCalls>;
    /** A stream cannot be begun again once part of it is given out, so its files are looked at first. */
    const touch = (projectId: string) => patiently(async () => files.touch(projectId));
    this.streams = {
      trace: async function* (projectId, traceId, hidden) {
        await touch(projectId);
        yield* records.trace(projectId, traceId, hidden);
      },
      logs: async function* (projectId, traceId, spanId, hidden) {
        await touch(projectId);
        yield* records.logs(projectId, traceId, spanId, hidden);
      },
      project: async function* (projectId, selection) {
        await touch(projectId);
        yield* records.project(projectId, selection);
      },
      newest: async function* (projectId, signal, limit, hidden) {
        await touch(projectId);
        yield* records.newest(projectId, signal, limit, hidden);
      },
    };
  }

  /** Takes what the writer committed. */
  notice(message: NoticeMessage): void {
    this.indexes.notice(message);
  }

  close(): void {
    this.files.close();
  }
}

/** Runs a call until no file in its way is unreadable: each is set aside, reported, and the call made again. */
async function withoutUnreadable<T>(
  files: DataFiles,
  log: Log,
  call: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      // Set aside by another call meanwhile: this one goes on without it all the same.
      if (files.setAside(error)) log.error('data_file_unreadable', { message: error.message });
    }
  }
}

function matchingIds(index: TraceIndex, filter: TraceFilter, only: Only | undefined): TraceIds {
  const { rows, count } = selectRows(index, filter, rowsOf(index, filter, only));
  return writeIds(index.columns.ids, rows, count);
}
