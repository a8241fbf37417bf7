import {
  createSecureServer,
  createServer as createHttp2Server,
  type Http2SecureServer,
  type Http2Server,
} from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import { HANDSHAKE_MS, SecureDoor } from '../tls/secure-door.ts';
import type { ServerTls } from '../tls/server-tls.ts';
import type { GrpcSessions } from './grpc-sessions.ts';

/** The HTTP/2 server of the gRPC listener, and the server that takes its connections. */
export interface GrpcServer {
  readonly http2: Http2Server | Http2SecureServer;
  /** What to bind to the port. */
  readonly server: Server;
  readonly scheme: 'http' | 'https';
  /** Ends connections that have not said anything yet. */
  closeSilent(): void;
  /** Ends connections that are no sessions, at whatever point they are. */
  destroyAll(): void;
}

const MAX_STREAMS = 128;
const MAX_HEADER_BYTES = 16 * 1024;
/** Received and not yet read, a stream: a whole batch without waiting for the window. */
const STREAM_WINDOW_BYTES = 1024 * 1024;

const OPTIONS = {
  maxSessionMemory: 32,
  settings: {
    enablePush: false,
    maxConcurrentStreams: MAX_STREAMS,
    initialWindowSize: STREAM_WINDOW_BYTES,
    maxHeaderListSize: MAX_HEADER_BYTES,
  },
};

/** Makes the server; with a certificate it speaks TLS, and in either case it tells those that speak something else. */
export function createGrpcServer(tls: ServerTls | undefined, sessions: GrpcSessions): GrpcServer {
  if (tls === undefined) {
    const http2 = createHttp2Server(OPTIONS);
    const server = createFrontDoor(http2, sessions);
    return { http2, server, scheme: 'http', closeSilent: () => {}, destroyAll: () => {} };
  }
  const http2 = createSecureServer({
    ...OPTIONS,
    ...tls.context,
    ALPNProtocols: ['h2'],
    handshakeTimeout: HANDSHAKE_MS,
    noDelay: true,
  });
  tls.keepCurrent(http2);
  http2.on('tlsClientError', (_error, socket: Socket) => socket.destroy());
  http2.on('unknownProtocol', (socket: Socket) => answerText(socket, NOT_HTTP2));
  const door = new SecureDoor(http2, answerPlain);
  return {
    http2,
    server: http2,
    scheme: 'https',
    closeSilent: () => door.closeSilent(),
    destroyAll: () => door.destroyAll(),
  };
}

const PREFACE = 'PRI * HTTP/2.0';
const NOT_HTTP2 =
  'This port speaks gRPC over HTTP/2. OTLP over HTTP/1.1 has a port of its own, 4318 by default.\n';
const NOT_TLS = 'This port speaks gRPC over TLS: use an https:// endpoint.\n';

/** Whether a connection begins as HTTP/2 does, as far as it was heard. */
function isPreface(first: Buffer): boolean {
  return PREFACE.startsWith(first.subarray(0, PREFACE.length).toString('latin1'));
}

/** Looks at the first bytes of a connection, so that a client on the wrong port is told so. */
function createFrontDoor(http2: Http2Server, sessions: GrpcSessions): Server {
  return createServer({ noDelay: true }, (socket: Socket) => {
    const forget = sessions.addSilent(socket);
    socket.on('error', () => {});
    let first: Buffer = Buffer.alloc(0);
    const hear = (piece: Buffer): void => {
      first = first.length === 0 ? piece : Buffer.concat([first, piece]);
      if (first.length < PREFACE.length && isPreface(first)) return;
      socket.off('data', hear);
      forget();
      if (isPreface(first)) {
        socket.pause();
        socket.unshift(first);
        http2.emit('connection', socket);
        return;
      }
      answerText(socket, NOT_HTTP2);
    };
    socket.on('data', hear);
  });
}

/** To a client that speaks plain text on a port of TLS. */
function answerPlain(socket: Socket, first: Buffer): void {
  if (isPreface(first)) socket.end(goAway(NOT_TLS), () => socket.destroySoon());
  else answerText(socket, NOT_TLS);
}

function answerText(socket: Socket, text: string): void {
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`,
    () => socket.destroySoon(),
  );
}

const SETTINGS_FRAME = 4;
const GOAWAY_FRAME = 7;
const INADEQUATE_SECURITY = 12;

/** The settings every HTTP/2 connection begins with, and a GOAWAY that says why it ends (RFC 9113, 6.5 and 6.8). */
function goAway(text: string): Buffer {
  const debug = Buffer.from(text.trim());
  const body = Buffer.alloc(8);
  body.writeUInt32BE(INADEQUATE_SECURITY, 4);
  return Buffer.concat([
    frameHead(SETTINGS_FRAME, 0),
    frameHead(GOAWAY_FRAME, 8 + debug.length),
    body,
    debug,
  ]);
}

/** Length, type, no flags, stream 0. */
function frameHead(type: number, length: number): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  return head;
}
