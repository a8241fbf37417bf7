import { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Pieces } from '../pieces.ts';
import type { Charge } from './charge.ts';
import { overload, refusal, tooLarge, type Refusal } from './refusal.ts';

/** How slowly a body may come in before it is cut. */
export interface BodyPace {
  /** Time in which nothing is asked of it, ms. */
  readonly graceMs: number;
  /** Bytes a second it must have averaged after that. */
  readonly minBytesPerSecond: number;
  /** Longest time for a whole body, ms. */
  readonly maxMs: number;
}

export const DEFAULT_PACE: BodyPace = { graceMs: 10_000, minBytesPerSecond: 2048, maxMs: 300_000 };

/** Pieces from which on a body is looked at for being sent byte by byte; some 20 ms of this thread. */
const MANY_PIECES = 50_000;
/** What they must average then, bytes: any sender's do by a hundred times. */
const MIN_PIECE_BYTES = 32;

/** Called once: with the body in pieces, with a refusal, or with undefined when the sender went away. */
export type BodyDone = (result: Uint8Array[] | Refusal | undefined) => void;

/** Reads bodies within their size limit, their charge and their pace. One for each listener. */
export class BodyReader {
  readonly #maxBytes: number;
  readonly #frameBytes: number;
  readonly #pace: BodyPace;
  readonly #reading = new Set<Reading>();

  /** @param frameBytes what the protocol puts around a body, which senders do not count as a part of it */
  constructor(maxBytes: number, pace: BodyPace, frameBytes = 0) {
    this.#maxBytes = maxBytes;
    this.#frameBytes = frameBytes;
    this.#pace = pace;
  }

  read(stream: Readable, charge: Charge, done: BodyDone): void {
    const reading = new Reading(charge, this.#maxBytes, this.#frameBytes, (result) => {
      this.#reading.delete(reading);
      done(result);
    });
    this.#reading.add(reading);
    reading.start(stream);
  }

  /** Cuts the bodies that come too slowly; called about once a second instead of a timer for each. */
  sweep(now: number): void {
    const { graceMs, minBytesPerSecond, maxMs } = this.#pace;
    for (const reading of this.#reading) {
      const elapsed = now - reading.startedMs;
      const slow = elapsed > graceMs && reading.bytes < (elapsed / 1000) * minBytesPerSecond;
      if (slow || elapsed > maxMs) reading.stop(tooSlow());
    }
  }
}

/** 408 is what HTTP has for it; OTLP senders do not retry it, and should not with a body that never ends. */
function tooSlow(): Refusal {
  const message = 'The body came in too slowly and was cut.';
  return { ...refusal('invalid', message), status: 408, rpcCode: 4 };
}

function tooFine(): Refusal {
  return refusal(
    'invalid',
    'The body came in pieces of a few bytes and was cut. Send larger ones.',
  );
}

class Reading {
  readonly startedMs = Date.now();
  bytes = 0;
  readonly #charge: Charge;
  readonly #maxBytes: number;
  readonly #frameBytes: number;
  readonly #done: BodyDone;
  readonly #pieces = new Pieces();
  #count = 0;
  #finished = false;

  constructor(charge: Charge, maxBytes: number, frameBytes: number, done: BodyDone) {
    this.#charge = charge;
    this.#maxBytes = maxBytes;
    this.#frameBytes = frameBytes;
    this.#done = done;
  }

  start(stream: Readable): void {
    stream.on('data', (piece: Uint8Array<ArrayBuffer>) => this.#add(stream, piece));
    stream.on('end', () => this.#finish(this.#pieces.all()));
    // `close` without `end`, and errors, are the same news: nobody is there to be answered.
    stream.on('error', () => this.#finish(undefined));
    stream.on('close', () => this.#finish(undefined));
  }

  stop(refusal: Refusal): void {
    this.#finish(refusal);
  }

  #add(stream: Readable, piece: Uint8Array<ArrayBuffer>): void {
    if (this.#finished) return;
    this.bytes += piece.length;
    if (++this.#count > MANY_PIECES && this.bytes < this.#count * MIN_PIECE_BYTES) {
      this.#finish(tooFine());
      // Not read on, which would cost what is to be saved. Over HTTP/1 the answer is lost if the rest is reset at once.
      if (stream instanceof IncomingMessage) stream.pause();
      else stream.destroy();
      return;
    }
    if (this.bytes > this.#maxBytes + this.#frameBytes) {
      this.#finish(tooLarge(this.#maxBytes));
      return;
    }
    const reason = this.#charge.cover(this.bytes);
    if (reason === undefined) this.#pieces.add(piece);
    else this.#finish(overload(reason));
  }

  #finish(result: Uint8Array[] | Refusal | undefined): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#done(result);
  }
}
