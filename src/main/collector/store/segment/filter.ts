import { slotsFor } from './id-words.ts';
import { SegmentError } from './segment-error.ts';

/*
 * Bloom filter: u32 of which the low 24 bits are the size in units of 64 bits and the high 8 bits the
 * number of probes a hash, then the bits. 0.8 % of the tests for an absent hash pass; each that does makes a
 * scan expand and search a segment for nothing. More bits a hash would leave room for one filter a page, not two.
 */
const BITS_PER_HASH = 10;
const PROBES = 6;
const UNIT = 64;
const TWO_32 = 0x100000000;

/** Second hash of a double-hashed probe sequence; odd, so that probes differ. */
const step = (hash: number): number => (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) | 1) >>> 0;

/** The distinct hashes of some lists. */
function distinctOf(lists: readonly (readonly number[])[]): Int32Array {
  let total = 0;
  for (const list of lists) total += list.length;
  const { size, shift } = slotsFor(total);
  const slots = new Int32Array(size);
  const out = new Int32Array(total);
  let count = 0;
  let hasZero = false;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const hash = list[i]! | 0;
      // 0 marks a free slot, so the hash 0 is kept apart.
      if (hash === 0) {
        hasZero = true;
        continue;
      }
      let at = Math.imul(hash, 0x9e3779b1) >>> shift;
      while (slots[at] !== 0 && slots[at] !== hash) at = (at + 1) & (size - 1);
      if (slots[at] === 0) {
        slots[at] = hash;
        out[count++] = hash;
      }
    }
  }
  if (hasZero) out[count++] = 0;
  return out.subarray(0, count);
}

/** Filter over all hashes of some lists; repeats cost nothing. */
export function buildFilter(lists: readonly (readonly number[])[]): Uint8Array {
  const hashes = distinctOf(lists);
  const units = Math.max(1, Math.ceil((hashes.length * BITS_PER_HASH) / UNIT));
  const bits = units * UNIT;
  const out = new Uint8Array(4 + bits / 8);
  new DataView(out.buffer).setUint32(0, (units | (PROBES << 24)) >>> 0, true);
  for (let n = 0; n < hashes.length; n++) {
    const by = step(hashes[n]!);
    let probe = hashes[n]! >>> 0;
    for (let i = 0; i < PROBES; i++) {
      const bit = Math.floor((probe / TWO_32) * bits);
      out[4 + (bit >>> 3)]! |= 1 << (bit & 7);
      probe = (probe + by) >>> 0;
    }
  }
  return out;
}

/** Whether a filter may hold one hash; false is certain. Throws `SegmentError` when it is damaged. */
export function mayHoldHash(filter: Uint8Array, hash: number): boolean {
  if (filter.length < 12) throw new SegmentError('a filter is cut short');
  const bits = (filter[0]! + filter[1]! * 0x100 + filter[2]! * 0x10000) * UNIT;
  if (bits !== (filter.length - 4) * 8) throw new SegmentError('a filter has the wrong length');
  const by = step(hash);
  let probe = hash >>> 0;
  for (let i = filter[3]!; i > 0; i--) {
    const bit = Math.floor((probe / TWO_32) * bits);
    if ((filter[4 + (bit >>> 3)]! & (1 << (bit & 7))) === 0) return false;
    probe = (probe + by) >>> 0;
  }
  return true;
}

/**
 * Whether a segment may hold a record for which one hash of every list matches: each list holds the
 * alternatives of one `key = value` test.
 */
export function mayHold(filter: Uint8Array, tests: readonly (readonly number[])[]): boolean {
  return tests.every((alternatives) => alternatives.some((hash) => mayHoldHash(filter, hash)));
}
