import { hashKey } from './attribute-hash.ts';

/** A fixed set of attribute keys, looked up by their bytes and hash without decoding them. */
export class KnownKeys {
  private readonly keys: readonly Buffer[];
  private readonly hashes: Int32Array;
  /** Open addressing: index + 1 of a key, 0 for a free slot; at most a quarter full. */
  private readonly slots: Uint16Array;

  constructor(keys: readonly string[]) {
    this.keys = keys.map((key) => Buffer.from(key));
    this.hashes = Int32Array.from(this.keys, (key) => hashKey(key, 0, key.length));
    this.slots = new Uint16Array(2 ** Math.ceil(Math.log2(keys.length * 4 + 1)));
    for (const [index, hash] of this.hashes.entries()) {
      let slot = hash & (this.slots.length - 1);
      while (this.slots[slot] !== 0) slot = (slot + 1) & (this.slots.length - 1);
      this.slots[slot] = index + 1;
    }
  }

  /** Index of the key that lies in `bytes` from `start` to `end` and has this {@link hashKey}, or -1. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = this.slots[slot]! - 1;
      if (index < 0) return -1;
      if (this.hashes[index] === hash && equal(this.keys[index]!, bytes, start, end)) return index;
    }
  }
}

function equal(key: Buffer, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let index = 0; index < key.length; index++) {
    if (key[index] !== bytes[start + index]) return false;
  }
  return true;
}
