/** Ids of one chunk: a trace of twenty spans wastes little, and few hops lead to all of its ids. */
const CHUNK_IDS = 8;
const CHUNK_WORDS = CHUNK_IDS * 2;
/** Chunks there is room for at first: a project that sends little takes little. */
const FIRST_CHUNKS = 64;
/** Head of an empty list. */
export const NO_CHUNK = -1;

/**
 * Lists of span ids, as pairs of 32-bit words, in chunks of one array.
 *
 * An array for each trace would be tens of thousands of small buffers for the garbage collector to look after.
 * Who has a list knows its head and how many ids are in it.
 */
export class SpanChunks {
  #words = new Int32Array(FIRST_CHUNKS * CHUNK_WORDS);
  /** The chunk after each, in a list or among the free ones. */
  #next = new Int32Array(FIRST_CHUNKS);
  #used = 0;
  #free = NO_CHUNK;

  has(head: number, count: number, high: number, low: number): boolean {
    const words = this.#words;
    let left = count;
    for (let chunk = head; left > 0; chunk = this.#next[chunk]!) {
      const from = chunk * CHUNK_WORDS;
      const end = from + idsOfFirst(left) * 2;
      for (let at = from; at < end; at += 2) {
        if (words[at] === high && words[at + 1] === low) return true;
      }
      left -= idsOfFirst(left);
    }
    return false;
  }

  /**
   * Adds an id to a list of `count`.
   *
   * @returns the list's head from now on
   */
  push(head: number, count: number, high: number, low: number): number {
    const at = count % CHUNK_IDS;
    const chunk = at === 0 ? this.#take(head) : head;
    this.#words[chunk * CHUNK_WORDS + at * 2] = high;
    this.#words[chunk * CHUNK_WORDS + at * 2 + 1] = low;
    return chunk;
  }

  each(head: number, count: number, visit: (high: number, low: number) => void): void {
    let left = count;
    for (let chunk = head; left > 0; chunk = this.#next[chunk]!) {
      const from = chunk * CHUNK_WORDS;
      const end = from + idsOfFirst(left) * 2;
      for (let at = from; at < end; at += 2) visit(this.#words[at]!, this.#words[at + 1]!);
      left -= idsOfFirst(left);
    }
  }

  /** Gives the chunks of a list of `count` back. */
  release(head: number, count: number): void {
    let chunk = head;
    for (let left = Math.ceil(count / CHUNK_IDS); left > 0; left--) {
      const next = this.#next[chunk]!;
      this.#next[chunk] = this.#free;
      this.#free = chunk;
      chunk = next;
    }
  }

  /** A chunk with `next` behind it. */
  #take(next: number): number {
    let chunk = this.#free;
    if (chunk === NO_CHUNK) {
      chunk = this.#used++;
      if (chunk === this.#next.length) this.#grow();
    } else {
      this.#free = this.#next[chunk]!;
    }
    this.#next[chunk] = next;
    return chunk;
  }

  #grow(): void {
    const words = new Int32Array(this.#words.length * 2);
    words.set(this.#words);
    this.#words = words;
    const next = new Int32Array(this.#next.length * 2);
    next.set(this.#next);
    this.#next = next;
  }
}

/** Only the first chunk of a list is not full. */
function idsOfFirst(count: number): number {
  return ((count - 1) % CHUNK_IDS) + 1;
}
