const FIRST: u64 = 0x9e37_79b9_7f4a_7c15;
const SECOND: u64 = 0xc2b2_ae3d_27d4_eb4f;
const THIRD: u64 = 0x1656_67b1_9e37_79f9;
/** Bytes from which on a hash takes two more places. */
const LONG: usize = 40;

/** The eight bytes at `at`, zeros for those from `to` on. */
function bytesLeft(at: usize, to: usize): u64 {
  const left = to - at;
  if (left === 0) return 0;
  const value = load<u64>(at);
  return left >= 8 ? value : value & (((<u64>1) << (left << 3)) - 1);
}

/**
 * A hash of some bytes, of which the upper bits are good: of their number, their beginning, middle and end. It says where
 * to look, and {@link isSame} whether they are the same.
 */
export function hashOf(from: usize, to: usize, seed: i32): u64 {
  const size = to - from;
  let hash = ((<u64>seed) << 32) ^ <u64>size;
  if (size < 8) return (hash ^ (bytesLeft(from, to) * SECOND)) * FIRST;
  hash ^= load<u64>(from) * FIRST;
  hash ^= rotl<u64>(load<u64>(from + ((size - 8) >> 1)) * SECOND, 21);
  hash ^= rotl<u64>(load<u64>(to - 8) * THIRD, 42);
  if (size >= LONG) {
    hash ^= rotl<u64>(load<u64>(from + (size >> 2)) * SECOND, 11);
    hash ^= rotl<u64>(load<u64>(to - 8 - (size >> 2)) * THIRD, 32);
  }
  return (hash ^ (hash >> 32)) * FIRST;
}

/** True when what {@link keep} stored at `seen` is what lies between `from` and `to`. */
export function isSame(seen: usize, from: usize, to: usize): bool {
  let at = from;
  let other = seen;
  for (; at + 16 <= to; at += 16, other += 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(other))) !== 0xffff) return false;
  }
  const counted = (1 << (<i32>(to - at))) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(other))) & counted) === counted;
}

/** Stores the bytes between `from` and `to`, and what follows them up to the next sixteen. */
export function keep(seen: usize, from: usize, to: usize): void {
  for (let at = from, other = seen; at < to; at += 16, other += 16) {
    v128.store(other, v128.load(at));
  }
}
