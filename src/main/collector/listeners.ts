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
import type { Clock } from './clock.ts';
import type { KeyService } from './keys/key-service.ts';
import type { Log } from './log.ts';
import type { PeopleService } from './people/people-service.ts';
import type { SessionService } from './people/session-service.ts';
import type { SettingService } from './settings/setting-service.ts';
import type { ServerTls, TlsChoice } from './tls/server-tls.ts';
import type { UsageMeter } from './usage/usage-meter.ts';

const DEFAULT_CONSOLE_PORT = 4319;
/** Bytes of telemetry that may be on their way at once; beyond it senders are asked to try again. */
const BUDGET_BYTES = 128 * 1024 * 1024;

/** Addresses to listen on; an undefined port is the default one and may step forward. */
export interface ListenOptions {
  readonly host: string;
  /** Names beside loopback, `host` and those in the settings under which this machine is reached. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Certificate for TLS on all of them; without it they speak plain text. */
  readonly tls?: TlsChoice | undefined;
  readonly httpPort?: number | undefined;
  readonly grpcPort?: number | undefined;
  readonly console?:
    | { readonly port?: number | undefined; readonly pageFolder: string }
    | undefined;
}

/** What is listening now. */
export interface Listeners extends Pick<CollectorStatus, 'otlpHttp' | 'otlpGrpc' | 'console'> {
  readonly signInUrl: string | null;
  /** Address of OTLP/HTTP for programs on this machine. */
  readonly localUrl: string | null;
  /** Bytes taken and not yet answered. */
  queuedBytes(): number;
  /** Takes no new connections, and closes the open ones once they are answered. */
  close(): Promise<void>;
}

/** What the listeners serve. */
export interface ListenerServices {
  readonly pipeline: Pipeline;
  readonly meter: UsageMeter;
  readonly stats: IngestStats;
  readonly keys: KeyService;
  readonly settings: SettingService;
  readonly api: HttpApi;
  readonly router: CollectorRouter;
  readonly rpcOptions: RpcOptions;
  readonly sessions: SessionService;
  readonly people: PeopleService;
  readonly clock: Clock;
  readonly tls: ServerTls | undefined;
  readonly log: Log;
}

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
  const { pipeline, meter, stats, keys, settings, log, tls } = services;
  const hostAllowed = createHostGuard({
    boundHost: host,
    allowedHosts: allowedHosts(options, settings),
  });
  const admission = new Admission(BUDGET_BYTES);
  const ingest = { pipeline, admission, keys: keys.ring, stats, limits: DEFAULT_LIMITS, meter };
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
      tls,
      log,
    });
    closing.push(() => http.close());
    const grpc = await startGrpc({ services: ingest, host, port: options.grpcPort, tls });
    closing.push(() => grpc.close());
    const page =
      options.console === undefined
        ? null
        : await startConsole(host, hostAllowed, options.console, services);
    if (page !== null) closing.push(() => page.close());
    return {
      otlpHttp: addressOf(http, options),
      otlpGrpc: addressOf(grpc, options),
      console: page === null ? null : addressOf(page, options),
      signInUrl: page === null ? null : `${addressOf(page, options).url}/#token=${page.token}`,
      localUrl: http.url,
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

/**
 * Where a listener is to be found. A certificate is good for names: with TLS an open listener is shown under the
 * first one it was given, as `127.0.0.1` would be refused by its clients.
 */
function addressOf(address: ListenerAddress, options: ListenOptions): ListenerAddress {
  const { host, port, url, movedFrom } = address;
  const name = options.allowedHosts?.[0];
  const open = host === '0.0.0.0' || host === '::';
  const named = options.tls !== undefined && open && name !== undefined;
  return { host, port, url: named ? `https://${name}:${port}` : url, movedFrom };
}

async function startConsole(
  host: string,
  hostAllowed: (hostHeader: string | undefined) => boolean,
  options: NonNullable<ListenOptions['console']>,
  { router, rpcOptions, sessions, people, settings, clock, tls }: ListenerServices,
) {
  const { link, token } = SignInLink.create({ sessions, people, settings, clock });
  const web = createConsoleServer({
    hostAllowed,
    router,
    link,
    sessions,
    pageFolder: options.pageFolder,
    rpcOptions,
    tls,
  });
  const address = await listenOn(web.server, {
    host,
    port: options.port,
    defaultPort: DEFAULT_CONSOLE_PORT,
    scheme: web.scheme,
  });
  return {
    ...address,
    token,
    close: async () => {
      const closed = new Promise((resolve) => web.server.close(resolve));
      web.destroyAll();
      await closed;
    },
  };
}
