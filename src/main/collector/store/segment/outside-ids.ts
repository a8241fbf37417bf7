/** Ids that a new one is compared with: siblings come close together. */
const LOOK_BACK = 8;

/** Ids of parents that are not in the segment, as pairs of big-endian words; mostly each once in a trace. */
export class OutsideIds {
  readonly #words: Int32Array;
  #count = 0;
  #firstOfTrace = 0;

  /** @param most ids that may come */
  constructor(most: number) {
    this.#words = new Int32Array(most * 2);
  }

  /** Ids of different traces are kept apart. */
  beginTrace(): void {
    this.#firstOfTrace = this.#count;
  }

  /** Number of the id, added where it is not among the last few. */
  indexOf(high: number, low: number): number {
    const words = this.#words;
    const oldest = Math.max(this.#firstOfTrace, this.#count - LOOK_BACK);
    for (let index = this.#count - 1; index >= oldest; index--) {
      if (words[2 * index] === high && words[2 * index + 1] === low) return index;
    }
    words[2 * this.#count] = high;
    words[2 * this.#count + 1] = low;
    return this.#count++;
  }

  /** All ids, 8 bytes each. */
  bytes(): Uint8Array {
    const out = new Uint8Array(this.#count * 8);
    const view = new DataView(out.buffer);
    for (let word = 0; word < this.#count * 2; word++) view.setInt32(word * 4, this.#words[word]!);
    return out;
  }
}
