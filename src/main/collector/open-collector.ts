import { randomBytes } from 'node:crypto';
import { createRouterClient } from '@orpc/server';
import type { ContractRouterClient } from '@orpc/contract';
import type { CollectorStatus } from '../../shared/contract/collector.ts';
import type { Contract } from '../../shared/contract/index.ts';
import type { CallExtras } from '../../shared/reason.ts';
import { VERSION } from '../version.ts';
import type { CallContext } from './api/context.ts';
import { SavedFilterService } from './saved-filters/saved-filter-service.ts';
import { annotationSource } from './annotations/annotated-places.ts';
import { AnnotationService } from './annotations/annotation-service.ts';
import { CollectorEvents } from './api/events.ts';
import { RecentCreations } from './api/recent-creations.ts';
import { createRouter } from './api/router.ts';
import { createRpcOptions } from './api/rpc-options.ts';
import { servePort, type ServerPort } from './api/serve-port.ts';
import type { Services } from './api/services.ts';
import { AuditService } from './audit/audit-service.ts';
import { AuditTrail } from './audit/audit-trail.ts';
import { BackupService } from './backup/backup-service.ts';
import { checkPutAside } from './backup/replace-data.ts';
import { checkCatalog } from './catalog/check-catalog.ts';
import { openCatalog } from './catalog/open-catalog.ts';
import { checkFolder } from './check-folder.ts';
import { systemClock, type Clock } from './clock.ts';
import { openDataFolder } from './data-folder.ts';
import { describeBug } from './describe-bug.ts';
import { letHeapsGrow } from './heap-growth.ts';
import { collectWhenIdle } from './idle-heap.ts';
import { KeyService } from './keys/key-service.ts';
import type { ListenOptions, Listeners } from './listeners.ts';
import type { Log } from './log.ts';
import { NO_LISTENERS } from './no-listeners.ts';
import { openPeople } from './people/open-people.ts';
import { PASSWORD_COST, type PasswordCost } from './people/passwords.ts';
import { PriceService } from './prices/price-service.ts';
import { ExternalService } from './projects/external-service.ts';
import { OwnershipService } from './projects/ownership-service.ts';
import { ProjectService } from './projects/project-service.ts';
import { PastRedactionService } from './redaction/past/past-redaction-service.ts';
import { RedactionService } from './redaction/redaction-service.ts';
import { checkRules } from './retention/check-rules.ts';
import { ClockWatch } from './retention/clock-watch.ts';
import { startKeeping } from './retention/start-keeping.ts';
import { SweepJournal } from './retention/sweep-journal.ts';
import { Access } from './roles/access.ts';
import { SettingService } from './settings/setting-service.ts';
import { startChores } from './start-chores.ts';
import { createStatus, describeTls, watchStatus } from './status.ts';
import { openStore } from './store/open-store.ts';
import { Pipeline } from './ingest/pipeline.ts';
import { IngestStats } from './ingest/stats.ts';
import { Readings } from './transfer/readings.ts';
import { Workspaces } from './transfer/workspaces.ts';
import { Telemetry } from './visibility/telemetry.ts';
import { VisibilityService } from './visibility/visibility-service.ts';
import { ServerTls } from './tls/server-tls.ts';
import { UsageService } from './usage/usage-service.ts';
import { workerEntry } from './worker-entry.ts';

/** Largest request body after decompression, bytes (OTLP 1.11 recommends 64 MiB). */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

export interface CollectorOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** What to listen on; null for none, as a command working on a folder by itself. */
  readonly listen: ListenOptions | null;
  readonly clock?: Clock;
  /** Why calls of `client` are made that say nothing else, for the audit log. */
  readonly reason?: string | undefined;
  /** Another build of the SQLite addon; default: environment `SPANWARD_SQLITE_BINDING`, else the bundled one. */
  readonly nativeBinding?: string | undefined;
  /** What hashing a new password costs; tests choose less. */
  readonly passwordCost?: PasswordCost;
  /**
   * When what a collector does by itself begins (sweeps, looks at the disk and the clock), ms after it was opened.
   * Default at once.
   */
  readonly choresAfterMs?: number;
  /** How long after a start days that are over may be packed, ms. Default a minute; tests choose less. */
  readonly packAfterMs?: number;
  /** Free bytes on the disk of the data folder; default: those that the system tells. */
  readonly freeBytes?: () => Promise<number>;
}

/** A running collector, whoever hosts it. */
export interface Collector {
  readonly dataDir: string;
  readonly listeners: Pick<CollectorStatus, 'otlpHttp' | 'otlpGrpc' | 'console' | 'tls'>;
  /** Address that signs a browser in to the console, to be shown once; null without a console. */
  readonly signInUrl: string | null;
  /** Calls without a transport, as the local user. */
  readonly client: ContractRouterClient<Contract, CallExtras>;
  /** Serves a window over a message port. */
  servePort(port: ServerPort): void;
  /** Reads the certificate of the listeners again; it is also read when its files change. */
  reloadCertificate(): void;
  /** Stops listening, answers what was taken, stores it, checkpoints, lets go of the folder. */
  close(): Promise<void>;
}

/**
 * Opens a data folder and starts collecting: the one way in for every host.
 *
 * @throws AppError `conflict` when the folder is in use or of a newer version or a named port is taken,
 *   `unavailable` when it cannot be written
 */
export async function openCollector(options: CollectorOptions): Promise<Collector> {
  const { dataDir, log, clock = systemClock, choresAfterMs: firstAfterMs = 0 } = options;
  letHeapsGrow();
  const nativeBinding = options.nativeBinding ?? process.env['SPANWARD_SQLITE_BINDING'];
  const opened: (() => Promise<void> | void)[] = [];
  /** Closes what is open, newest first. A disk that fails keeps nothing from being closed: the next start goes on. */
  const closeAll = async () => {
    for (let close = opened.pop(); close !== undefined; close = opened.pop()) {
      try {
        await close();
      } catch (error) {
        log.error('collector.close-failed', describeBug(error));
      }
    }
  };
  try {
    const folder = openDataFolder(dataDir, nativeBinding);
    opened.push(() => folder.release());
    const catalog = await openCatalog(dataDir, nativeBinding);
    opened.push(() => catalog.close());
    const annotated = annotationSource(catalog.db);
    const store = await openStore({ dataDir, clock, nativeBinding, log, annotations: annotated });
    opened.push(() => store.close());
    const clockWatch = new ClockWatch({ catalog, store, clock, log });
    opened.push(() => clockWatch.close());
    const trail = await AuditTrail.open({ catalog, dataDir, clock, log });
    opened.push(() => trail.close());
    const audit = new AuditService({ trail, catalog, dataDir, clock });
    const backup = new BackupService({ trail, catalog, dataDir, clock, nativeBinding });
    opened.push(() => backup.close());
    const keys = await KeyService.open(catalog, clock, trail);
    const settings = await SettingService.open(catalog, trail);
    const prices = await PriceService.open(catalog, clock, trail);
    const projects = new ProjectService(catalog, clock, trail, keys, store);
    const idleMs = () => settings.current.sessionIdleMinutes * 60_000;
    const access = new Access(catalog.access, clock, keys.ring, idleMs);
    const defaultProjectId = await projects.ensureDefault();
    await projects.resume(log);
    const usage = await UsageService.open({
      catalog,
      clock,
      clockWatch,
      audit: trail,
      keys,
      store,
      log,
    });
    const events = new CollectorEvents();
    usage.onLimits((projectId) => events.publish({ type: 'limits', projectId }));
    trail.onEntry(({ action }) => {
      // Whoever reads the log has that entry in the answer; telling them would make them read again.
      if (action !== 'audit.read') events.publish({ type: 'changed', subject: 'audit' });
    });
    const redaction = await RedactionService.open({
      catalog,
      clock,
      clockWatch,
      audit: trail,
      log,
    });
    opened.push(() => redaction.close());
    const annotations = new AnnotationService({
      catalog,
      audit: trail,
      store,
      clock,
      redact: (projectId, said) => redaction.said(projectId, said),
    });
    await annotations.lookForFolders();
    const savedFilters = new SavedFilterService({ catalog, audit: trail, clock });
    const journal = await SweepJournal.open(catalog, store.past);
    const pastRedaction = await PastRedactionService.open({
      catalog,
      audit: trail,
      clock,
      log,
      store,
      redaction,
      settled: () => pipeline.settled(),
    });
    const keeping = startKeeping({
      catalog,
      audit: trail,
      store,
      annotations,
      clock,
      clockWatch,
      journal,
      log,
      dataDir,
      backup,
      packAfterMs: options.packAfterMs,
      freeBytes: options.freeBytes,
      firstAfterMs,
    });
    opened.push(() => keeping.stop());
    const stats = new IngestStats(() => clock.now());
    const pipeline = new Pipeline({
      store,
      stats,
      log,
      workerEntry: workerEntry('decode-worker'),
      maxInflatedBytes: MAX_INFLATED_BYTES,
      priceOverrides: prices.edited,
      closedReason: (projectId) => projects.closedReason(projectId),
      meter: usage.meter,
      policyOf: (projectId) => redaction.policyOf(projectId),
      redacts: () => redaction.isUsed,
      onRedactions: (projectId, counts) => redaction.counted(projectId, counts),
      refusal: () => keeping.disk.refusal(),
      onStored: (bytes) => keeping.disk.stored(bytes),
    });
    // After the last request was answered.
    opened.push(() => usage.flush());
    opened.push(() => pipeline.close());
    if (options.listen !== null) pipeline.start();
    await pastRedaction.resume();
    opened.push(() => pastRedaction.stop());
    prices.onChange((edited) => pipeline.setPrices(edited));
    const applySettings = () => {
      keys.ring.keylessProjectId = settings.current.keylessIngest ? defaultProjectId : null;
    };
    applySettings();
    settings.onChange(applySettings);
    store.onCommit(({ projectId, signal, records, traceId }) => {
      if (signal === 'traces') events.stored(projectId, records, traceId);
    });

    let listeners: Listeners = NO_LISTENERS;
    const tls = openTls(options, settings, clock);
    if (tls !== undefined) opened.push(() => tls.close());
    const status = createStatus({
      clock,
      dataDir,
      settings,
      stats,
      store,
      keys,
      listeners: () => listeners,
      tls: () => tls,
      disk: keeping.disk,
    });
    const people = await openPeople({
      catalog,
      clock,
      trail,
      access,
      dataDir,
      nativeBinding,
      log,
      idleMs,
      passwordCost: options.passwordCost ?? PASSWORD_COST,
    });
    const visibility = new VisibilityService(catalog, clock, trail);
    const readings = new Readings(clock);
    opened.push(() => readings.close());
    const organizationId = await projects.firstOrganization();
    const forFiles = { catalog, audit: trail, clock, store, readings, organizationId };
    const services: Services = {
      audit,
      backup,
      access,
      firstOrganizationId: organizationId,
      creations: new RecentCreations(clock),
      ...people.services,
      keys,
      projects,
      ownership: new OwnershipService(clock, trail),
      externals: new ExternalService(catalog, clock, trail),
      settings,
      prices,
      visibility,
      telemetry: new Telemetry({ store, visibility, access, audit: trail, clock }),
      usage,
      redaction,
      pastRedaction,
      annotations,
      savedFilters,
      ...keeping.services,
      ingest: pipeline,
      readings,
      workspaces: new Workspaces(forFiles),
      events,
      log,
      status,
      check: async () => [
        checkFolder(dataDir),
        checkCatalog(catalog),
        ...[checkPutAside(dataDir), tls?.check()].filter((check) => check !== undefined),
        await keeping.disk.check(),
        await checkRules(catalog),
        keeping.compaction.check(),
        await audit.describe(),
        await people.check(),
        ...store.folders.check(),
        ...(await store.check()),
      ],
    };
    const router = createRouter(services);
    const rpcOptions = createRpcOptions(log);
    if (options.listen !== null) {
      const { createHttpApi } = await import('./api/http-api.ts');
      const { startListeners } = await import('./listeners.ts');
      const localToken = randomBytes(32).toString('base64url');
      const api = createHttpApi({ router, services, version: VERSION, localToken, rpcOptions });
      listeners = await startListeners(options.listen, {
        pipeline,
        meter: usage.meter,
        stats,
        keys,
        settings,
        api,
        router,
        rpcOptions,
        sessions: services.sessions,
        people: services.people,
        clock,
        tls,
        log,
      });
      opened.push(() => listeners.close());
      const url = listeners.localUrl;
      const announce = () =>
        folder.announce({
          pid: process.pid,
          version: VERSION,
          url,
          token: localToken,
          certificate: tls?.current.fingerprint,
        });
      announce();
      tls?.onChange(announce);
    }
    if (options.listen !== null) opened.push(collectWhenIdle());
    opened.push(() => events.close());
    opened.push(watchStatus(status, events));
    const chores = { keys, usage, trail, catalog, clock, clockWatch, settings, log, firstAfterMs };
    opened.push(startChores(chores));
    const from = { via: 'command', address: null, client: null } as const;
    const context = ({ reason = options.reason }: CallExtras): CallContext => ({
      principal: { kind: 'local' },
      from,
      reason,
    });
    return {
      dataDir,
      listeners: { ...listeners, tls: describeTls(tls) },
      signInUrl: listeners.signInUrl,
      client: createRouterClient(router, {
        context,
        interceptors: rpcOptions().clientInterceptors,
      }),
      servePort: (port) => servePort(router, port, rpcOptions),
      reloadCertificate: () => tls?.reload(),
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function openTls(
  { listen, dataDir, log }: CollectorOptions,
  settings: SettingService,
  clock: Clock,
): ServerTls | undefined {
  if (listen?.tls === undefined) return undefined;
  const allowedHosts = [...(listen.allowedHosts ?? []), ...settings.current.allowedHosts];
  return new ServerTls({
    choice: listen.tls,
    dataDir,
    host: listen.host,
    allowedHosts,
    clock,
    log,
  });
}
