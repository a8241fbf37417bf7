import { setImmediate } from 'node:timers/promises';
import { Pieces } from './pieces.ts';

/** Bytes copied at a stretch: some milliseconds. */
const PART_BYTES = 4 * 1024 * 1024;

/**
 * Puts a large Blob together without holding up its thread: a Blob copies what it is made of at once, but not the Blobs
 * among it.
 */
export class BlobParts {
  readonly #parts: Blob[] = [];
  #pieces = new Pieces();
  #bytes = 0;

  add(piece: Uint8Array<ArrayBuffer>): void {
    this.#pieces.add(piece);
    this.#bytes += piece.length;
    if (this.#bytes >= PART_BYTES) this.#close();
  }

  /** All that was added, one after the other. */
  blob(type = ''): Blob {
    this.#close();
    return new Blob(this.#parts, { type });
  }

  #close(): void {
    if (this.#bytes === 0) return;
    this.#parts.push(new Blob(this.#pieces.all()));
    this.#pieces = new Pieces();
    this.#bytes = 0;
  }
}

/** Bytes as a Blob, copied with pauses. */
export async function blobOf(bytes: ArrayBuffer): Promise<Blob> {
  const parts = new BlobParts();
  for (let at = 0; at < bytes.byteLength; at += PART_BYTES) {
    if (at > 0) await setImmediate();
    parts.add(new Uint8Array(bytes, at, Math.min(PART_BYTES, bytes.byteLength - at)));
  }
  return parts.blob();
}
