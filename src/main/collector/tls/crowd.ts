import type { Socket } from 'node:net';

/** Connections that a listener has at most. */
export const MAX_CONNECTIONS = 1024;
/** Part of them from which on one that waits for nothing makes way for each that comes. */
const CROWDED = 0.9;

/** One end of a connection, as a socket of TLS, a session or a request gives it. */
type End = Pick<Socket, 'remoteAddress' | 'remotePort'>;

interface Connection {
  readonly socket: Socket;
  calls: number;
  /** Ends it so that its peer is told; undefined where cutting it is all there is. */
  farewell: (() => void) | undefined;
}

/**
 * The open connections of a listener. Where room gets short those without a call under way make way, the longest so
 * first: whoever opens connections and says nothing on them, or says it a byte at a time, keeps nobody else out.
 */
export class Crowd {
  readonly #max: number;
  readonly #crowded: number;
  /** Every open connection by its other end: a session or a socket of TLS is another object than the one that came. */
  readonly #all = new Map<string, Connection>();
  /** Those without a call, in the order in which they came to be so. */
  readonly #idle = new Map<string, Connection>();
  /** Those that were told to end and have not yet. */
  readonly #ending = new Map<string, Connection>();

  /** @param max connections; with none that waits for nothing, the server itself turns new ones down */
  constructor(max: number) {
    this.#max = max;
    this.#crowded = Math.floor(max * CROWDED);
  }

  /** Takes in a connection that came just now. */
  add(socket: Socket): void {
    const name = nameOf(socket);
    if (name === undefined) {
      // It has gone again.
      socket.destroy();
      return;
    }
    const connection: Connection = { socket, calls: 0, farewell: undefined };
    this.#all.set(name, connection);
    socket.once('close', () => {
      if (this.#all.get(name) === connection) this.#forget(name);
    });
    if (this.#all.size > this.#crowded) this.#makeRoom();
    this.#idle.set(name, connection);
  }

  /** How its peer is told to end, once more is known of it. */
  onFarewell(end: End, farewell: () => void): void {
    const connection = this.#all.get(nameOf(end) ?? '');
    if (connection !== undefined) connection.farewell = farewell;
  }

  /** A call begins on a connection; it has ended when the returned function is called. */
  begin(end: End): () => void {
    const name = nameOf(end) ?? '';
    const connection = this.#all.get(name);
    if (connection === undefined) return () => {};
    connection.calls++;
    this.#idle.delete(name);
    return () => {
      connection.calls--;
      if (connection.calls > 0 || this.#all.get(name) !== connection) return;
      if (!this.#ending.has(name)) this.#idle.set(name, connection);
    };
  }

  #makeRoom(): void {
    const isFull = this.#all.size >= this.#max;
    const first = (isFull ? firstOf(this.#ending) : undefined) ?? firstOf(this.#idle);
    if (first === undefined) return;
    const [name, connection] = first;
    this.#idle.delete(name);
    if (!isFull && connection.farewell !== undefined) {
      this.#ending.set(name, connection);
      connection.farewell();
      return;
    }
    this.#forget(name);
    connection.socket.destroy();
  }

  #forget(name: string): void {
    this.#all.delete(name);
    this.#idle.delete(name);
    this.#ending.delete(name);
  }
}

function firstOf<K, V>(map: ReadonlyMap<K, V>): readonly [K, V] | undefined {
  return map.entries().next().value;
}

/** Undefined once it is closed. */
function nameOf({ remoteAddress, remotePort }: End): string | undefined {
  return remoteAddress === undefined ? undefined : `${remoteAddress} ${remotePort}`;
}
