import type { CollectorStatus } from '../../shared/contract/collector.ts';
import { VERSION } from '../version.ts';
import type { CollectorEvents } from './api/events.ts';
import type { Clock } from './clock.ts';
import type { IngestStats } from './ingest/stats.ts';
import type { KeyService } from './keys/key-service.ts';
import type { Listeners } from './listeners.ts';
import type { DiskGuard } from './retention/disk-guard.ts';
import type { SettingService } from './settings/setting-service.ts';
import type { TelemetryStore } from './store/types.ts';
import type { ServerTls } from './tls/server-tls.ts';

/** How often open windows hear of changed numbers, ms. */
const WATCH_MS = 1000;

interface StatusSources {
  readonly clock: Clock;
  readonly dataDir: string;
  readonly settings: SettingService;
  readonly stats: IngestStats;
  readonly store: Pick<TelemetryStore, 'stats'>;
  readonly keys: Pick<KeyService, 'countExpiring'>;
  readonly listeners: () => Listeners;
  readonly tls: () => ServerTls | undefined;
  readonly disk: Pick<DiskGuard, 'level'>;
}

/** A function that says what the collector is doing now. */
export function createStatus(sources: StatusSources): () => Promise<CollectorStatus> {
  const startedAt = new Date(sources.clock.now()).toISOString();
  return async () => {
    const { otlpHttp, otlpGrpc, console, queuedBytes } = sources.listeners();
    const projects = await sources.store.stats();
    return {
      version: VERSION,
      startedAt,
      dataDir: sources.dataDir,
      otlpHttp,
      otlpGrpc,
      console,
      tls: describeTls(sources.tls()),
      keylessIngest: sources.settings.current.keylessIngest,
      ...sources.stats.snapshot(),
      expiringKeys: sources.keys.countExpiring(),
      queuedBytes: queuedBytes(),
      storedBytes: projects.reduce((sum, project) => sum + project.bytes, 0),
      disk: sources.disk.level,
    };
  };
}

/** What windows are told of the certificate. */
export function describeTls(tls: ServerTls | undefined): CollectorStatus['tls'] {
  if (tls === undefined) return null;
  const { fingerprint, expiresAt, x509 } = tls.current;
  return {
    fingerprint,
    expiresAt: new Date(expiresAt).toISOString(),
    selfSigned: tls.selfSigned,
    file: tls.file,
    certificate: x509.toString(),
  };
}

/** Publishes the status once a second while it changes. Returns what stops it. */
export function watchStatus(
  status: () => Promise<CollectorStatus>,
  events: CollectorEvents,
): () => void {
  let last = '';
  const timer = setInterval(() => {
    if (!events.hasListeners) return;
    status().then(
      (now) => {
        const text = JSON.stringify(now);
        if (text !== last) events.publish({ type: 'status', status: now });
        last = text;
      },
      // Closing: whoever asks for the status itself gets the error.
      () => {},
    );
  }, WATCH_MS);
  timer.unref();
  return () => clearInterval(timer);
}
