/** Pieces from here on are worth their own place, bytes: as large as a frame of HTTP/2 comes unless asked otherwise. */
const LARGE = 16 * 1024;
/** Small pieces one after the other before they are joined. */
const MOST_SMALL = 8;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * What came in in pieces, in about the memory that it has bytes, however small they are.
 *
 * A piece costs some 400 bytes beside its own: a body sent byte by byte would take hundreds of times what it is charged
 * for. And one cut out of a larger buffer keeps all of that.
 */
export class Pieces {
  readonly #pieces: Bytes[] = [];
  /** At the end of the pieces. */
  #small = 0;

  add(piece: Bytes): void {
    if (piece.length >= LARGE) {
      this.#pieces.push(piece);
      this.#small = 0;
      return;
    }
    const isCutOut = piece.length * 2 < piece.buffer.byteLength;
    this.#pieces.push(isCutOut ? new Uint8Array(piece) : piece);
    if (++this.#small >= MOST_SMALL) this.#join();
  }

  /** All that was added, in its order. */
  all(): Bytes[] {
    return this.#pieces;
  }

  #join(): void {
    const small = this.#pieces.splice(-this.#small);
    let bytes = 0;
    for (const piece of small) bytes += piece.length;
    const joined = new Uint8Array(bytes);
    let at = 0;
    for (const piece of small) {
      joined.set(piece, at);
      at += piece.length;
    }
    this.#pieces.push(joined);
    this.#small = bytes >= LARGE ? 0 : 1;
  }
}
