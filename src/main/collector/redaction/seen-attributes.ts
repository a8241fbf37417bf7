import type { Finding } from './record-findings.ts';

/** What became of an attribute that redaction looked at. */
export interface SeenAttribute {
  /** Whose answer it is: that of one policy. */
  readonly owner: object;
  /** Its new KeyValue; `undefined`: it stays, `null`: it is left out. */
  readonly part: Uint8Array | undefined | null;
  /** What was found in it, for the counts. */
  readonly found: readonly Finding[];
}

/** Attributes kept, one for each slot: the one seen last. */
const SLOTS = 2048;
/** Longer ones, in bytes of key and value, are not kept. */
const MAX_BYTES = 96;

/**
 * Attributes that policies were asked about, byte for byte, and their answers: the same few addresses, users and models
 * come again and again. Kept in memory only, and no more of them than there are slots.
 */
export class SeenAttributes {
  private readonly bytes = Buffer.alloc(SLOTS * MAX_BYTES);
  private readonly sizes = new Uint8Array(SLOTS);
  private readonly answers: (SeenAttribute | undefined)[] = Array.from({ length: SLOTS });
  /** Where {@link find} looked last. */
  private slot = 0;

  /** Of the KeyValue at these bytes; `undefined` when it was not seen, or others since. */
  find(owner: object, bytes: Buffer, start: number, end: number): SeenAttribute | undefined {
    const size = end - start;
    if (size > MAX_BYTES) return undefined;
    let hash = size;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    this.slot = slot;
    const answer = this.answers[slot];
    if (this.sizes[slot] !== size || answer?.owner !== owner) return undefined;
    const from = slot * MAX_BYTES;
    for (let at = 0; at < size; at++) {
      if (this.bytes[from + at] !== bytes[start + at]) return undefined;
    }
    return answer;
  }

  /** Keeps the answer to what {@link find} did not know; the bytes must be the same. */
  keep(bytes: Buffer, start: number, end: number, answer: SeenAttribute): void {
    const size = end - start;
    if (size > MAX_BYTES) return;
    const { slot } = this;
    const from = slot * MAX_BYTES;
    for (let at = 0; at < size; at++) this.bytes[from + at] = bytes[start + at]!;
    this.sizes[slot] = size;
    this.answers[slot] = answer;
  }
}

let shared: SeenAttributes | undefined;

/** Those of this thread. */
export function sharedSeen(): SeenAttributes {
  return (shared ??= new SeenAttributes());
}
