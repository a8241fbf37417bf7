import { hashOf, isSame, keep } from './bytes';
import { KEY_SLOT, KEY_SLOTS, KEYS, MAX_KEY } from './layout';

/** What a policy says of an attribute key; {@link UNKNOWN} of one that was not seen yet. */
export const UNKNOWN = -1;
/** The attribute must be looked at whatever its value is. */
export const LOOK_ALWAYS = 1;
/** The value is never looked at. */
export const ALLOWED = 2;
/** A bare number under it can be a phone, a card or the like. */
export const NAMES_NUMBER = 4;
/** It says something about its value. */
export const HAS_CONTEXT = 8;

/** Which of the keys {@link keyFlags} or {@link rememberKey} was asked for last. */
export let keySlot = 0;

function slotFor(from: usize, to: usize, policy: i32): usize {
  keySlot = <i32>((hashOf(from, to, policy) >> 40) % KEY_SLOTS);
  return KEYS + <usize>keySlot * KEY_SLOT;
}

/** What is known of the key at these bytes. */
export function keyFlags(from: usize, to: usize, policy: i32): i32 {
  const slot = slotFor(from, to, policy);
  if (load<i32>(slot) !== policy || <usize>load<u16>(slot, 4) !== to - from) return UNKNOWN;
  return isSame(slot + 8, from, to) ? load<u16>(slot, 6) : UNKNOWN;
}

/** Remembers a key of at most {@link MAX_KEY} bytes; false for a longer one. */
export function rememberKey(from: usize, to: usize, policy: i32, flags: i32): bool {
  if (<i32>(to - from) > MAX_KEY) return false;
  const slot = slotFor(from, to, policy);
  store<i32>(slot, policy);
  store<u16>(slot, <u16>(to - from), 4);
  store<u16>(slot, <u16>flags, 6);
  keep(slot + 8, from, to);
  return true;
}
