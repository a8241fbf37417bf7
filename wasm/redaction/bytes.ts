/** The eight bytes at `at`, zeros for those from `to` on. */
export function bytesLeft(at: usize, to: usize): u64 {
  const value = load<u64>(at);
  const left = to - at;
  return left >= 8 ? value : value & (((<u64>1) << (left << 3)) - 1);
}

/** A hash of some bytes, of which the upper bits are good. */
export function hashOf(from: usize, to: usize, seed: i32): u64 {
  let hash: u64 = <u64>seed;
  for (let at = from; at < to; at += 8) {
    hash = (hash ^ bytesLeft(at, to)) * 0x9e37_79b9_7f4a_7c15;
    hash ^= hash >> 29;
  }
  return hash;
}

/** True when what was stored at `seen`, filled up with zeros, is what lies between `from` and `to`. */
export function isSame(seen: usize, from: usize, to: usize): bool {
  for (let at = from, other = seen; at < to; at += 8, other += 8) {
    if (load<u64>(other) !== bytesLeft(at, to)) return false;
  }
  return true;
}
