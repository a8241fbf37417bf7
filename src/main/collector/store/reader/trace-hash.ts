import { randomInt } from 'node:crypto';

/** Finds the row of a trace id: open addressing with linear probing, at most half full. */
export class TraceHash {
  private slots: Int32Array;
  /** Chosen anew for each table, because senders choose trace ids and must not choose collisions. */
  private readonly seed = randomInt(0x7fffffff);

  /** With `slots` places to begin with, a power of two. */
  constructor(slots = 2048) {
    this.slots = new Int32Array(slots).fill(-1);
  }

  /** The row that holds these four words in `ids` (four words a row), or -1. */
  find(ids: Uint32Array, a: number, b: number, c: number, d: number): number {
    const mask = this.slots.length - 1;
    for (let slot = this.hash(a, b, c, d) & mask; ; slot = (slot + 1) & mask) {
      const row = this.slots[slot]!;
      if (row < 0) return -1;
      const at = row * 4;
      if (ids[at + 3] === d && ids[at + 2] === c && ids[at + 1] === b && ids[at] === a) return row;
    }
  }

  /** Adds a row that is not in the table yet; `count` rows are in `ids`, this one included. */
  add(ids: Uint32Array, row: number, count: number): void {
    if (count * 2 > this.slots.length) {
      this.slots = new Int32Array(this.slots.length * 2).fill(-1);
      for (let other = 0; other < count; other++) this.place(ids, other);
    } else this.place(ids, row);
  }

  get bytes(): number {
    return this.slots.byteLength;
  }

  private place(ids: Uint32Array, row: number): void {
    const mask = this.slots.length - 1;
    const at = row * 4;
    let slot = this.hash(ids[at]!, ids[at + 1]!, ids[at + 2]!, ids[at + 3]!) & mask;
    while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.slots[slot] = row;
  }

  private hash(a: number, b: number, c: number, d: number): number {
    let hash = Math.imul(this.seed ^ d, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ c, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ b, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 15) ^ a, 0x27d4eb2f);
    return hash ^ (hash >>> 16);
  }
}
