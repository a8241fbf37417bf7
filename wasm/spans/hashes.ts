/** The hashes of `src/main/collector/otlp/attribute-hash.ts`; they are stored, so both must be the same for ever. */

const KEY_SEED: i32 = 0x2f0b4c47;
/** Longer values are hashed by their key alone. */
const MAX_HASHED_BYTES: usize = 256;
const LONG_VALUE: i32 = 16;
const STRING_VALUE: i32 = 1;

/** Four bytes a step, as `hashBytes`. */
export function hashBytes(from: usize, to: usize, seed: i32): i32 {
  let hash: i32 = seed ^ (<i32>(to - from) * <i32>0x9e3779b1);
  let at = from;
  for (; at + 4 <= to; at += 4) {
    hash = (hash ^ load<i32>(at)) * <i32>0x85ebca6b;
    hash ^= hash >>> 15;
  }
  for (; at < to; at++) hash = (hash ^ <i32>load<u8>(at)) * <i32>0xc2b2ae35;
  hash ^= hash >>> 16;
  hash *= <i32>0x7feb352d;
  return hash ^ (hash >>> 15);
}

export function hashKey(from: usize, to: usize): i32 {
  return hashBytes(from, to, KEY_SEED);
}

function typed(keyHash: i32, type: i32): i32 {
  return keyHash ^ (type * <i32>0x27d4eb2f);
}

/** Of a scalar in two halves, or of a value that only its key is hashed for. */
export function hashHalves(keyHash: i32, type: i32, low: i32, high: i32): i32 {
  let hash: i32 = (typed(keyHash, type) ^ low) * <i32>0x85ebca6b;
  hash = (hash ^ (hash >>> 15) ^ high) * <i32>0xc2b2ae35;
  return hash ^ (hash >>> 16);
}

export function hashText(keyHash: i32, from: usize, to: usize): i32 {
  return to - from > MAX_HASHED_BYTES
    ? hashHalves(keyHash, LONG_VALUE, 0, 0)
    : hashBytes(from, to, typed(keyHash, STRING_VALUE));
}
