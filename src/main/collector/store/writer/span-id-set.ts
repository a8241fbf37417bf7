import { hashWords, slotsFor } from '../segment/id-words.ts';

/** Ids there is room for at first: traces of few spans are not kept here. */
const FIRST_IDS = 64;

/** Span ids of one large trace, as pairs of 32-bit words. */
export class SpanIdSet {
  #ids = new Int32Array(FIRST_IDS * 2);
  #count = 0;
  /** Open addressing, number of the id + 1. */
  #slots: Int32Array;
  #shift: number;

  constructor() {
    const { size, shift } = slotsFor(FIRST_IDS);
    this.#slots = new Int32Array(size);
    this.#shift = shift;
  }

  /** Adds an id; false when it was there already. */
  add(high: number, low: number): boolean {
    const slot = this.#slotOf(high, low);
    if (this.#slots[slot] !== 0) return false;
    this.#append(high, low);
    this.#slots[slot] = this.#count;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return true;
  }

  #append(high: number, low: number): void {
    if (this.#count * 2 === this.#ids.length) {
      const grown = new Int32Array(this.#ids.length * 2);
      grown.set(this.#ids);
      this.#ids = grown;
    }
    this.#ids[this.#count * 2] = high;
    this.#ids[this.#count * 2 + 1] = low;
    this.#count++;
  }

  #slotOf(high: number, low: number): number {
    const slots = this.#slots;
    let slot = hashWords(high, low, 0, 0) >>> this.#shift;
    for (;;) {
      const at = slots[slot]! - 1;
      if (at < 0 || (this.#ids[2 * at] === high && this.#ids[2 * at + 1] === low)) return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  #rehash(): void {
    const { size, shift } = slotsFor(this.#count * 2);
    this.#slots = new Int32Array(size);
    this.#shift = shift;
    for (let i = 0; i < this.#count; i++) {
      this.#slots[this.#slotOf(this.#ids[2 * i]!, this.#ids[2 * i + 1]!)] = i + 1;
    }
  }
}
