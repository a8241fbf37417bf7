import { constants, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';

interface SessionState {
  streams: number;
  /** Since the last sweep. */
  pings: number;
  /** Undefined where it was closed before its session began. */
  readonly socket: Socket | undefined;
}

/** Time a new connection has to say that it is HTTP/2, ms. */
const SILENT_MS = 10_000;
/** Time a connection has to go once it was told to, ms: one whose peer reads nothing would stay half open. */
const ENDING_MS = 2_000;
/** Pings between two sweeps; keepalive of a real client is one in seconds. */
const MAX_PINGS = 30;

/** The open connections of the gRPC listener, and what they may not do. */
export class GrpcSessions {
  readonly #crowded: number;
  readonly #sessions = new Map<ServerHttp2Session, SessionState>();
  /** Connections that have not said yet what they are, and since when. */
  readonly #silent = new Map<Socket, number>();
  /** Every open connection by its other end: a session does not give out its own. */
  readonly #sockets = new Map<string, Socket>();
  /** Connections whose session was told to end, and since when. */
  readonly #ending = new Map<Socket, number>();

  constructor(maxConnections: number) {
    this.#crowded = Math.floor(maxConnections * 0.9);
  }

  /** Watches a connection until the returned function is called. */
  addSilent(socket: Socket): () => void {
    this.#silent.set(socket, Date.now());
    const forget = (): void => {
      this.#silent.delete(socket);
    };
    socket.once('close', forget);
    return forget;
  }

  addSocket(socket: Socket): void {
    const end = otherEnd(socket);
    this.#sockets.set(end, socket);
    socket.once('close', () => {
      this.#sockets.delete(end);
      this.#ending.delete(socket);
    });
  }

  add(session: ServerHttp2Session): void {
    const socket = this.#sockets.get(otherEnd(session.socket));
    const state: SessionState = { streams: 0, pings: 0, socket };
    this.#sessions.set(session, state);
    session.on('error', () => {});
    session.once('close', () => this.#sessions.delete(session));
    session.on('ping', () => {
      state.pings++;
      if (state.pings > MAX_PINGS) {
        session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM, 0, Buffer.from('too_many_pings'));
        session.destroy();
      }
    });
    session.on('stream', (stream) => {
      state.streams++;
      stream.once('close', () => state.streams--);
    });
    if (this.#sessions.size > this.#crowded) this.closeIdle(session);
  }

  sweep(now: number): void {
    for (const [socket, since] of this.#silent) {
      if (now - since > SILENT_MS) socket.destroy();
    }
    for (const [socket, since] of this.#ending) {
      if (now - since > ENDING_MS) socket.destroy();
    }
    for (const state of this.#sessions.values()) state.pings = 0;
  }

  /** No new streams; each connection ends with its last one. */
  closeAll(): void {
    for (const socket of this.#silent.keys()) socket.destroy();
    for (const session of this.#sessions.keys()) session.close();
  }

  destroyAll(): void {
    for (const session of this.#sessions.keys()) session.destroy();
  }

  /** Idle connections give way before new ones have to be turned down. */
  closeIdle(newest?: ServerHttp2Session): void {
    for (const [session, { streams, socket }] of this.#sessions) {
      if (streams > 0 || session === newest || session.closed) continue;
      session.close();
      if (socket !== undefined) this.#ending.set(socket, Date.now());
    }
  }
}

function otherEnd(socket: Pick<Socket, 'remoteAddress' | 'remotePort'>): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}
