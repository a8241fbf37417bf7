/** Whether short repetitions are looked for too; `long` is faster, and only a hint. */
export type Matches = 'any' | 'long';

/** Compresses and expands zstd frames; both implementations read each other's output. */
export interface ZstdCodec {
  compress(data: Uint8Array, level: number, matches: Matches): Uint8Array;
  /** Throws when the frame is damaged or does not expand to exactly `size` bytes. */
  expand(data: Uint8Array, size: number): Uint8Array;
  /** Expands one frame of unknown size to at most `maxBytes`; throws when damaged or larger. */
  inflate(frame: Uint8Array, maxBytes: number): Uint8Array;
}

/** A frame expands to more than it was allowed to. */
export class ZstdTooLargeError extends Error {}
