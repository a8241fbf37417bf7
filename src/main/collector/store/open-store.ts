import type { TraceFilter } from '../../../shared/contract/traces.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Signal } from '../otlp/types.ts';
import type { TraceIds } from './reader/protocol.ts';
import { ReaderClient } from './reader/reader-client.ts';
import type { CommitNotice, ExportBatch, TelemetryStore, TraceListQuery } from './types.ts';
import { openWriter } from './writer/writer-client.ts';

/** Memory for trace indexes: about 570,000 traces. */
const INDEX_BUDGET_BYTES = 128 * 1024 * 1024;

export interface StoreOptions {
  readonly dataDir: string;
  /** Decides the day file of what arrives. */
  readonly clock: Clock;
  readonly log: Log;
  /** Path of the SQLite addon, where the default one does not fit the runtime. */
  readonly nativeBinding?: string | undefined;
  /** Memory for the trace indexes of all projects together, bytes. Default 128 MiB. */
  readonly indexBudgetBytes?: number;
}

/**
 * Opens the telemetry of a data folder: a thread that writes, one that answers lists and opens traces, and one,
 * started when first needed, for whatever has to read many records.
 *
 * The caller holds the lock of the folder. Everything appended is in every answer asked for afterwards.
 */
export async function openStore(options: StoreOptions): Promise<TelemetryStore> {
  const { dataDir, clock, log, nativeBinding, indexBudgetBytes = INDEX_BUDGET_BYTES } = options;
  const listeners = new Set<(notice: CommitNotice) => void>();
  const writer = openWriter({
    dataDir,
    nativeBinding,
    clock: () => clock.now(),
    onCommit: (notice) => {
      for (const listener of listeners) listener(notice);
    },
    onWarning: (message) => log.warn('store_warning', { message }),
  });
  const settings = { dataDir, nativeBinding, indexBudgetBytes, log };
  const query = new ReaderClient({
    ...settings,
    name: 'spanward-query',
    connect: () => writer.connectReader(),
  });
  const scan = new ReaderClient({ ...settings, name: 'spanward-scan' });
  let closing: Promise<void> | undefined;

  /** Traces that pass the attribute conditions of a filter; undefined when it has none. */
  const attributeTraces = async (
    projectId: string,
    filter: TraceFilter,
  ): Promise<TraceIds | undefined> =>
    filter.attributes?.length
      ? scan.call('attributeTraces', projectId, filter.attributes, filter.fromUs)
      : undefined;

  return {
    append: (projectId, segment) => writer.append(projectId, segment),
    listTraces: async (list: TraceListQuery) =>
      query.call('list', list, await attributeTraces(list.projectId, list.filter)),
    histogram: async (projectId, filter, buckets) =>
      query.call('histogram', projectId, filter, buckets, await attributeTraces(projectId, filter)),
    facets: async (projectId, filter) =>
      query.call('facets', projectId, filter, await attributeTraces(projectId, filter)),
    summary: (projectId, traceId) => query.call('summary', projectId, traceId),
    spanTable: (projectId, traceId) => query.call('spanTable', projectId, traceId),
    span: (projectId, traceId, spanId) => query.call('span', projectId, traceId, spanId),
    findInTrace: (projectId, traceId, text, limit) =>
      scan.call('find', projectId, traceId, text, limit),
    traceRecords: (projectId, traceId) => scan.stream('trace', projectId, traceId),
    logRecords: (projectId, traceId, spanId) => scan.stream('logs', projectId, traceId, spanId),
    exportRecords: (projectId, signal, filter) => exportRecords(projectId, signal, filter),
    stats: (projectId) => query.call('stats', projectId),
    check: () => scan.call('check'),
    onCommit: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      // Readers first: the writer can then empty and remove the logs of all files.
      closing ??= Promise.all([query.close(), scan.close()]).then(() => writer.close());
      return closing;
    },
  };

  async function* exportRecords(
    projectId: string,
    signal: Signal,
    filter: TraceFilter,
  ): AsyncGenerator<ExportBatch, void> {
    if (closing !== undefined) throw new AppError('unavailable', 'The store is closed.');
    const all = signal !== 'traces' || Object.values(filter).every((value) => value === undefined);
    const traceIds = all
      ? undefined
      : await query.call('matching', projectId, filter, await attributeTraces(projectId, filter));
    const { fromUs, toUs } = filter;
    yield* scan.stream('project', projectId, { signal, traceIds, filter: { fromUs, toUs } });
  }
}
