import { isClean } from './examine';
import { isAddressText } from './addresses';
import { ALLOWED, HAS_CONTEXT, keyFlags, LOOK_ALWAYS, NAMES_NUMBER, UNKNOWN } from './keys';
import { isKnownAttribute, rememberAttribute } from './known-attributes';
import { MAX_KEY } from './layout';
import { isLetter, nameEndings, slotOf } from './units';
import { BROKEN, contentEnd, contentStart, readDelimited, readVarint, value } from './wire';

/** Shorter numbers are nothing by themselves. */
const LEAST_NUMBER: f64 = 1_000_000;
const LEAST_CARD: f64 = 100_000_000_000;
const DASH = 45;
/** Longest name of an option or a header. */
const MAX_NAME = 64;

/** True when the attribute looked at last has a key that was not seen yet. */
export let isNewKey = false;
/** True when all of its value is an IPv4 address, and its key says nothing. */
export let isAddress = false;

/** True when the KeyValue at these bytes stays as it is. */
export function isCleanAttribute(from: usize, to: usize, policy: i32): bool {
  isNewKey = false;
  isAddress = false;
  if (isKnownAttribute(from, to, policy)) return true;
  if (from >= to || load<u8>(from) !== 0x0a) return false;
  let at = readDelimited(from + 1, to);
  if (at === BROKEN || at >= to || load<u8>(at) !== 0x12) return false;
  const keyStart = contentStart;
  const keyEnd = contentEnd;
  if (<i32>(keyEnd - keyStart) > MAX_KEY) return false;
  at = readDelimited(at + 1, to);
  if (at !== to) return false;
  const valueStart = contentStart;
  const flags = keyFlags(keyStart, keyEnd, policy);
  isNewKey = flags === UNKNOWN;
  if (isNewKey || (flags & LOOK_ALWAYS) !== 0) return false;
  if ((flags & (ALLOWED | HAS_CONTEXT)) === 0 && isAddressText(valueStart, to)) {
    isAddress = true;
    return false;
  }
  if (!isCleanValue(valueStart, to, flags, policy, 0)) return false;
  rememberAttribute(from, to, policy);
  return true;
}

/** True when the AnyValue at these bytes stays as it is; `flags` are those of its key. */
export function isCleanValue(from: usize, to: usize, flags: i32, policy: i32, depth: i32): bool {
  if (to - from < 2) return false;
  const tag = load<u8>(from);
  if (tag === 0x10) return readVarint(from + 1, to) === to;
  if (tag === 0x18) {
    if (readVarint(from + 1, to) !== to) return false;
    return (flags & ALLOWED) !== 0 || isSmall(<f64>value, flags);
  }
  if (tag === 0x21) {
    if (from + 9 !== to) return false;
    return (flags & ALLOWED) !== 0 || isSmall(load<f64>(from + 1), flags);
  }
  if (tag !== 0x0a && tag !== 0x2a) return false;
  if (readDelimited(from + 1, to) !== to) return false;
  if ((flags & ALLOWED) !== 0) return true;
  if (tag === 0x0a) {
    if (depth > 0 && mayTell(contentStart, contentEnd)) return false;
    return isClean(contentStart, contentEnd, flags, policy);
  }
  return depth === 0 && isCleanList(contentStart, contentEnd, flags, policy);
}

/** False for what is no number too. */
function isSmall(number: f64, flags: i32): bool {
  const size = abs(number);
  return size < ((flags & NAMES_NUMBER) !== 0 ? LEAST_NUMBER : LEAST_CARD);
}

/** `ListWords`: a text of a list that may tell what the next one is. */
function mayTell(from: usize, to: usize): bool {
  const size = <i32>(to - from);
  if (size > 0 && load<u8>(from) === DASH) return true;
  if (size < 3 || size > MAX_NAME || !isLetter(load<u8>(to - 1))) return false;
  const before = size > 3 ? <i32>load<u8>(to - 4) : 0;
  const slot = slotOf(load<u8>(to - 3), load<u8>(to - 2), load<u8>(to - 1));
  return ((nameEndings(slot) >> (before & 31)) & 1) === 1;
}

/** Values of an ArrayValue that are no lists themselves. */
function isCleanList(from: usize, to: usize, flags: i32, policy: i32): bool {
  let at = from;
  while (at < to) {
    if (load<u8>(at) !== 0x0a) return false;
    at = readDelimited(at + 1, to);
    if (at === BROKEN || !isCleanValue(contentStart, at, flags, policy, 1)) return false;
  }
  return true;
}
