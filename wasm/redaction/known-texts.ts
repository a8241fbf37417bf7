import { MAX_TEXT, TEXT_SLOT, TEXT_SLOTS, TEXTS } from './layout';
import { hashOf, isSame, keep } from './bytes';

/**
 * Short texts in which the scanner was asked to look and found nothing: names of browsers, of models, of hosts come
 * again and again. Only of keys that say nothing about their value.
 */

function slotFor(from: usize, to: usize, policy: i32): usize {
  return TEXTS + <usize>((hashOf(from, to, policy) >> 40) % TEXT_SLOTS) * TEXT_SLOT;
}

/** True when the scanner found nothing in the text at these bytes by this policy. */
export function isKnownText(from: usize, to: usize, policy: i32): bool {
  const slot = slotFor(from, to, policy);
  if (load<i32>(slot) !== policy || <usize>load<i32>(slot, 4) !== to - from) return false;
  return isSame(slot + 8, from, to);
}

/** Remembers a text of at most {@link MAX_TEXT} bytes. */
export function rememberText(from: usize, to: usize, policy: i32): void {
  if (<i32>(to - from) > MAX_TEXT) return;
  const slot = slotFor(from, to, policy);
  store<i32>(slot, policy);
  store<i32>(slot, <i32>(to - from), 4);
  keep(slot + 8, from, to);
}
