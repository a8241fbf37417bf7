import { constants, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';

interface SessionState {
  streams: number;
  /** Since the last sweep. */
  pings: number;
}

/** Time a new connection has to say that it is HTTP/2, ms. */
const SILENT_MS = 10_000;
/** Pings between two sweeps; keepalive of a real client is one in seconds. */
const MAX_PINGS = 30;

/** The open connections of the gRPC listener, and what they may not do. */
export class GrpcSessions {
  readonly #crowded: number;
  readonly #sessions = new Map<ServerHttp2Session, SessionState>();
  /** Connections that have sent nothing yet, and since when. */
  readonly #silent = new Map<Socket, number>();

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

  add(session: ServerHttp2Session): void {
    const state: SessionState = { streams: 0, pings: 0 };
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
    if (this.#sessions.size > this.#crowded) this.#closeIdle(session);
  }

  sweep(now: number): void {
    for (const [socket, since] of this.#silent) {
      if (now - since > SILENT_MS) socket.destroy();
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
  #closeIdle(newest: ServerHttp2Session): void {
    for (const [session, { streams }] of this.#sessions) {
      if (streams === 0 && session !== newest) session.close();
    }
  }
}
