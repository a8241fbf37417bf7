import { setTimeout as sleep } from 'node:timers/promises';
import type { TraceFilter } from '../../../shared/contract/traces.ts';
import { AppError } from '../../../shared/errors.ts';
import { readGroupKey } from '../../../shared/query/group-key.ts';
import { hasCriteria } from '../../../shared/trace-criteria.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Signal } from '../otlp/types.ts';
import { NO_ANNOTATIONS, withListedSpans, type AnnotationSource } from './annotation-source.ts';
import { listProjectFolders } from './day-files.ts';
import type { Found, TraceIds } from './reader/protocol.ts';
import { filterPlan } from './reader/query/filter-plan.ts';
import { ReaderClient } from './reader/reader-client.ts';
import type { HiddenAttributes } from '../visibility/hidden-attributes.ts';
import type { CommitNotice, ExportBatch, TelemetryStore, TraceListQuery } from './types.ts';
import { withBefore } from './series-before.ts';
import { removeLeftovers } from './rewrite/remove-leftovers.ts';
import { pastDays } from './rewrite/past-days.ts';
import { RewriteClient } from './rewrite/rewrite-client.ts';
import { storedDays } from './rewrite/stored-days.ts';
import type { DayPlace } from './rewrite/types.ts';
import { traceFolders } from './trace-folders.ts';
import { openWriter } from './writer/writer-client.ts';

/** How often it is looked whether readers have come to an end with a file that was replaced, and how long, ms. */
const RELEASE_EVERY_MS = 100;
const RELEASE_AFTER_MS = 60_000;

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
  /** Who keeps pins, tags, notes and scores; absent: nothing is annotated. */
  readonly annotations?: AnnotationSource;
}

/**
 * Opens the telemetry of a data folder: a thread that writes, one that answers lists and opens traces, and one for
 * whatever has to read many records. Each is started when it is first needed.
 *
 * The caller holds the lock of the folder. Everything appended is in every answer asked for afterwards.
 */
export async function openStore(options: StoreOptions): Promise<TelemetryStore> {
  const { dataDir, clock, log, nativeBinding, indexBudgetBytes = INDEX_BUDGET_BYTES } = options;
  const { annotations = NO_ANNOTATIONS } = options;
  const listeners = new Set<(notice: CommitNotice) => void>();
  removeLeftovers(dataDir, (reason) => {
    log.warn('store_warning', {
      message: `What was removed before is still on the disk: ${reason}`,
    });
  });
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
  const rewriter = new RewriteClient({ dataDir, nativeBinding });
  const days = storedDays({ dataDir, rewriter, writer, forget, lookAnew, moved });
  const past = pastDays({ dataDir, rewriter, writer, forget, exclusive: days.exclusive });
  const folders = traceFolders(dataDir);
  /** Projects removed since the start; ids are never given twice. */
  const deleted = new Set<string>();
  let closing: Promise<void> | undefined;

  /** @throws AppError `not_found` */
  const existing = (projectId: string): string => {
    if (!deleted.has(projectId)) return projectId;
    throw new AppError('not_found', `The project ${projectId} was deleted.`);
  };

  /** What spans and annotations have to be looked at for; undefined where columns tell all. */
  const findFor = async (
    projectId: string,
    filter: TraceFilter,
    hidden: HiddenAttributes | null = null,
    signal?: AbortSignal,
  ): Promise<Found | undefined> => {
    const plan = filterPlan(filter);
    if (plan.leaves.length === 0 && plan.annotations.length === 0) return undefined;
    const annotated = await Promise.all(
      plan.annotations.map((condition) => annotations.traces(projectId, condition)),
    );
    if (plan.leaves.length === 0) return { leaves: [], annotated };
    const wanted = await withListedSpans(plan, projectId, annotations);
    const { fromUs } = filter;
    const leaves = await scan.callUntil(signal, 'findSpans', projectId, wanted, fromUs, hidden);
    return { leaves, annotated };
  };

  /** Traces that pass a filter, its times apart; undefined for all. */
  const tracesOf = async (
    projectId: string,
    { fromUs: _from, toUs: _to, ...filter }: TraceFilter,
    hidden: HiddenAttributes | null = null,
    signal?: AbortSignal,
  ): Promise<TraceIds | undefined> => {
    const all = Object.values(filter).every((value) => value === undefined);
    if (all) return void existing(projectId);
    const only = await findFor(existing(projectId), filter, hidden, signal);
    return query.call('matching', projectId, filter, only);
  };

  return {
    startWriting: () => writer.start(),
    append: async (projectId, segment) => writer.append(existing(projectId), segment),
    listTraces: async (list: TraceListQuery, hidden, signal) => {
      const only = await findFor(existing(list.projectId), list.filter, hidden, signal);
      return query.call('list', list, only);
    },
    histogram: async (projectId, filter, buckets, hidden, signal) => {
      const only = await findFor(existing(projectId), filter, hidden, signal);
      return query.call('histogram', projectId, filter, buckets, only);
    },
    facets: async (projectId, filter, hidden, signal) => {
      const only = await findFor(existing(projectId), filter, hidden, signal);
      return query.call('facets', projectId, filter, only, await annotations.marks(projectId));
    },
    threads: async (threads, hidden) => {
      const only = await findFor(existing(threads.projectId), threads.filter, hidden);
      return query.call('threads', threads, only);
    },
    summary: async (projectId, traceId) => query.call('summary', existing(projectId), traceId),
    spanTable: async (projectId, traceId, blank) =>
      query.call('spanTable', existing(projectId), traceId, blank),
    span: async (projectId, traceId, spanId, hidden) =>
      query.call('span', existing(projectId), traceId, spanId, hidden),
    findInTrace: async (projectId, traceId, text, limit, hidden) =>
      scan.call('find', existing(projectId), traceId, text, limit, hidden),
    traceMarks: async (projectId, traceId, hidden) =>
      scan.call('marks', existing(projectId), traceId, hidden),
    linkedFrom: async (links, signal) => {
      existing(links.projectId);
      return scan.callUntil(signal, 'linkedFrom', links);
    },
    traceRecords: (projectId, traceId, hidden) =>
      scan.stream('trace', existing(projectId), traceId, hidden),
    logRecords: (projectId, traceId, spanId, hidden) =>
      scan.stream('logs', existing(projectId), traceId, spanId, hidden),
    exportRecords: (projectId, signal, filter, hidden) =>
      exportRecords(projectId, signal, filter, hidden),
    newestRecords: (projectId, signal, limit, hidden) =>
      scan.stream('newest', existing(projectId), signal, limit, hidden),
    suggest: async (asked, hidden = null) => {
      existing(asked.projectId);
      return scan.call('suggest', { ...asked, hidden });
    },
    attributeKeys: async (projectId, coverage) =>
      scan.call('attributeKeys', existing(projectId), coverage),
    series: (asked, hidden, signal) =>
      withBefore(asked, async (series) => {
        const { projectId, filter } = series;
        if (series.counted === 'traces') {
          const only = await findFor(existing(projectId), filter, hidden, signal);
          return query.call('traceSeries', series, only);
        }
        const only = await tracesOf(projectId, filter, hidden, signal);
        return scan.callUntil(signal, 'spanSeries', series, only, hidden);
      }),
    traceGroups: async (groups, hidden, signal) => {
      const { projectId, filter, by } = groups;
      const only = await findFor(existing(projectId), filter, hidden, signal);
      const key = readGroupKey(by);
      if (key.kind === 'field') return query.call('traceGroups', groups, only);
      const asked = { projectId, key: key.key, fromUs: filter.fromUs, hidden };
      const values = await scan.callUntil(signal, 'traceValues', asked);
      return query.call('traceGroups', groups, only, values);
    },
    serviceMap: async (projectId, filter, hidden) => {
      const only = await tracesOf(projectId, filter, hidden);
      return scan.call('serviceMap', { projectId, fromUs: filter.fromUs, toUs: filter.toUs }, only);
    },
    agentMap: async (projectId, filter, hidden) => {
      const only = await tracesOf(projectId, filter, hidden);
      return scan.call('agentMap', { projectId, fromUs: filter.fromUs, toUs: filter.toUs }, only);
    },
    errorGroups: async (projectId, filter, limit, hidden) => {
      const only = await tracesOf(projectId, filter, hidden);
      const { fromUs, toUs } = filter;
      return scan.call('errorGroups', { projectId, fromUs, toUs, limit, hidden, only });
    },
    stats: async (projectId) => {
      // Nothing is stored, and no thread needed to say so; a closed store says that it is.
      if (!query.isRunning && closing === undefined && listProjectFolders(dataDir).length === 0) {
        return [];
      }
      return query.call('stats', projectId);
    },
    check: () => scan.call('check'),
    deleteProject: async (projectId, before) => {
      deleted.add(projectId);
      past.cancel(projectId);
      // Before, for systems that do not remove open files; after, for what was opened by calls under way.
      await days.exclusive(async () => {
        await before?.();
        await forget(projectId);
        await writer.deleteProject(projectId);
        await forget(projectId);
        days.leave(projectId);
      });
    },
    matchingTraces: async (projectId, filter, hidden) =>
      query.call('matching', existing(projectId), filter, await findFor(projectId, filter, hidden)),
    storedTraces: async (projectId, traceIds) =>
      // The ids are handed over to the thread, and the caller keeps its own.
      query.call('matching', existing(projectId), {}, traceIds.slice()),
    isReadable: async (projectId) => {
      if (!folders.isThere(projectId)) return false;
      const { unreadable } = await days.survey(existing(projectId));
      return unreadable.every(({ signal }) => signal !== 'traces');
    },
    folders,
    days,
    past,
    activity: () => ({
      pending: query.pending + scan.pending + (writer.queuedBytes > 0 ? 1 : 0),
      reads: query.reads + scan.reads,
      appendedBytes: writer.appendedBytes,
    }),
    onCommit: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      // Readers first: the writer can then empty and remove the logs of all files.
      closing ??= Promise.all([query.close(), scan.close(), rewriter.close()]).then(() =>
        writer.close(),
      );
      return closing;
    },
  };

  async function forget(projectId: string): Promise<void> {
    await tellReaders('forget', projectId);
  }

  async function lookAnew(projectId: string): Promise<void> {
    await tellReaders('lookAnew', projectId);
  }

  async function tellReaders(what: 'forget' | 'lookAnew', projectId: string): Promise<void> {
    await Promise.all(
      [query, scan].map((reader) => reader.isRunning && reader.call(what, projectId)),
    );
  }

  async function moved({ projectId, signal, day }: DayPlace, through: number): Promise<void> {
    const readers = [query, scan].filter((reader) => reader.isRunning);
    await Promise.all(
      readers.map((reader) => reader.call('moved', projectId, signal, day, through)),
    );
    // Whoever reads the old file goes on with it; it takes its space until then.
    for (const reader of readers) void release(reader, projectId).catch(() => undefined);
  }

  async function* exportRecords(
    projectId: string,
    signal: Signal,
    filter: TraceFilter,
    hidden: HiddenAttributes | null = null,
  ): AsyncGenerator<ExportBatch, void> {
    if (closing !== undefined) throw new AppError('unavailable', 'The store is closed.');
    existing(projectId);
    const isTimed = filter.fromUs !== undefined || filter.toUs !== undefined;
    const all = !hasCriteria(filter) && (signal !== 'traces' || !isTimed);
    const only = all ? undefined : await findFor(projectId, filter, hidden);
    const traceIds = all ? undefined : await query.call('matching', projectId, filter, only);
    const { fromUs, toUs } = filter;
    yield* scan.stream('project', projectId, {
      signal,
      traceIds,
      filter: { fromUs, toUs },
      hidden,
    });
  }
}

/** Has a reader let go of removed files as soon as nothing is under way in it. */
async function release(reader: ReaderClient, projectId: string): Promise<void> {
  const until = performance.now() + RELEASE_AFTER_MS;
  while (reader.pending > 0 && performance.now() < until) {
    await sleep(RELEASE_EVERY_MS, undefined, { ref: false });
  }
  if (reader.isRunning) await reader.call('release', projectId);
}
