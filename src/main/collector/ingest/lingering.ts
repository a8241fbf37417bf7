import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a sender whose body was cut may go on sending, ms: enough to notice the answer. */
const LINGER_MS = 2_000;

/**
 * Connections that were answered in the middle of a body.
 *
 * Closing at once would reset the connection, and most clients then lose the answer they were sent. So what
 * they still send is read and dropped for a moment; the listener's sweep ends those that do not stop.
 */
export class Lingering {
  readonly #until = new Map<ServerResponse, number>();

  /** `res` has its head and body written, but is not ended. */
  add(req: IncomingMessage, res: ServerResponse): void {
    this.#until.set(res, Date.now() + LINGER_MS);
    const done = (): void => {
      this.#until.delete(res);
      res.end();
    };
    req.once('end', done);
    req.once('close', done);
  }

  sweep(now: number): void {
    for (const [res, until] of this.#until) {
      if (until <= now) this.#cut(res);
    }
  }

  cutAll(): void {
    for (const res of this.#until.keys()) this.#cut(res);
  }

  #cut(res: ServerResponse): void {
    this.#until.delete(res);
    res.socket?.destroy();
  }
}
