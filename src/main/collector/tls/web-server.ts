import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { Crowd } from './crowd.ts';
import { answerPlainHttp, HANDSHAKE_MS, SecureDoor } from './secure-door.ts';
import type { ServerTls } from './server-tls.ts';

/** An HTTP server, in plain text or over TLS. */
export interface WebServer {
  readonly server: Server;
  readonly scheme: 'http' | 'https';
  /** Ends connections that have not said anything yet; the server itself knows only those after it. */
  closeSilent(): void;
  /** Ends every connection. */
  destroyAll(): void;
  /** Notes a request that the server gives out in another way than by the event `request`. */
  noteCall(request: IncomingMessage, response: ServerResponse): void;
}

/**
 * Makes an HTTP server; with a certificate it speaks TLS, and tells those that do not.
 *
 * @param maxConnections those without a request under way make way for new ones before there are so many
 */
export function createWebServer(
  options: ServerOptions,
  tls: ServerTls | undefined,
  maxConnections: number,
  listener?: RequestListener,
): WebServer {
  if (tls === undefined) {
    const server = createServer(options, listener);
    return {
      server,
      scheme: 'http',
      closeSilent: () => {},
      destroyAll: () => server.closeAllConnections(),
      noteCall: limitConnections(server, maxConnections),
    };
  }
  const secure = { ...options, ...tls.context, handshakeTimeout: HANDSHAKE_MS };
  const server = createSecureServer(secure, listener);
  tls.keepCurrent(server);
  const door = new SecureDoor(server, answerPlainHttp);
  return {
    server,
    scheme: 'https',
    closeSilent: () => door.closeSilent(),
    destroyAll: () => door.destroyAll(),
    noteCall: limitConnections(server, maxConnections),
  };
}

function limitConnections(server: Server, maxConnections: number): WebServer['noteCall'] {
  const crowd = new Crowd(maxConnections);
  const noteCall = (request: IncomingMessage, response: ServerResponse): void =>
    void response.once('close', crowd.begin(request.socket));
  server.maxConnections = maxConnections;
  server.on('connection', (socket: Socket) => crowd.add(socket));
  server.prependListener('request', noteCall);
  return noteCall;
}
