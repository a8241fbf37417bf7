import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a sender may take for a short rest of a body that nobody wants, to keep its connection, ms. */
const DRAIN_MS = 10_000;
/** How long a sender whose body was cut may go on sending, ms: enough to notice the answer. */
const LINGER_MS = 2_000;

/**
 * Connections that were answered in the middle of a body.
 *
 * Closing at once would reset the connection, and most clients then lose the answer they were sent. So what
 * they still send is read and dropped for a moment; the listener's sweep ends those that do not stop.
 */
export class Lingering {
  readonly #until = new Map<ServerResponse, { readonly atMs: number; readonly socket: Socket }>();

  /** `res` has its head and body written, but is not ended. */
  add(req: IncomingMessage, res: ServerResponse): void {
    this.#until.set(res, { atMs: Date.now() + LINGER_MS, socket: req.socket });
    const done = (): void => {
      this.#until.delete(res);
      res.end();
    };
    req.once('end', done);
    req.once('close', done);
  }

  /** `res` is ended; the short rest of the body is dropped as it comes, unless it never does. */
  addShort(req: IncomingMessage, res: ServerResponse): void {
    this.#until.set(res, { atMs: Date.now() + DRAIN_MS, socket: req.socket });
    const done = (): void => void this.#until.delete(res);
    req.once('end', done);
    req.once('close', done);
  }

  sweep(now: number): void {
    for (const [res, { atMs }] of this.#until) {
      if (atMs <= now) this.#cut(res);
    }
  }

  cutAll(): void {
    for (const res of this.#until.keys()) this.#cut(res);
  }

  #cut(res: ServerResponse): void {
    const waiting = this.#until.get(res);
    this.#until.delete(res);
    waiting?.socket.destroy();
  }
}
