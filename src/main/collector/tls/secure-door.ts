import type { Server, Socket } from 'node:net';

/** First byte of a TLS connection: the content type of a handshake (RFC 8446, 5.1). */
const HANDSHAKE = 0x16;
/** Time a new connection has to say anything, and then to finish its handshake, ms. */
export const HANDSHAKE_MS = 10_000;

/**
 * Stands in front of a TLS server and looks at the first byte of every connection, so that whoever speaks plain
 * text to it is told so instead of being cut.
 */
export class SecureDoor {
  readonly #silent = new Set<Socket>();
  readonly #open = new Set<Socket>();

  /** @param answer tells a client that speaks plain text what is wrong, and ends the connection */
  constructor(server: Server, answer: (socket: Socket, first: Buffer) => void) {
    // What the TLS server does with a connection; it has none but this one listener yet.
    const handshakes = server.listeners('connection');
    server.removeAllListeners('connection');
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      this.#silent.add(socket);
      const timer = setTimeout(() => socket.destroy(), HANDSHAKE_MS).unref();
      const heard = (): void => {
        clearTimeout(timer);
        this.#silent.delete(socket);
      };
      socket.once('close', () => {
        heard();
        this.#open.delete(socket);
      });
      socket.on('error', () => {});
      socket.once('data', (first: Buffer) => {
        heard();
        if (first[0] !== HANDSHAKE) {
          answer(socket, first);
          return;
        }
        socket.pause();
        socket.unshift(first);
        for (const handshake of handshakes) handshake.call(server, socket);
      });
    });
  }

  /** Ends connections on which nothing was said. */
  closeSilent(): void {
    for (const socket of this.#silent) socket.destroy();
  }

  destroyAll(): void {
    for (const socket of this.#open) socket.destroy();
  }
}

/** For HTTP/1.1 in plain text; a browser shows it, a client prints it. */
export function answerPlainHttp(socket: Socket): void {
  const text = 'This port speaks HTTPS: write https:// instead of http://.';
  const body = JSON.stringify({ code: 9, message: text });
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroySoon(),
  );
}
