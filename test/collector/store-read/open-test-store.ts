import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { TraceFilter, TracePage } from '../../../src/shared/contract/traces.ts';
import type { Log, LogFields } from '../../../src/main/collector/log.ts';
import type { AnnotationSource } from '../../../src/main/collector/store/annotation-source.ts';
import { openStore } from '../../../src/main/collector/store/open-store.ts';
import type { ExportBatch, TelemetryStore } from '../../../src/main/collector/store/types.ts';
import { NOON_MS } from './otlp-segments.ts';

export const PROJECT = 'prj_0123456789ab';

export interface TestStore {
  readonly store: TelemetryStore;
  readonly dataDir: string;
  /** Sets the collector's clock. */
  setNow(ms: number): void;
  /** Lines logged so far. */
  readonly lines: readonly { event: string; fields: LogFields }[];
}

/** A store in a folder of its own, closed and removed after the test. */
export async function openTestStore(
  dataDir = temporaryFolder(),
  annotations?: AnnotationSource,
): Promise<TestStore> {
  let nowMs = NOON_MS;
  const lines: { event: string; fields: LogFields }[] = [];
  const write: Log['warn'] = (event, fields = {}) => void lines.push({ event, fields });
  const log: Log = { info: write, warn: write, error: write };
  const store = await openStore({
    dataDir,
    clock: { now: () => nowMs },
    log,
    ...(annotations && { annotations }),
  });
  onTestFinished(() => store.close());
  return { store, dataDir, lines, setNow: (ms) => (nowMs = ms) };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-read-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The latest traces that pass a filter. */
export function list(
  store: TelemetryStore,
  filter: TraceFilter = {},
  limit = 100,
  projectId = PROJECT,
): Promise<TracePage> {
  return store.listTraces({ projectId, filter, sort: 'start', descending: true, limit });
}

/** Ids of the listed traces, sorted. */
export async function idsOf(
  store: TelemetryStore,
  filter: TraceFilter,
  projectId = PROJECT,
): Promise<string[]> {
  const { traces } = await list(store, filter, 100, projectId);
  return traces.map(({ traceId }) => traceId).toSorted();
}

export async function collect(
  batches: AsyncIterable<ExportBatch>,
): Promise<ExportBatch['records'][number][]> {
  const records = [];
  for await (const batch of batches) records.push(...batch.records);
  return records;
}
