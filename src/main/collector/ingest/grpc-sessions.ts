import { constants, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { Crowd } from '../tls/crowd.ts';

interface SessionState {
  /** Since the last sweep. */
  pings: number;
}

/** Time a new connection has to say that it is HTTP/2, ms. */
const SILENT_MS = 10_000;
/** Pings between two sweeps; keepalive of a real client is one in seconds. */
const MAX_PINGS = 30;

/** The open connections of the gRPC listener, and what they may not do. */
export class GrpcSessions {
  readonly #crowd: Crowd;
  readonly #sessions = new Map<ServerHttp2Session, SessionState>();
  /** Connections that have not said yet what they are, and since when. */
  readonly #silent = new Map<Socket, number>();

  /** @param maxConnections those without a call under way make way before there are so many */
  constructor(maxConnections: number) {
    this.#crowd = new Crowd(maxConnections);
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
    this.#crowd.add(socket);
  }

  add(session: ServerHttp2Session): void {
    const state: SessionState = { pings: 0 };
    this.#sessions.set(session, state);
    // A client that is told reconnects for its next call, and loses none.
    this.#crowd.onFarewell(session.socket, () => session.close());
    session.on('error', () => {});
    session.once('close', () => this.#sessions.delete(session));
    session.on('ping', () => {
      state.pings++;
      if (state.pings > MAX_PINGS) {
        session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM, 0, Buffer.from('too_many_pings'));
        session.destroy();
      }
    });
    session.on('stream', (stream) => void stream.once('close', this.#crowd.begin(session.socket)));
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
}
