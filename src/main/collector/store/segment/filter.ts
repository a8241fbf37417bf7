import { SegmentError } from './segment-error.ts';

/*
 * Bloom filter of attribute hashes: u32 number of bits, then the bits. About 10 bits and 6 probes a
 * distinct hash: 1 % of the tests for an absent value pass.
 */
const BITS_PER_HASH = 10;
const PROBES = 6;
const TWO_32 = 0x100000000;

/** Second hash of a double-hashed probe sequence; odd, so that probes differ. */
const step = (hash: number): number => (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) | 1) >>> 0;

function countDistinct(lists: readonly (readonly number[])[]): number {
  let total = 0;
  for (const list of lists) total += list.length;
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, total * 2)));
  const slots = new Int32Array(size);
  let distinct = 0;
  let zero = 0;
  for (const list of lists) {
    for (const hash of list) {
      const value = hash | 0;
      // 0 marks a free slot, so the hash 0 is counted apart.
      if (value === 0) {
        zero = 1;
        continue;
      }
      let at = Math.imul(value, 0x9e3779b1) & (size - 1);
      while (slots[at] !== 0 && slots[at] !== value) at = (at + 1) & (size - 1);
      if (slots[at] === 0) {
        slots[at] = value;
        distinct++;
      }
    }
  }
  return distinct + zero;
}

/** Filter over all hashes of some lists; repeats cost nothing. */
export function buildFilter(lists: readonly (readonly number[])[]): Uint8Array {
  const bits = Math.max(64, Math.ceil((countDistinct(lists) * BITS_PER_HASH) / 64) * 64);
  const out = new Uint8Array(4 + bits / 8);
  new DataView(out.buffer).setUint32(0, bits, true);
  for (const list of lists) {
    for (const hash of list) {
      const by = step(hash);
      let probe = hash >>> 0;
      for (let i = 0; i < PROBES; i++) {
        const bit = Math.floor((probe / TWO_32) * bits);
        out[4 + (bit >>> 3)]! |= 1 << (bit & 7);
        probe = (probe + by) >>> 0;
      }
    }
  }
  return out;
}

/** Whether a filter may hold one hash. */
export function mayHoldHash(filter: Uint8Array, hash: number): boolean {
  return mayHoldOne(filter, bitsOf(filter), hash);
}

function bitsOf(filter: Uint8Array): number {
  if (filter.length < 12) throw new SegmentError('a filter is cut short');
  const bits = filter[0]! + filter[1]! * 0x100 + filter[2]! * 0x10000 + filter[3]! * 0x1000000;
  if (bits !== (filter.length - 4) * 8) throw new SegmentError('a filter has the wrong length');
  return bits;
}

/** False only if none of the segment's records has an attribute with this hash. */
function mayHoldOne(filter: Uint8Array, bits: number, hash: number): boolean {
  const by = step(hash);
  let probe = hash >>> 0;
  for (let i = 0; i < PROBES; i++) {
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
  const bits = bitsOf(filter);
  return tests.every((alternatives) => alternatives.some((hash) => mayHoldOne(filter, bits, hash)));
}
