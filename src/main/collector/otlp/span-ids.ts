/** Where the ids of a span lie among its words; a parent of two zeros is none. */
export const ID_WORD = { trace: 0, span: 4, parent: 6 } as const;
export const ID_WORDS = 8;

/** Spans whose ids share an array: to make one for each would take longer than to read them. */
const SHARING = 512;

/**
 * Reads the ids of spans into words while their bytes are at hand: what looks at them afterwards does so several times
 * and in no order of memory, and would wait for the bytes of each span to come back.
 */
export class SpanIds {
  /** Holds those of the last span and of others that came before it. */
  words = new Int32Array(0);
  #next = 0;

  /**
   * Takes the ids at these places of a span's bytes; `parentIdAt` is -1 where there is none.
   *
   * @returns where its {@link ID_WORDS} words begin in {@link words}
   */
  take(bytes: Uint8Array, traceIdAt: number, spanIdAt: number, parentIdAt: number): number {
    if (this.#next === this.words.length) {
      this.words = new Int32Array(SHARING * ID_WORDS);
      this.#next = 0;
    }
    const { words } = this;
    const word = this.#next;
    this.#next += ID_WORDS;
    words[word] = wordAt(bytes, traceIdAt);
    words[word + 1] = wordAt(bytes, traceIdAt + 4);
    words[word + 2] = wordAt(bytes, traceIdAt + 8);
    words[word + 3] = wordAt(bytes, traceIdAt + 12);
    words[word + 4] = wordAt(bytes, spanIdAt);
    words[word + 5] = wordAt(bytes, spanIdAt + 4);
    if (parentIdAt < 0) return word;
    words[word + 6] = wordAt(bytes, parentIdAt);
    words[word + 7] = wordAt(bytes, parentIdAt + 4);
    return word;
  }
}

/** Four bytes at `at` as a signed 32-bit number; ids are compared and hashed in such words. */
export function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}
