import { hashOf, isSame, keep } from './bytes';
import { ATTRIBUTE_SLOT, ATTRIBUTE_SLOTS, ATTRIBUTES, MARKS, MAX_ATTRIBUTE } from './layout';

/**
 * Attributes that were clean, key and value together: what a program sends as its route, its query or its browser comes
 * again with nearly every span. One that comes a second time is stored, so that numbers of requests drive out nothing:
 * of what is new only its mark is looked at, and marks are so few bytes that they stay near.
 */

let slot: usize = 0;
let markAt: usize = 0;
let mark: u32 = 0;

/** True when the attribute at these bytes was clean by this policy before. */
export function isKnownAttribute(from: usize, to: usize, policy: i32): bool {
  slot = 0;
  if (<i32>(to - from) > MAX_ATTRIBUTE) return false;
  const hash = hashOf(from, to, policy);
  const index = <usize>((hash >> 40) % ATTRIBUTE_SLOTS);
  slot = ATTRIBUTES + index * ATTRIBUTE_SLOT;
  markAt = MARKS + (index << 2);
  mark = <u32>(hash >> 8);
  if (load<u32>(markAt) !== mark) return false;
  if (load<i32>(slot) !== policy || <usize>load<i32>(slot, 4) !== to - from) return false;
  return isSame(slot + 16, from, to);
}

/** Remembers that the attribute {@link isKnownAttribute} was asked for last is clean. */
export function rememberAttribute(from: usize, to: usize, policy: i32): void {
  if (slot === 0) return;
  if (load<u32>(markAt) !== mark) {
    store<u32>(markAt, mark);
    return;
  }
  store<i32>(slot, policy);
  store<i32>(slot, <i32>(to - from), 4);
  keep(slot + 16, from, to);
}
