import { createServer as createHttp2Server, type Http2Server } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import { BodyReader, DEFAULT_PACE, type BodyPace } from './body-reader.ts';
import { handleCall } from './grpc-export.ts';
import { FRAME_HEADER_BYTES } from './grpc-frame.ts';
import { GrpcSessions } from './grpc-sessions.ts';
import { isLoopbackHost } from './host-guard.ts';
import type { IngestServices } from './http-export.ts';
import { listenOn, type ListenerAddress } from './listen.ts';

export const DEFAULT_GRPC_PORT = 4317;

export interface GrpcListenerOptions {
  readonly services: IngestServices;
  readonly host?: string | undefined;
  /** A chosen port, 0 for any; undefined for 4317, which steps forward when it is taken. */
  readonly port?: number | undefined;
  readonly maxConnections?: number | undefined;
  readonly pace?: BodyPace | undefined;
}

export interface GrpcListener extends ListenerAddress {
  /** Takes no new call, lets running ones end, then resolves. */
  close(): Promise<void>;
}

const SWEEP_MS = 1_000;
const MAX_STREAMS = 128;
const MAX_HEADER_BYTES = 16 * 1024;
/** Received and not yet read, a stream and a connection: a whole batch without waiting for the window. */
const STREAM_WINDOW_BYTES = 1024 * 1024;
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
  const { services, host = '127.0.0.1', maxConnections = 1024, pace = DEFAULT_PACE } = options;
  const bodies = new BodyReader(services.limits.maxBodyBytes + FRAME_HEADER_BYTES, pace);
  const context = { ...services, loopback: isLoopbackHost(host), bodies };
  const sessions = new GrpcSessions(maxConnections);
  const http2 = createSessionServer();
  http2.on('session', (session) => {
    session.setLocalWindowSize(CONNECTION_WINDOW_BYTES);
    sessions.add(session);
  });
  http2.on('stream', (stream, headers) => handleCall(context, stream, headers));
  http2.on('sessionError', () => {});
  const server = createFrontDoor(http2, sessions);
  server.maxConnections = maxConnections;
  const address = await listenOn(server, {
    host,
    port: options.port,
    defaultPort: DEFAULT_GRPC_PORT,
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
      sessions.closeAll();
      const cut = setTimeout(() => sessions.destroyAll(), CLOSE_MS);
      await closed;
      clearTimeout(cut);
      clearInterval(sweep);
    },
  };
}

function createSessionServer(): Http2Server {
  return createHttp2Server({
    maxSessionMemory: 32,
    settings: {
      enablePush: false,
      maxConcurrentStreams: MAX_STREAMS,
      initialWindowSize: STREAM_WINDOW_BYTES,
      maxHeaderListSize: MAX_HEADER_BYTES,
    },
  });
}

const PREFACE = 'PRI * HTTP/2.0';
const NOT_HTTP2 =
  'This port speaks gRPC over HTTP/2. OTLP over HTTP/1.1 has a port of its own, 4318 by default.\n';

/** Looks at the first bytes of a connection, so that a client on the wrong port is told so. */
function createFrontDoor(http2: Http2Server, sessions: GrpcSessions): Server {
  return createServer({ noDelay: true }, (socket: Socket) => {
    const forget = sessions.addSilent(socket);
    socket.on('error', () => {});
    socket.once('data', (first: Buffer) => {
      forget();
      const start = first.subarray(0, PREFACE.length).toString('latin1');
      if (PREFACE.startsWith(start)) {
        socket.pause();
        socket.unshift(first);
        http2.emit('connection', socket);
        return;
      }
      socket.end(
        `HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: ${NOT_HTTP2.length}\r\nConnection: close\r\n\r\n${NOT_HTTP2}`,
        () => socket.destroySoon(),
      );
    });
  });
}
