const SMALLEST_BUFFER = 64 * 1024;
/** A buffer that one large request needed is given back to the system. */
const LARGEST_KEPT_BUFFER = 4 * 1024 * 1024;
/** Bytes kept for the requests that come next. */
const KEPT_BYTES = 16 * 1024 * 1024;

/** Buffers for bodies on their way to a decode thread, which hands them back to be used again: new memory is slow. */
export class BodyBuffers {
  /** By size; the one used last at the end, as it may still be in the caches of the processor. */
  readonly #free = new Map<number, ArrayBuffer[]>();
  #keptBytes = 0;

  /** A buffer of at least so many bytes; what an earlier body left in it is still there. */
  take(bytes: number): ArrayBuffer {
    // Beyond what is kept, rounding up would only waste memory.
    if (bytes > LARGEST_KEPT_BUFFER) return new ArrayBuffer(bytes);
    let size = SMALLEST_BUFFER;
    while (size < bytes) size *= 2;
    const kept = this.#free.get(size)?.pop();
    if (kept === undefined) return new ArrayBuffer(size);
    this.#keptBytes -= size;
    return kept;
  }

  /** Takes back a buffer that nobody looks at any more. */
  give(buffer: ArrayBuffer): void {
    const size = buffer.byteLength;
    if (size === 0 || size > LARGEST_KEPT_BUFFER || this.#keptBytes + size > KEPT_BYTES) return;
    const free = this.#free.get(size);
    if (free) free.push(buffer);
    else this.#free.set(size, [buffer]);
    this.#keptBytes += size;
  }
}
