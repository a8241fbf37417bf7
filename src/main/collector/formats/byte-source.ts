import type { Bytes } from './types.ts';

const NOTHING = new Uint8Array();

/** Reads a stream of bytes in steps of any size, holding no more than was asked for. */
export class ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #held: Uint8Array = NOTHING;
  #offset = 0;
  #ended = false;

  constructor(bytes: Bytes) {
    this.#pieces = bytes[Symbol.asyncIterator]();
  }

  /** A source over bytes that are there already. */
  static of(bytes: Uint8Array): ByteSource {
    return new ByteSource(
      (async function* () {
        yield bytes;
      })(),
    );
  }

  /** Offset of the next byte. */
  get offset(): number {
    return this.#offset;
  }

  /** The next `count` bytes without taking them; fewer at the end. */
  async peek(count: number): Promise<Uint8Array> {
    if (this.#held.length < count && !this.#ended) await this.#fill(count);
    return this.#held.subarray(0, count);
  }

  /** The next `count` bytes; fewer at the end. */
  async take(count: number): Promise<Uint8Array> {
    const bytes = await this.peek(count);
    this.#drop(bytes.length);
    return bytes;
  }

  /** The next bytes, however many there are at hand; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const bytes = await this.peek(1);
    if (bytes.length === 0) return undefined;
    const all = this.#held;
    this.#drop(all.length);
    return all;
  }

  /** Passes over bytes; how many there were. */
  async skip(count: number): Promise<number> {
    let left = count;
    while (left > 0) {
      const bytes = await this.peek(1);
      if (bytes.length === 0) break;
      const step = Math.min(left, this.#held.length);
      this.#drop(step);
      left -= step;
    }
    return count - left;
  }

  /** The next `count` bytes as a stream of their own, which must be read to its end before this goes on. */
  async *part(count: number): AsyncGenerator<Uint8Array> {
    let left = count;
    while (left > 0) {
      if ((await this.peek(1)).length === 0) return;
      const piece = this.#held.subarray(0, left);
      this.#drop(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** Everything that is left. */
  async *rest(): AsyncGenerator<Uint8Array> {
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) yield piece;
  }

  #drop(count: number): void {
    this.#held = this.#held.subarray(count);
    this.#offset += count;
  }

  async #fill(count: number): Promise<void> {
    const pieces = [this.#held];
    let length = this.#held.length;
    while (length < count) {
      const { done, value } = await this.#pieces.next();
      if (done === true) {
        this.#ended = true;
        break;
      }
      pieces.push(value);
      length += value.length;
    }
    this.#held = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length);
  }
}
