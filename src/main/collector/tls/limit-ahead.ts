import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection sent ahead of their answers: exporters and browsers send one, load testers up to 16. */
const MAX_AHEAD = 32;

/**
 * Ends connections that send many requests without waiting for answers: a few of them held up everybody for seconds,
 * and answers that nobody reads are kept.
 *
 * Reading on later is no way out: one piece of the socket holds hundreds of small requests, and all of them are parsed
 * before a pause takes effect. What was taken of the connection before is still stored.
 * @returns whether a request may be answered, else its connection has ended
 */
export function limitAhead(): (req: IncomingMessage, res: ServerResponse) => boolean {
  const waiting = new WeakMap<Socket, number>();
  return ({ socket }, res) => {
    const count = waiting.get(socket) ?? 0;
    if (count >= MAX_AHEAD) socket.destroy();
    if (socket.destroyed) return false;
    waiting.set(socket, count + 1);
    res.once('close', () => waiting.set(socket, waiting.get(socket)! - 1));
    return true;
  };
}
