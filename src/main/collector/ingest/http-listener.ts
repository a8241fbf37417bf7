import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log.ts';
import { MAX_CONNECTIONS } from '../tls/crowd.ts';
import { limitAhead } from '../tls/limit-ahead.ts';
import type { ServerTls } from '../tls/server-tls.ts';
import { createWebServer, type WebServer } from '../tls/web-server.ts';
import { BodyReader, DEFAULT_PACE, type BodyPace } from './body-reader.ts';
import { rejectConnection } from './client-error.ts';
import { HttpRouter, type HttpFallback } from './http-router.ts';
import { handleExport, type IngestServices } from './http-export.ts';
import { isLoopbackHost } from './host-guard.ts';
import { Lingering } from './lingering.ts';
import { listenOn, type ListenerAddress } from './listen.ts';

const DEFAULT_HTTP_PORT = 4318;

export interface HttpListenerOptions {
  readonly services: IngestServices;
  readonly host?: string | undefined;
  /** A chosen port, 0 for any; undefined for 4318, which steps forward when it is taken. */
  readonly port?: number | undefined;
  readonly hostAllowed: (hostHeader: string | undefined) => boolean;
  /** Web origins whose pages may send telemetry, asked for at every request that has an Origin. */
  readonly allowedOrigins: () => readonly string[];
  /** Serves every path that takes no telemetry, behind the same Host and Origin checks. */
  readonly fallback?: HttpFallback | undefined;
  readonly log: Log;
  /** Certificate to speak HTTPS with; without it the listener speaks plain HTTP. */
  readonly tls?: ServerTls | undefined;
  readonly maxConnections?: number | undefined;
  readonly pace?: BodyPace | undefined;
  /** Longest time for the head of a request, ms. */
  readonly headersTimeoutMs?: number | undefined;
}

/** A listener that is up. */
export interface HttpListener extends ListenerAddress {
  /** Takes no new connection or request, lets running ones end, then resolves. */
  close(): Promise<void>;
}

const SWEEP_MS = 1_000;
/** Longer than any exporter's interval, so that its connection is not closed under its next request. */
const KEEP_ALIVE_MS = 65_000;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 100;

/**
 * Starts the HTTP listener: OTLP paths go to the pipeline, all others to the fallback.
 *
 * @throws AppError as {@link listenOn}
 */
export async function startHttp(options: HttpListenerOptions): Promise<HttpListener> {
  const host = options.host ?? '127.0.0.1';
  const { services, pace = DEFAULT_PACE } = options;
  const bodies = new BodyReader(services.limits.maxBodyBytes, pace);
  const lingering = new Lingering();
  const context = { ...services, loopback: isLoopbackHost(host), bodies, lingering };
  const web = createWeb(options, pace);
  const router = new HttpRouter({
    hostAllowed: options.hostAllowed,
    allowedOrigins: options.allowedOrigins,
    scheme: web.scheme,
    exports: (req, res, route, proceed) => handleExport(context, req, res, route, proceed),
    fallback: options.fallback,
    stats: services.stats,
    log: options.log,
    lingering,
    maxHeaders: MAX_HEADERS,
  });
  serveRequests(web, router);
  const address = await listenOn(web.server, {
    host,
    port: options.port,
    defaultPort: DEFAULT_HTTP_PORT,
    scheme: web.scheme,
  });
  const sweep = setInterval(
    () => {
      const now = Date.now();
      bodies.sweep(now);
      lingering.sweep(now);
    },
    Math.min(SWEEP_MS, pace.graceMs),
  ).unref();
  return {
    ...address,
    close: async () => {
      await closeServer(web, () => lingering.cutAll());
      clearInterval(sweep);
    },
  };
}

function createWeb(options: HttpListenerOptions, pace: BodyPace): WebServer {
  const { headersTimeoutMs = 10_000, maxConnections = MAX_CONNECTIONS, tls } = options;
  return createWebServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: headersTimeoutMs,
      requestTimeout: pace.maxMs + headersTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(SWEEP_MS, headersTimeoutMs),
      insecureHTTPParser: false,
      // The router refuses it, in words.
      requireHostHeader: false,
      noDelay: true,
    },
    tls,
    maxConnections,
  );
}

function serveRequests({ server, noteCall }: WebServer, router: HttpRouter): void {
  server.maxHeadersCount = MAX_HEADERS + 1;
  const mayAnswer = limitAhead();
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    if (mayAnswer(req, res)) router.handle(req, res);
  });
  server.on('checkContinue', (req: IncomingMessage, res: ServerResponse) => {
    noteCall(req, res);
    if (mayAnswer(req, res)) router.handle(req, res, () => res.writeContinue());
  });
  server.on('checkExpectation', (req: IncomingMessage, res: ServerResponse) => {
    noteCall(req, res);
    if (mayAnswer(req, res)) router.refuseExpectation(req, res);
  });
  server.on('clientError', rejectConnection);
}

async function closeServer(web: WebServer, cutRest: () => void): Promise<void> {
  const { server } = web;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  web.closeSilent();
  cutRest();
  // Connections become idle as their last request is answered; those that never end are cut.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => web.destroyAll(), 5_000);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}
