/** Bits of one epoch's filter: 16 for each of its about 8,000 keys. */
const BITS = 1 << 17;
/** Bits a key sets; one absent key in a thousand finds all of its bits set. */
const PROBES = 6;

/** Fills `out` with the bits of a key. */
function bitsOf(key: number, out: Uint32Array): Uint32Array {
  const low = key >>> 0;
  const high = Math.floor(key / 0x100000000);
  let probe = (low ^ Math.imul(high, 0x9e3779b1)) >>> 0;
  const step = (Math.imul(low ^ (low >>> 15), 0x2c1b3c6d) + high) | 1;
  for (let i = 0; i < PROBES; i++) {
    out[i] = probe >>> 15;
    probe = (probe + step) >>> 0;
  }
  return out;
}

const scratch = new Uint32Array(PROBES);

/** Bloom filter over the keys of one epoch. */
export class EpochFilter {
  /** As it is stored. */
  readonly bytes = new Uint8Array(BITS / 8);

  add(key: number): void {
    for (const bit of bitsOf(key, scratch)) this.bytes[bit >>> 3]! |= 1 << (bit & 7);
  }

  /** False when the key was surely not added. */
  mayHold(key: number): boolean {
    for (const bit of bitsOf(key, scratch)) {
      if ((this.bytes[bit >>> 3]! & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }
}

/**
 * The filters of all complete epochs of a file, turned over: for each bit, the epochs that have it set.
 *
 * One key is tested against hundreds of epochs by six short reads.
 */
export class EpochFilters {
  #count = 0;
  /** 32 epochs a word; `#width` words for each bit. */
  #width = 0;
  #words = new Uint32Array(0);

  /** Number of epochs. */
  get count(): number {
    return this.#count;
  }

  /** Adds the filter of the next epoch. */
  add(filter: Uint8Array): void {
    const epoch = this.#count++;
    if (epoch >= this.#width * 32) this.#widen();
    const column = epoch >>> 5;
    const mark = 1 << (epoch & 31);
    for (let byte = 0; byte < filter.length; byte++) {
      for (let rest = filter[byte]!; rest !== 0; rest &= rest - 1) {
        const bit = byte * 8 + (31 - Math.clz32(rest & -rest));
        this.#words[bit * this.#width + column]! |= mark;
      }
    }
  }

  /** Epochs that may hold a key, in order. */
  candidates(key: number): number[] {
    const bits = bitsOf(key, scratch);
    const found: number[] = [];
    for (let column = 0; column < this.#width; column++) {
      let epochs = -1;
      for (let i = 0; i < PROBES && epochs !== 0; i++) {
        epochs &= this.#words[bits[i]! * this.#width + column]!;
      }
      for (; epochs !== 0; epochs &= epochs - 1) {
        found.push(column * 32 + (31 - Math.clz32(epochs & -epochs)));
      }
    }
    return found;
  }

  #widen(): void {
    const width = Math.max(1, this.#width * 2);
    const words = new Uint32Array(BITS * width);
    for (let bit = 0; bit < BITS; bit++) {
      for (let column = 0; column < this.#width; column++) {
        words[bit * width + column] = this.#words[bit * this.#width + column]!;
      }
    }
    this.#words = words;
    this.#width = width;
  }
}
