import type { AddressInfo, Server } from 'node:net';
import { AppError } from '../../../shared/errors.ts';

/** Where a listener is to be found; the shape of `CollectorStatus.otlpHttp`. */
export interface ListenerAddress {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** The default port that was taken, when another was used instead; else null. */
  readonly movedFrom: number | null;
}

export interface ListenRequest {
  readonly host: string;
  /** A port somebody chose, 0 for any; undefined for the default, which may move. */
  readonly port: number | undefined;
  readonly defaultPort: number;
  readonly scheme?: 'http' | 'https' | undefined;
}

/** Ports tried after a default one that is taken. */
const STEPS = 100;

/**
 * Binds a server. A default port that is taken steps forward to the next free one; a chosen port does not.
 *
 * @throws AppError `conflict` when a chosen port is taken, `invalid` when the address cannot be used
 */
export async function listenOn(server: Server, request: ListenRequest): Promise<ListenerAddress> {
  const first = request.port ?? request.defaultPort;
  const last = request.port === undefined ? Math.min(65_535, first + STEPS) : first;
  for (let port = first; ; port++) {
    try {
      await bind(server, request.host, port);
      const bound = (server.address() as AddressInfo).port;
      const movedFrom = request.port === undefined && bound !== first ? first : null;
      return { host: request.host, port: bound, url: listenerUrl(request, bound), movedFrom };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' || port >= last) throw explain(error, request.host, port);
    }
  }
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      server.off('listening', listening);
      reject(error);
    };
    const listening = (): void => {
      server.off('error', failed);
      resolve();
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen({ host, port, exclusive: true });
  });
}

/** The address a program on this machine uses; an unspecified host is reached over loopback. */
function listenerUrl({ host, scheme = 'http' }: ListenRequest, port: number): string {
  const unspecified = host === '0.0.0.0' || host === '::';
  const name = unspecified ? '127.0.0.1' : host;
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function explain(error: unknown, host: string, port: number): AppError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    const text = `Port ${port} on ${host} is already in use. Stop the program that uses it, or choose another port.`;
    return new AppError('conflict', text, { cause: error });
  }
  const reason =
    code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
      ? `This machine has no address "${host}".`
      : code === 'EACCES'
        ? 'Ports below 1024 need administrator rights; choose a higher one.'
        : message;
  return new AppError('invalid', `Cannot listen on ${host}, port ${port}: ${reason}`, {
    cause: error,
  });
}
