import { beginsToken, endingSlot, isDigit, isHex, isLetter, isWord, unit } from './units';
import { isDefanged, isOddlyParted, isOfPhrase, isWrittenSign } from './odd-tests';
import { maySecretNameEnd } from './secret-name-tests';
import { isSigned, isTold } from './told-tests';

/**
 * The tests of `cheap-tests.ts` in `src/main/collector/redaction`, one for one; see there for what they are for. `text` is
 * where a text begins in memory, positions are in code units from there.
 */

const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const APOSTROPHE = 39;
const OPEN = 40;
const CLOSE = 41;
const STAR = 42;
const COMMA = 44;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const EQUALS = 61;
const AT = 64;
const LEAST_DIGITS = 6;

/** The digits that begin at `at` may be something; else the position from which to go on, negative and less one. */
export function numberOrSkip(text: usize, at: i32): i32 {
  let end = at + 1;
  while (isDigit(unit(text, end))) end++;
  const before = unit(text, at - 1);
  if (isWord(before)) {
    return isLetter(before) && mayBeGlued(text, at, end) ? at : wordOrSkip(text, at, end);
  }
  const next = unit(text, end);
  if (next === 91) {
    if (isDefanged(text, end)) return at;
  } else if (end > at + 2 && end < at + 5 && isOddlyParted(text, at, end)) return at;
  if (isWord(next)) return mayHaveLetters(text, at, end) ? at : wordOrSkip(text, at, end);
  if (isSigned(text, at) && isTold(text, at)) return at;
  if ((before === DOT || before === DASH) && isWord(unit(text, at - 2))) {
    if (before === DASH && isOfHost(text, at, end)) return at;
    if (before === DOT || unit(text, at + 6) !== DASH) return ~end;
  }
  const after = unit(text, end + 1);
  if (next === DOT && isDigit(after)) {
    let last = end + 2;
    while (isDigit(unit(text, last))) last++;
    if (unit(text, last) === DOT) return at;
    return after === 48 && last === end + 2 && isLong(at, end) ? at : ~last;
  }
  if (end - at >= LEAST_DIGITS) return at;
  if (next === SPACE && isTimed(text, at, end)) return ~end;
  if (next === SPACE && isDashed(text, at, end)) return at;
  if (next === SPACE || next === DOT) return isDigit(after) || after === OPEN ? at : ~end;
  if (next === DASH || next === SLASH || next === CLOSE) {
    if (isDigit(after) || after === OPEN || after === SLASH) return at;
    if (next === DASH && unit(text, at + 6) === DASH) return at;
    if (next === CLOSE && (after === SPACE || after === DASH)) return at;
  }
  return ~end;
}

export function isDashed(text: usize, at: i32, end: i32): bool {
  return (
    unit(text, at) === 48 &&
    unit(text, end) === SPACE &&
    (unit(text, end + 1) === DASH || unit(text, end + 1) === SLASH) &&
    unit(text, end + 2) === SPACE &&
    isDigit(unit(text, end + 3))
  );
}

export function isOfHost(text: usize, at: i32, end: i32): bool {
  if (unit(text, end) !== DASH || end - at > 3 || !isDigit(unit(text, end + 1))) return false;
  if (unit(text, at - 2) === 112) return unit(text, at - 3) === 105 && !isWord(unit(text, at - 4));
  return (
    unit(text, at - 2) === 50 &&
    unit(text, at - 3) === 99 &&
    unit(text, at - 4) === 101 &&
    !isWord(unit(text, at - 5))
  );
}

export function isLong(at: i32, end: i32): bool {
  return end - at >= 9 && end - at <= 19;
}

/** Of a date before a time of day, or the last two digits of one: `Nov 22 10:20:30`, `10:20:30 2026`. */
function isTimed(text: usize, at: i32, end: i32): bool {
  if (end - at === 2 && unit(text, at - 1) === COLON && isDigit(unit(text, at - 2))) return true;
  const colon = unit(text, end + 2) === COLON ? end + 2 : end + 3;
  return (
    isDigit(unit(text, end + 1)) &&
    unit(text, colon) === COLON &&
    isDigit(unit(text, colon - 1)) &&
    isDigit(unit(text, colon + 1))
  );
}

function wordOrSkip(text: usize, at: i32, end: i32): i32 {
  const last = wordEnd(text, end);
  return endsLicense(text, last) ? at : ~last;
}

function endsLicense(text: usize, at: i32): bool {
  const last = unit(text, at) === 70 ? at + 4 : at;
  return unit(text, last) === 78 && unit(text, last + 1) === 82 && unit(text, last + 2) === 65;
}

/** The digits before `end` are in a word that may be a license key. */
export function mayBeLicense(text: usize, end: i32): bool {
  return endsLicense(text, wordEnd(text, end));
}

function wordEnd(text: usize, from: i32): i32 {
  let end = from;
  let code = unit(text, end);
  while (isDigit(code) || (code >= 97 && code <= 102)) code = unit(text, ++end);
  return end;
}

function mayBeGlued(text: usize, at: i32, end: i32): bool {
  const before = unit(text, at - 1);
  if (end - at >= 2 && isLetter(unit(text, at - 2)) && !isWord(unit(text, at - 3))) return true;
  if (before === 83 || unit(text, at + 4) === DASH || unit(text, at + 5) === DASH) return true;
  if (before === 66 && unit(text, end) === 94) return true;
  return mayBeWordToken(text, at);
}

export function mayBeWordToken(text: usize, at: i32): bool {
  let start = at;
  while (start > at - 60 && isLetter(unit(text, start - 1))) start--;
  if (isWord(unit(text, start - 1))) return false;
  return mayBegin(text, start);
}

function mayBegin(text: usize, start: i32): bool {
  const sign = unit(text, start - 1);
  return (
    beginsToken(endingSlot(unit(text, start), unit(text, start + 1), unit(text, start + 2))) ||
    ((sign < OPEN || sign === AT) && isTold(text, start))
  );
}

function mayHaveLetters(text: usize, at: i32, end: i32): bool {
  if (unit(text, at + 3) === DASH && unit(text, at + 6) === DASH) return true;
  if (mayBegin(text, at)) return true;
  const next = unit(text, end);
  return end - at >= 9 && (next === 120 || next === 101);
}

export function isRegion(text: usize, at: i32): bool {
  return unit(text, at + 1) === 117 && unit(text, at + 2) === 115 && isDigit(unit(text, at + 3));
}

export function mayEndName(text: usize, at: i32): bool {
  let end = secretWordEnd(text, at);
  if (end === 0) return false;
  const sign = unit(text, end);
  const isQuoted = sign === QUOTE || sign === APOSTROPHE;
  if (isQuoted || sign === 96 || sign === 93 || sign === CLOSE) end++;
  if (isQuoted && (unit(text, end) === CLOSE || unit(text, end) === 93)) end++;
  const next = unit(text, end);
  if (next > 127 || next === 124) return true;
  if (next === COMMA) return isQuoted || unit(text, at) < 97 || isWord(unit(text, end + 1));
  if (next === 10 || next === 13) return true;
  if (next !== SPACE && next !== TAB) return false;
  const after = unit(text, end + 1);
  return after > SPACE && after !== COLON && after !== EQUALS;
}

function secretWordEnd(text: usize, at: i32): i32 {
  const second = unit(text, at + 1) | 32;
  const third = unit(text, at + 2) | 32;
  let end = 0;
  switch (unit(text, at) | 32) {
    case 107:
      if (second === 101 && third === 121) end = at + 3;
      break;
    case 116:
      if (second === 111 && third === 107 && (unit(text, at + 4) | 32) === 110) end = at + 5;
      break;
    case 115:
      if (second === 101 && third === 99 && (unit(text, at + 5) | 32) === 116) end = at + 6;
      break;
    case 117:
      if (second === 115 && third === 101 && (unit(text, at + 5) | 32) === 119) end = at + 7;
      break;
    case 112:
      if (second === 119 && third === 100) end = at + 3;
      else if (second === 97 && third === 115) {
        end = at + 4;
        if ((unit(text, end) | 32) === 119) end += (unit(text, end + 1) | 32) === 100 ? 2 : 4;
      }
      break;
    default:
  }
  return isWord(unit(text, end)) ? 0 : end;
}

export function isOfSnmp(text: usize, at: i32): bool {
  return (
    unit(text, at - 1) === 112 &&
    unit(text, at - 2) === 109 &&
    unit(text, at + 1) === 115 &&
    unit(text, at + 2) === 101 &&
    unit(text, at + 3) === 114
  );
}

export function isOfKey(text: usize, at: i32): bool {
  return (
    unit(text, at - 1) === 121 &&
    unit(text, at - 2) === 101 &&
    unit(text, at + 1) === 115 &&
    unit(text, at + 2) === 116 &&
    unit(text, at + 3) === 114
  );
}

export function isAfterValues(text: usize, at: i32): bool {
  let last = at - 1;
  while (last > at - 8 && unit(text, last) <= SPACE) last--;
  return (
    (unit(text, last) | 32) === 115 &&
    (unit(text, last - 1) | 32) === 101 &&
    (unit(text, last - 2) | 32) === 117 &&
    (unit(text, last - 3) | 32) === 108
  );
}

export function mayBeOption(text: usize, at: i32): bool {
  const before = unit(text, at - 1);
  if (before !== SPACE && before !== QUOTE && before !== APOSTROPHE) return false;
  const next = unit(text, at + 1);
  if (next === DASH) return isLetter(unit(text, at + 2));
  if ((next | 32) === 112 || next === 97 || next === 119) return true;
  return (
    next === 83 ||
    next === 99 ||
    (unit(text, at + 2) === SPACE &&
      ((next | 32) === 117 || next === 65 || next === 88 || next === 107)) ||
    (next === 115 && unit(text, at + 6) === 112) ||
    (next === 107 && unit(text, at + 4) === 112)
  );
}

export function mayBeField(text: usize, at: i32): bool {
  const next = unit(text, at + 1);
  if (next === SLASH && unit(text, at + 2) === SLASH) return true;
  if (next === COLON || (isHex(next) && mayBeAddress(text, at))) return true;
  const before = unit(text, at - 1);
  if (isWord(before) && next > QUOTE && next !== APOSTROPHE && next !== SLASH) return true;
  if (before === STAR && unit(text, at - 2) === COLON) return true;
  return maySecretNameEnd(text, at);
}

function mayBeAddress(text: usize, at: i32): bool {
  if (!isHex(unit(text, at - 1))) return false;
  for (let index = at + 2; index < at + 6; index++) {
    if (unit(text, index) === COLON) return true;
    if (!isHex(unit(text, index))) return false;
  }
  return false;
}

export function mayBeToken(text: usize, at: i32): bool {
  const before = unit(text, at - 1);
  const next = unit(text, at + 1);
  switch (unit(text, at)) {
    case 73:
      if (next === 78) return (before === 71 || before === 65) && unit(text, at + 2) <= SPACE;
      return next === 65 || (before === 65 && next === 122);
    case 74:
      return before === 121 || next === 81;
    case 75:
      if (next === 101) return mayEndName(text, at);
      return before === 83 || (before === 108 && unit(text, at - 2) === 88);
    case 83:
      if (before === 65) return next === 83 && unit(text, at + 2) === SPACE;
      if (before === 123) return next === 83 || next === 72 || next === 77;
      return next === 101 && (unit(text, at + 6) === 83 || mayEndName(text, at));
    case 84:
      return next === 111 && mayEndName(text, at);
    case 87:
      return next === 79 && before === 83;
    case 66:
      if (next === 101 || next === 97) {
        const third = unit(text, at + 2);
        return third === 97 || third === 115;
      }
      return before === 66;
    case 89:
      return (before === 66 || before === 98) && (unit(text, at - 3) | 32) === 100;
    case 107:
      return next === 101 && mayBeSaid(text, at);
    case 90:
    case 122:
      if (before === 65 && next === 68) return unit(text, at + 2) === 79;
      return (before | 32) === 105 && (next | 32) === 97 && (unit(text, at - 2) | 32) === 114;
    case 91:
      return isWrittenSign(text, at);
    case 114:
      if (before === 104) return isOfPhrase(text, at);
      return (
        before === 99 &&
        next === 101 &&
        unit(text, at + 2) === 116 &&
        (unit(text, at + 3) === SPACE || mayEndName(text, at - 3))
      );
    case 117:
      return (
        before === 97 && next === 116 && unit(text, at - 2) === 114 && unit(text, at + 3) === SPACE
      );
    case 113:
      return next === 117 && unit(text, at + 5) === 112 && unit(text, at + 9) <= SPACE;
    case 119:
      if (before === 112) {
        if (next === 100) return mayEndName(text, at - 1);
        return next === SPACE && (unit(text, at - 2) === 100 || unit(text, at - 2) === 116);
      }
      return (next === 111 || next === 100) && (before === 115 || before === 110);
    default:
      // `mayBeSpoken`: what may come before.
      return before === 97 || before === 101 || before === 115 || before === SPACE || before > 127;
  }
}

function mayBeSaid(text: usize, at: i32): bool {
  if (unit(text, at + 2) === 121) {
    const sign = unit(text, at - 1);
    return (sign === SPACE || sign === 105 || sign === DOT) && mayEndName(text, at);
  }
  if (unit(text, at - 1) !== 111 || unit(text, at - 2) !== 116) return false;
  const before = unit(text, at - 3);
  return before !== DASH && !isWord(before) && mayEndName(text, at - 2);
}
