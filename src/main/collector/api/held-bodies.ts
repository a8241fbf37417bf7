import type { ServerResponse } from 'node:http';
import { ORPCError } from '@orpc/server';
import { ERROR_STATUS } from '../../../shared/errors.ts';

/** Of each body so many bytes are not counted: small calls are answered whatever else is read. */
const FREE_BYTES = 64 * 1024;
const RETRY_AFTER_SECONDS = 5;

/** The bytes of bodies of calls that are held at the same time, by all callers together. */
export class HeldBodies {
  readonly #maxBytes: number;
  #bytes = 0;

  /** @param maxBytes more are refused */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Room for the body of one call, until it is answered or its connection ends.
   *
   * @param announced bytes that it says it has: where there is no room for them, it need not be sent
   * @throws ORPCError `busy`
   */
  begin(response: ServerResponse, announced: number): HeldBody {
    const body = new HeldBody((bytes) => this.#change(bytes));
    if (this.#bytes + announced - FREE_BYTES > this.#maxBytes) throw busy();
    response.once('close', () => body.release());
    if (response.closed) body.release();
    return body;
  }

  #change(bytes: number): void {
    if (bytes > 0 && this.#bytes + bytes > this.#maxBytes) throw busy();
    this.#bytes += bytes;
  }
}

class HeldBody {
  readonly #change: (bytes: number) => void;
  #bytes = 0;
  #counted = 0;
  #isReleased = false;

  constructor(change: (bytes: number) => void) {
    this.#change = change;
  }

  /** @throws ORPCError `busy` where there is no room for so many bytes more */
  add(bytes: number): void {
    this.#bytes += bytes;
    const more = Math.max(0, this.#bytes - FREE_BYTES) - this.#counted;
    if (more <= 0 || this.#isReleased) return;
    this.#change(more);
    this.#counted += more;
  }

  /** Gives its room back: nothing of it is held any more. */
  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#change(-this.#counted);
  }
}

function busy(): ORPCError<'busy', { retryAfterSeconds: number }> {
  return new ORPCError('busy', {
    defined: true,
    status: ERROR_STATUS.busy,
    message: 'Other large requests and files are being read. Try again soon.',
    data: { retryAfterSeconds: RETRY_AFTER_SECONDS },
  });
}
