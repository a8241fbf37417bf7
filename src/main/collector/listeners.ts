import type { CollectorStatus } from '../../shared/contract/collector.ts';
import { createConsoleServer } from './api/console-server.ts';
import type { HttpApi } from './api/http-api.ts';
import type { RpcOptions } from './api/rpc-options.ts';
import type { CollectorRouter } from './api/router.ts';
import { SignInLink } from './api/sign-in-link.ts';
import { Admission } from './ingest/admission.ts';
import { startGrpc } from './ingest/grpc-listener.ts';
import { createHostGuard } from './ingest/host-guard.ts';
import { startHttp } from './ingest/http-listener.ts';
import { DEFAULT_LIMITS } from './ingest/limits.ts';
import { listenOn, type ListenerAddress } from './ingest/listen.ts';
import type { Pipeline } from './ingest/pipeline.ts';
import type { IngestStats } from './ingest/stats.ts';
import type { KeyService } from './keys/key-service.ts';
import type { Log } from './log.ts';
import type { PeopleService } from './people/people-service.ts';
import type { SessionService } from './people/session-service.ts';
import type { SettingService } from './settings/setting-service.ts';

const DEFAULT_CONSOLE_PORT = 4319;
/** Bytes of telemetry that may be on their way at once; beyond it senders are asked to try again. */
const BUDGET_BYTES = 128 * 1024 * 1024;

/** Addresses to listen on; an undefined port is the default one and may step forward. */
export interface ListenOptions {
  readonly host: string;
  /** Names beside loopback, `host` and those in the settings under which this machine is reached. */
  readonly allowedHosts?: readonly string[] | undefined;
  readonly httpPort?: number | undefined;
  readonly grpcPort?: number | undefined;
  readonly console?:
    | { readonly port?: number | undefined; readonly pageFolder: string }
    | undefined;
}

/** What is listening now. */
export interface Listeners extends Pick<CollectorStatus, 'otlpHttp' | 'otlpGrpc' | 'console'> {
  readonly signInUrl: string | null;
  /** Bytes taken and not yet answered. */
  queuedBytes(): number;
  /** Takes no new connections, and closes the open ones once they are answered. */
  close(): Promise<void>;
}

/** What the listeners serve. */
export interface ListenerServices {
  readonly pipeline: Pipeline;
  readonly stats: IngestStats;
  readonly keys: KeyService;
  readonly settings: SettingService;
  readonly api: HttpApi;
  readonly router: CollectorRouter;
  readonly rpcOptions: RpcOptions;
  readonly sessions: SessionService;
  readonly people: PeopleService;
  readonly log: Log;
}

export const NO_LISTENERS: Listeners = {
  otlpHttp: null,
  otlpGrpc: null,
  console: null,
  signInUrl: null,
  queuedBytes: () => 0,
  close: async () => {},
};

/**
 * Starts OTLP over HTTP and gRPC, REST, and the console if asked for; all or none.
 *
 * @throws AppError as `listenOn`
 */
export async function startListeners(
  options: ListenOptions,
  services: ListenerServices,
): Promise<Listeners> {
  const { host } = options;
  const { pipeline, stats, keys, settings, log } = services;
  const hostAllowed = createHostGuard({
    boundHost: host,
    allowedHosts: allowedHosts(options, settings),
  });
  const admission = new Admission(BUDGET_BYTES);
  const ingest = { pipeline, admission, keys: keys.ring, stats, limits: DEFAULT_LIMITS };
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    await Promise.all(closing.splice(0).map((stop) => stop()));
  };
  try {
    const http = await startHttp({
      services: ingest,
      host,
      port: options.httpPort,
      hostAllowed,
      allowedOrigins: () => settings.current.allowedOrigins,
      fallback: services.api,
      log,
    });
    closing.push(() => http.close());
    const grpc = await startGrpc({ services: ingest, host, port: options.grpcPort });
    closing.push(() => grpc.close());
    const page =
      options.console === undefined
        ? null
        : await startConsole(host, hostAllowed, options.console, services);
    if (page !== null) closing.push(() => page.close());
    return {
      otlpHttp: addressOf(http),
      otlpGrpc: addressOf(grpc),
      console: page === null ? null : addressOf(page),
      signInUrl: page?.signInUrl ?? null,
      queuedBytes: () => admission.usedBytes,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The names given at the start and those of the settings; another array when the settings changed. */
function allowedHosts(options: ListenOptions, settings: SettingService): () => readonly string[] {
  let fromSettings: readonly string[] | undefined;
  let names: readonly string[] = [];
  return () => {
    const now = settings.current.allowedHosts;
    if (now !== fromSettings) {
      fromSettings = now;
      names = [...(options.allowedHosts ?? []), ...now];
    }
    return names;
  };
}

function addressOf({ host, port, url, movedFrom }: ListenerAddress): ListenerAddress {
  return { host, port, url, movedFrom };
}

async function startConsole(
  host: string,
  hostAllowed: (hostHeader: string | undefined) => boolean,
  options: NonNullable<ListenOptions['console']>,
  { router, rpcOptions, sessions, people, settings }: ListenerServices,
) {
  const { link, token } = SignInLink.create({ sessions, people, settings });
  const server = createConsoleServer({
    hostAllowed,
    router,
    link,
    sessions,
    pageFolder: options.pageFolder,
    rpcOptions,
  });
  const address = await listenOn(server, {
    host,
    port: options.port,
    defaultPort: DEFAULT_CONSOLE_PORT,
  });
  return {
    ...address,
    signInUrl: `${address.url}/#token=${token}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
