import { isOfKey, isOfSnmp, isRegion, mayBeOption, mayEndName } from './cheap-tests';
import { beginsEmphasis } from './emphasis';
import { ASK } from './handlers';
import { BESIDE, BYTES, MARGIN, PREFIX_SIZE, PREFIX_SLOTS, PREFIXES } from './layout';
import { isDigit, isHex, isWord, unit } from './units';

/**
 * The joints `_`, `-`, `.` and `$` are in all names of programs, and end the prefix of a token in hardly any. What is
 * beside one tells most of them: two characters before it that no prefix ends with, and no name of a secret after it.
 */

const DOLLAR = 36;
const DASH = 45;
const DOT = 46;
const UNDERSCORE = 95;
/** From the table of characters before a joint to that of characters after it. */
const AFTER: usize = 256;
/** In the length of a prefix: another one of the slot follows. */
const MORE = 0x80;

function bitOf(joint: i32): i32 {
  return 1 << (joint & 3);
}

function set(at: usize, joint: i32): void {
  store<u8>(at, load<u8>(at) | <u8>bitOf(joint));
}

/** Makes the tables of what may be beside a joint, apart from a prefix. */
export function prepareJoints(): void {
  // Before an option, and before the work factor of a hash.
  set(BESIDE + 32, DASH);
  set(BESIDE + 34, DASH);
  set(BESIDE + 39, DASH);
  // Before emphasis; of what is beyond Latin nothing is known.
  for (let code = 0; code < 256; code++)
    if (code > 127 || !isWord(code)) set(BESIDE + <usize>code, UNDERSCORE);
  for (let digit = 48; digit < 58; digit++) set(BESIDE + digit, DOLLAR);
  set(BESIDE + AFTER + DASH, DASH);
  // What `secretWordEnd` begins with, and `isRegion`.
  setName(107);
  setName(112);
  setName(115);
  setName(116);
  setName(117);
}

function setName(letter: i32): void {
  for (let code = letter & ~32; code <= letter; code += 32) {
    set(BESIDE + AFTER + code, DASH);
    set(BESIDE + AFTER + code, UNDERSCORE);
  }
}

function slotOf(joint: i32, second: i32, third: i32): usize {
  return (<usize>(((joint & 3) << 10) | ((third & 31) << 5) | (second & 31))) << 1;
}

/** False where {@link passJoint} passes the joint at `at` of the bytes, which is in most places. */
export function mayJoin(at: i32, joint: i32): bool {
  const place = BYTES + MARGIN + <usize>at;
  const before = <i32>load<u8>(place - 1);
  const next = <i32>load<u8>(place + 1);
  // No token goes on with a space.
  if (next <= 32) return false;
  const beside = <i32>load<u8>(BESIDE + before) | <i32>load<u8>(BESIDE + next, AFTER);
  return (
    load<u16>(PREFIX_SLOTS + slotOf(joint, before, load<u8>(place - 2))) !== 0 ||
    (beside & bitOf(joint)) !== 0 ||
    (joint === DOT && load<u8>(place + 7) === DOT) ||
    (joint === DASH && load<u8>(place + 9) === DASH)
  );
}

/** `mayEndPrefix` and `findPrefixedToken`, where {@link mayJoin}. */
export function passJoint(text: usize, at: i32): i32 {
  if (endsToken(text, at)) return ASK;
  const joint = unit(text, at);
  const next = unit(text, at + 1);
  if (joint === UNDERSCORE)
    return mayEndName(text, at + 1) || beginsEmphasis(text, at) ? ASK : at + 1;
  if (joint === DASH) {
    if (mayBeOption(text, at) || isRegion(text, at) || mayEndName(text, at + 1)) return ASK;
    if (isOfSnmp(text, at) || isOfKey(text, at) || isOfMailgun(text, at)) return ASK;
    return next === DASH && unit(text, at + 4) === DASH ? passDashes(text, at) : at + 1;
  }
  // The work factor of a hash.
  if (joint === DOLLAR) return isDigit(unit(text, at - 1)) ? ASK : at + 1;
  return unit(text, at + 7) === DOT ? passDot(text, at) : at + 1;
}

/** See `isOfMailgun` of the collector. */
function isOfMailgun(text: usize, at: i32): bool {
  return (
    unit(text, at + 9) === DASH &&
    isHex(unit(text, at + 1)) &&
    isHex(unit(text, at - 1)) &&
    isWord(unit(text, at - 32)) &&
    !isWord(unit(text, at - 33))
  );
}

/** A whole prefix of a token ends at `at`, and a word begins with it, unless it stands behind a vendor's name. */
function endsToken(text: usize, at: i32): bool {
  const slot = slotOf(unit(text, at), unit(text, at - 1), unit(text, at - 2));
  const number = <usize>load<u16>(PREFIX_SLOTS + slot);
  if (number === 0) return false;
  let prefix = PREFIXES + (number - 1) * PREFIX_SIZE;
  for (let goesOn = true; goesOn; prefix += PREFIX_SIZE) {
    goesOn = (load<u8>(prefix) & MORE) !== 0;
    const length = <i32>load<u8>(prefix) & ~MORE;
    let same = 0;
    while (same < length && unit(text, at - same) === load<u8>(prefix + (length - same))) same++;
    if (same === length) {
      const first = load<u8>(prefix + 1);
      if (first === UNDERSCORE || first === DASH) return true;
      const before = unit(text, at - length);
      if (!isWord(before) && (before !== DASH || !isWord(unit(text, at - length - 1)))) return true;
    }
  }
  return false;
}

/** `findPrivateKey`, for dashes that begin no PEM block. */
export function passDashes(text: usize, at: i32): i32 {
  if (unit(text, at + 5) === 66) return ASK;
  let end = at + 1;
  while (unit(text, end + 5) === DASH && unit(text, end) === DASH) end++;
  return end;
}

/** `findPrefixedToken` at a dot that ends no prefix: no account id of Discord before it. */
export function passDot(text: usize, at: i32): i32 {
  let start = at;
  while (start > at - 29 && (isWord(unit(text, start - 1)) || unit(text, start - 1) === DASH))
    start--;
  return at - start < 23 || at - start > 28 ? at + 1 : ASK;
}
