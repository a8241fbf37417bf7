import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
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
}

/** Makes an HTTP server; with a certificate it speaks TLS, and tells those that do not. */
export function createWebServer(
  options: ServerOptions,
  tls: ServerTls | undefined,
  listener?: RequestListener,
): WebServer {
  if (tls === undefined) {
    const server = createServer(options, listener);
    return {
      server,
      scheme: 'http',
      closeSilent: () => {},
      destroyAll: () => server.closeAllConnections(),
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
  };
}
