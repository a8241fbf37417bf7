import { onTestFinished } from 'vitest';
import type { KeyScope } from '../../../src/shared/permissions.ts';
import { systemClock } from '../../../src/main/collector/clock.ts';
import { Admission } from '../../../src/main/collector/ingest/admission.ts';
import type { BodyPace } from '../../../src/main/collector/ingest/body-reader.ts';
import { startGrpc, type GrpcListener } from '../../../src/main/collector/ingest/grpc-listener.ts';
import { createHostGuard } from '../../../src/main/collector/ingest/host-guard.ts';
import { startHttp, type HttpListener } from '../../../src/main/collector/ingest/http-listener.ts';
import { DEFAULT_LIMITS, type IngestLimits } from '../../../src/main/collector/ingest/limits.ts';
import { Pipeline } from '../../../src/main/collector/ingest/pipeline.ts';
import { IngestStats } from '../../../src/main/collector/ingest/stats.ts';
import {
  createSecret,
  hashSecret,
  parseSecret,
} from '../../../src/main/collector/keys/key-format.ts';
import { KeyRing } from '../../../src/main/collector/keys/key-ring.ts';
import { openStore } from '../../../src/main/collector/store/open-store.ts';
import type { TelemetryStore } from '../../../src/main/collector/store/types.ts';
import { workerEntry } from '../../../src/main/collector/worker-entry.ts';
import { createTestFolder, createTestLog } from '../../support/open-test-collector.ts';

export const DEFAULT_PROJECT = 'prj_000000000000';
export const OTHER_PROJECT = 'prj_111111111111';

export interface RigOptions {
  readonly limits?: Partial<IngestLimits>;
  readonly pace?: BodyPace;
  readonly headersTimeoutMs?: number;
  readonly maxConnections?: number;
  readonly host?: string;
  readonly allowedHosts?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  /** Script of the decode threads, for one with a fault built in. */
  readonly workerEntry?: URL;
  /** Stands before the store, to hold appends back or make them fail. */
  readonly append?: (
    store: TelemetryStore,
    ...args: Parameters<TelemetryStore['append']>
  ) => ReturnType<TelemetryStore['append']>;
}

export interface Rig {
  readonly http: HttpListener;
  readonly grpc: GrpcListener;
  readonly pipeline: Pipeline;
  readonly admission: Admission;
  readonly stats: IngestStats;
  readonly store: TelemetryStore;
  readonly keys: KeyRing;
  readonly log: ReturnType<typeof createTestLog>;
  /** A key of {@link OTHER_PROJECT}. */
  createKey(scopes: readonly KeyScope[]): string;
}

/** Both listeners, the pipeline with its worker and a real store in a new folder; closed with the test. */
export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const log = createTestLog();
  const stats = new IngestStats(() => Date.now());
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const store = await openStore({ dataDir: createTestFolder(), clock: systemClock, log });
  const { append } = options;
  const pipeline = new Pipeline({
    store: append === undefined ? store : { ...store, append: (...args) => append(store, ...args) },
    stats,
    log,
    workerEntry: options.workerEntry ?? workerEntry('decode-worker'),
    maxInflatedBytes: limits.maxInflatedBytes,
  });
  const keys = new KeyRing(systemClock);
  keys.keylessProjectId = DEFAULT_PROJECT;
  const admission = new Admission(limits.budgetBytes);
  const services = { pipeline, admission, keys, stats, limits };
  const { pace, maxConnections, host, allowedHosts = [], headersTimeoutMs } = options;
  const common = { services, port: 0, host, pace, maxConnections };
  const allowedOrigins = (): readonly string[] => options.allowedOrigins ?? [];
  const hostAllowed = createHostGuard({
    boundHost: host ?? '127.0.0.1',
    allowedHosts: () => allowedHosts,
  });
  const http = await startHttp({ ...common, allowedOrigins, hostAllowed, headersTimeoutMs, log });
  const grpc = await startGrpc(common);
  onTestFinished(async () => {
    await Promise.all([http.close(), grpc.close()]);
    await pipeline.close();
    await store.close();
  });
  const createKey = (scopes: readonly KeyScope[]): string => addKey(keys, scopes);
  return { http, grpc, pipeline, admission, stats, store, keys, log, createKey };
}

function addKey(keys: KeyRing, scopes: readonly KeyScope[]): string {
  const secret = createSecret();
  const parsed = parseSecret(secret);
  if (typeof parsed === 'string') throw new Error(parsed);
  keys.set({
    id: 'key_000000000000',
    projectId: OTHER_PROJECT,
    publicKey: null,
    scopes,
    secretSha256: hashSecret(parsed.random),
    isAddressAllowed: null,
    expiresMs: null,
    revokedMs: null,
    replacedAtRequests: null,
    use: { lastMs: null, from: null, client: null, requests: 0, spans: 0 },
  });
  return secret;
}

/** Spans of a project that its trace list counts. */
export async function storedSpans(store: TelemetryStore, projectId: string): Promise<number> {
  const stats = await store.stats();
  return stats.find((project) => project.projectId === projectId)?.spans ?? 0;
}
