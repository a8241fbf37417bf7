import { bytesLeft, hashOf, isSame } from './bytes';
import { ATTRIBUTE_SLOT, ATTRIBUTE_SLOTS, ATTRIBUTES, MAX_ATTRIBUTE } from './layout';

/**
 * Short attributes in which nothing was found, key and value: most of a span's come again in the next one, and to see
 * that takes a third of the time that looking at them does.
 */

/** Where {@link isKnownAttribute} looked last. */
let slot: usize = 0;

/** True when nothing was found in the KeyValue at these bytes by this policy. */
export function isKnownAttribute(from: usize, to: usize, policy: i32): bool {
  if (<i32>(to - from) > MAX_ATTRIBUTE) return false;
  slot = ATTRIBUTES + <usize>((hashOf(from, to, policy) >> 40) % ATTRIBUTE_SLOTS) * ATTRIBUTE_SLOT;
  if (load<i32>(slot) !== policy || <usize>load<i32>(slot, 4) !== to - from) return false;
  return isSame(slot + 8, from, to);
}

/** Remembers what {@link isKnownAttribute} was asked about last. */
export function rememberAttribute(from: usize, to: usize, policy: i32): void {
  if (<i32>(to - from) > MAX_ATTRIBUTE) return;
  store<i32>(slot, policy);
  store<i32>(slot, <i32>(to - from), 4);
  for (let at = from, seen = slot + 8; at < to; at += 8, seen += 8)
    store<u64>(seen, bytesLeft(at, to));
}
