import { randomInt } from 'node:crypto';

const odd = (): number => randomInt(0x40000000) * 2 + 1;

// Random per process: nobody can prepare ids that all fall into one slot.
const A = odd();
const B = odd();
const C = odd();
const D = odd();

/** Hash of four words, 32 bits; its upper bits are the good ones. */
export function hashWords(a: number, b: number, c: number, d: number): number {
  const sum = (Math.imul(a, A) + Math.imul(b, B) + Math.imul(c, C) + Math.imul(d, D)) | 0;
  return Math.imul(sum ^ (sum >>> 15), D) >>> 0;
}

/** Slots for an open-addressing table of `entries`, at most half full, and the shift from hash to slot. */
export function slotsFor(entries: number): { size: number; shift: number } {
  const bits = Math.max(4, Math.ceil(Math.log2(Math.max(1, entries) * 2)));
  return { size: 2 ** bits, shift: 32 - bits };
}
