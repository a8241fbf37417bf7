import { hashOf, isSame, keep } from './bytes';
import { ATTRIBUTE_SLOT, ATTRIBUTE_SLOTS, ATTRIBUTES, MAX_ATTRIBUTE } from './layout';

/**
 * Attributes that were clean, key and value together: what a program sends as its route, its query or its browser comes
 * again with nearly every span. One that comes a second time is stored, so that numbers of requests drive out nothing.
 */

let slot: usize = 0;
let mark: u32 = 0;

/** True when the attribute at these bytes was clean by this policy before. */
export function isKnownAttribute(from: usize, to: usize, policy: i32): bool {
  slot = 0;
  if (<i32>(to - from) > MAX_ATTRIBUTE) return false;
  const hash = hashOf(from, to, policy);
  slot = ATTRIBUTES + <usize>((hash >> 40) % ATTRIBUTE_SLOTS) * ATTRIBUTE_SLOT;
  mark = <u32>(hash >> 16);
  if (load<i32>(slot) !== policy || <usize>load<i32>(slot, 4) !== to - from) return false;
  return isSame(slot + 16, from, to);
}

/** Remembers that the attribute {@link isKnownAttribute} was asked for last is clean. */
export function rememberAttribute(from: usize, to: usize, policy: i32): void {
  if (slot === 0) return;
  if (load<u32>(slot, 8) !== mark) {
    store<u32>(slot, mark, 8);
    return;
  }
  store<i32>(slot, policy);
  store<i32>(slot, <i32>(to - from), 4);
  keep(slot + 16, from, to);
}
