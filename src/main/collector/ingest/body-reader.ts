import type { Readable } from 'node:stream';
import { freePiece } from '../free-buffer.ts';
import type { BodyBuffers } from './body-buffers.ts';
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

/** A body that was read; see `IngestRequest` for its buffer. */
export interface ReadBody {
  readonly pieces: readonly Uint8Array[];
  readonly buffer: ArrayBuffer | undefined;
}

/** Called once: with the body, with a refusal, or with undefined when the sender went away. */
export type BodyDone = (result: ReadBody | Refusal | undefined) => void;

/** What the head of a request says of its body, whose pieces nobody else looks at. */
export interface Announced {
  /** 0 for unknown. */
  readonly bytes: number;
  readonly buffers: BodyBuffers;
}

/** Shorter bodies stay in pieces: there may be many, and they are soon copied together. */
const SMALLEST_GATHERED = 32 * 1024;
const LARGEST_GATHERED = 4 * 1024 * 1024;
/** Most memory for bodies that have begun to come: many that announce much may send little. Others stay in pieces. */
const GATHERING_BYTES = 32 * 1024 * 1024;

/** Reads bodies within their size limit, their charge and their pace. One for each listener. */
export class BodyReader {
  readonly #maxBytes: number;
  readonly #pace: BodyPace;
  readonly #reading = new Set<Reading>();
  #gatheringBytes = 0;

  constructor(maxBytes: number, pace: BodyPace) {
    this.#maxBytes = maxBytes;
    this.#pace = pace;
  }

  /** @param announced where its length is known a body is put into one buffer, if that is worth it */
  read(stream: Readable, charge: Charge, done: BodyDone, announced?: Announced): void {
    const gather = (first: number): ArrayBuffer | undefined =>
      announced !== undefined && announced.bytes > first ? this.#bufferFor(announced) : undefined;
    const reading = new Reading(charge, this.#maxBytes, gather, (result) => {
      this.#reading.delete(reading);
      this.#gatheringBytes -= reading.buffer?.byteLength ?? 0;
      done(result);
    });
    this.#reading.add(reading);
    reading.start(stream);
  }

  #bufferFor({ bytes, buffers }: Announced): ArrayBuffer | undefined {
    const isWorthIt = bytes >= SMALLEST_GATHERED && bytes <= LARGEST_GATHERED;
    if (!isWorthIt || this.#gatheringBytes + bytes > GATHERING_BYTES) return undefined;
    const buffer = buffers.take(bytes);
    this.#gatheringBytes += buffer.byteLength;
    return buffer;
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

class Reading {
  readonly startedMs = Date.now();
  bytes = 0;
  /** Where the body is gathered, once that is decided. */
  buffer: ArrayBuffer | undefined;
  readonly #charge: Charge;
  readonly #maxBytes: number;
  readonly #gather: (firstBytes: number) => ArrayBuffer | undefined;
  readonly #done: BodyDone;
  readonly #pieces: Uint8Array[] = [];
  #finished = false;

  constructor(
    charge: Charge,
    maxBytes: number,
    gather: (firstBytes: number) => ArrayBuffer | undefined,
    done: BodyDone,
  ) {
    this.#charge = charge;
    this.#maxBytes = maxBytes;
    this.#gather = gather;
    this.#done = done;
  }

  start(stream: Readable): void {
    stream.on('data', (piece: Uint8Array) => this.#add(piece));
    stream.on('end', () => this.#finish(this.#whole()));
    // `close` without `end`, and errors, are the same news: nobody is there to be answered.
    stream.on('error', () => this.#finish(undefined));
    stream.on('close', () => this.#finish(undefined));
  }

  stop(refusal: Refusal): void {
    this.#finish(refusal);
  }

  #add(piece: Uint8Array): void {
    if (this.#finished) return;
    this.bytes += piece.length;
    if (this.bytes > this.#maxBytes) {
      this.#finish(tooLarge(this.#maxBytes));
      return;
    }
    const reason = this.#charge.cover(this.bytes);
    if (reason === undefined) this.#keep(piece);
    else this.#finish(overload(reason));
  }

  /** Into the buffer at once, where there is one: the piece is in the caches, and the next one gets its memory. */
  #keep(piece: Uint8Array): void {
    if (this.bytes === piece.length) this.buffer = this.#gather(piece.length);
    if (this.buffer === undefined) {
      this.#pieces.push(piece);
      return;
    }
    new Uint8Array(this.buffer).set(piece, this.bytes - piece.length);
    freePiece(piece);
  }

  #whole(): ReadBody {
    const { buffer, bytes } = this;
    const pieces = buffer === undefined ? this.#pieces : [new Uint8Array(buffer, 0, bytes)];
    return { pieces, buffer };
  }

  #finish(result: ReadBody | Refusal | undefined): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#done(result);
  }
}
