import { hashKey } from './hashes';
import { KEY_SLOT, KEY_SLOTS, KEYS, MAX_KEY } from './layout';

function slotOf(hash: i32): usize {
  return KEYS + <usize>(hash & (KEY_SLOTS - 1)) * KEY_SLOT;
}

function nextSlot(slot: usize): usize {
  const next = slot + KEY_SLOT;
  return next === KEYS + KEY_SLOTS * KEY_SLOT ? KEYS : next;
}

/** The number of the key at these bytes, whose hash this is; -1 for one that is not known. */
export function findKey(from: usize, to: usize, hash: i32): i32 {
  let slot = slotOf(hash);
  while (load<i32>(slot) !== 0) {
    if (load<i32>(slot, 4) === hash && isKey(slot, from, to)) return load<i32>(slot) - 1;
    slot = nextSlot(slot);
  }
  return -1;
}

function isKey(slot: usize, from: usize, to: usize): bool {
  const size = to - from;
  if (load<u32>(slot, 8) !== <u32>size) return false;
  let at: usize = 0;
  for (; at + 8 <= size; at += 8) {
    if (load<u64>(slot + at, 12) !== load<u64>(from + at)) return false;
  }
  const left = ((<u64>1) << ((size - at) << 3)) - 1;
  return ((load<u64>(slot + at, 12) ^ load<u64>(from + at)) & left) === 0;
}

/** Adds the key at these bytes, of at most {@link MAX_KEY}; false for a longer one. */
export function addKey(from: usize, to: usize, number: i32): bool {
  if (<i32>(to - from) > MAX_KEY) return false;
  const hash = hashKey(from, to);
  let slot = slotOf(hash);
  while (load<i32>(slot) !== 0) slot = nextSlot(slot);
  store<i32>(slot, number + 1);
  store<i32>(slot, hash, 4);
  store<u32>(slot, <u32>(to - from), 8);
  memory.copy(slot + 12, from, to - from);
  return true;
}
