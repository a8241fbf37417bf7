import type { UsageSum } from '../usage-sum.ts';

/*
 * What is alike about some spans, as one number: whether they failed, whether they are calls, the bin of their
 * duration, and the combination of their fields.
 */
const BIN_SHIFT = 2;
const COMBINATION_SHIFT = 15;
const FAILED = 1;
const CALL = 2;
/** Combinations that a key has room for. */
export const MAX_COMBINATIONS = 1 << 16;

export const keyOf = (
  combination: number,
  bin: number,
  isCall: boolean,
  isFailed: boolean,
): number =>
  (combination << COMBINATION_SHIFT) |
  (bin << BIN_SHIFT) |
  (isCall ? CALL : 0) |
  (isFailed ? FAILED : 0);
export const combinationOf = (key: number): number => key >>> COMBINATION_SHIFT;
export const binOf = (key: number): number => (key >>> BIN_SHIFT) & 0x1fff;
export const isCallKey = (key: number): boolean => (key & CALL) !== 0;
export const failedOf = (key: number): number => key & FAILED;
/** The key of the same span when it does not count as a call. */
export const withoutCall = (key: number): number => key & ~CALL;

/** Keys up to 2^31 and places up to 2^22 make one exact number that sorts by key. */
const PLACES = 2 ** 22;
const FIRST_KEYS = 8;
const KEY_BYTES = 8;
/** Rough size of what calls of a combination used, and of an empty minute. */
export const USAGE_BYTES = 160;
export const MINUTE_BYTES = 320 + FIRST_KEYS * KEY_BYTES;

/** Keys and how many spans there are of each, as columns. */
export interface SpanKeys {
  readonly keys: Uint32Array;
  readonly counts: Uint32Array;
  readonly length: number;
}

/** The spans that began in one minute: how many there are of each key, and what calls used by combination. */
export class Minute implements SpanKeys {
  /** Entries of the columns; a key may have more than one. */
  length = 0;
  keys = new Uint32Array(FIRST_KEYS);
  counts = new Uint32Array(FIRST_KEYS);
  readonly usage = new Map<number, UsageSum>();

  /** Adds a span; returns by how many bytes that made the minute larger. */
  add(key: number): number {
    const room = this.keys.length;
    if (this.length === room) this.makeRoom();
    this.keys[this.length] = key;
    this.counts[this.length++] = 1;
    return (this.keys.length - room) * KEY_BYTES;
  }

  /** Takes away one span that was added with this key. */
  take(key: number): void {
    for (let i = 0; i < this.length; i++) {
      if (this.keys[i] !== key || this.counts[i] === 0) continue;
      this.counts[i]!--;
      return;
    }
  }

  /** Joins entries of the same key; takes more memory only where that does not help. */
  private makeRoom(): void {
    const room = this.length;
    const { keys, counts, length } = sortByKey(this);
    const enough = length * 4 <= room * 3 ? room : room * 2;
    this.length = length;
    this.keys = new Uint32Array(enough);
    this.counts = new Uint32Array(enough);
    this.keys.set(keys.subarray(0, length));
    this.counts.set(counts.subarray(0, length));
  }
}

/** The same entries by key, alike ones together and none that is empty. */
function sortByKey({ keys, counts, length }: SpanKeys): SpanKeys {
  const order = new Float64Array(length);
  for (let i = 0; i < length; i++) order[i] = keys[i]! * PLACES + i;
  order.sort();
  const joined = new Uint32Array(length);
  const sums = new Uint32Array(length);
  let last = -1;
  for (let i = 0; i < length; i++) {
    const place = order[i]! % PLACES;
    if (counts[place] === 0) continue;
    if (last < 0 || keys[place] !== joined[last]) joined[++last] = keys[place]!;
    sums[last]! += counts[place]!;
  }
  return { keys: joined, counts: sums, length: last + 1 };
}
