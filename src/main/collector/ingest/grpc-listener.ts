import type { Socket } from 'node:net';
import { MAX_CONNECTIONS } from '../tls/crowd.ts';
import type { ServerTls } from '../tls/server-tls.ts';
import { BodyReader, DEFAULT_PACE, type BodyPace } from './body-reader.ts';
import { handleCall } from './grpc-export.ts';
import { FRAME_HEADER_BYTES } from './grpc-frame.ts';
import { createGrpcServer } from './grpc-server.ts';
import { GrpcSessions } from './grpc-sessions.ts';
import { isLoopbackHost } from './host-guard.ts';
import type { IngestServices } from './http-export.ts';
import { listenOn, type ListenerAddress } from './listen.ts';

const DEFAULT_GRPC_PORT = 4317;

export interface GrpcListenerOptions {
  readonly services: IngestServices;
  readonly host?: string | undefined;
  /** A chosen port, 0 for any; undefined for 4317, which steps forward when it is taken. */
  readonly port?: number | undefined;
  /** Certificate to speak TLS with; without it the listener speaks plain HTTP/2. */
  readonly tls?: ServerTls | undefined;
  readonly maxConnections?: number | undefined;
  readonly pace?: BodyPace | undefined;
}

export interface GrpcListener extends ListenerAddress {
  /** Takes no new call, lets running ones end, then resolves. */
  close(): Promise<void>;
}

const SWEEP_MS = 1_000;
/** Received and not yet read, a connection. */
const CONNECTION_WINDOW_BYTES = 4 * 1024 * 1024;
const CLOSE_MS = 5_000;

/**
 * Starts the OTLP/gRPC listener.
 *
 * The three Export calls are unary, so gRPC here is one framed message in a POST of HTTP/2 and a status in the
 * trailers. Serving them on `node:http2` itself keeps every byte under the shared budget from the moment it
 * is read, and leaves decompression to the decode threads.
 *
 * @throws AppError as {@link listenOn}
 */
export async function startGrpc(options: GrpcListenerOptions): Promise<GrpcListener> {
  const {
    services,
    host = '127.0.0.1',
    maxConnections = MAX_CONNECTIONS,
    pace = DEFAULT_PACE,
  } = options;
  const bodies = new BodyReader(services.limits.maxBodyBytes, pace, FRAME_HEADER_BYTES);
  const context = { ...services, loopback: isLoopbackHost(host), bodies };
  const sessions = new GrpcSessions(maxConnections);
  const { http2, server, ...door } = createGrpcServer(options.tls, sessions);
  http2.on('session', (session) => {
    session.setLocalWindowSize(CONNECTION_WINDOW_BYTES);
    sessions.add(session);
  });
  http2.on('stream', (stream, headers) => handleCall(context, stream, headers));
  http2.on('sessionError', () => {});
  server.maxConnections = maxConnections;
  server.prependListener('connection', (socket: Socket) => sessions.addSocket(socket));
  const address = await listenOn(server, {
    host,
    port: options.port,
    defaultPort: DEFAULT_GRPC_PORT,
    scheme: door.scheme,
  });
  const sweep = setInterval(
    () => {
      const now = Date.now();
      bodies.sweep(now);
      sessions.sweep(now);
    },
    Math.min(SWEEP_MS, pace.graceMs),
  ).unref();
  return {
    ...address,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      door.closeSilent();
      sessions.closeAll();
      const cut = setTimeout(() => {
        sessions.destroyAll();
        door.destroyAll();
      }, CLOSE_MS);
      await closed;
      clearTimeout(cut);
      clearInterval(sweep);
    },
  };
}
