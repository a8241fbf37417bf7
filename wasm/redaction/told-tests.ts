import { isDigit, isLetter, isWord, unit } from './units';

/** The tests of `src/main/collector/redaction/told-tests.ts`, one for one. */

const SPACE = 32;
const EXCLAMATION = 33;
const QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const APOSTROPHE = 39;
const STAR = 42;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const TWO = 50;
const FIVE = 53;
const SIX = 54;
const COLON = 58;
const AT = 64;
const MAX_LETTERS = 32;
const MAX_NAME = 24;

export function isSigned(text: usize, at: i32): bool {
  const sign = unit(text, at - 1);
  return (
    (sign === AT || sign === EXCLAMATION || (sign >= HASH && sign <= DOLLAR)) &&
    isLetter(unit(text, at - 2))
  );
}

export function isTold(text: usize, from: i32): bool {
  let start = from;
  const sign = unit(text, start - 1);
  if (sign === AT || sign === EXCLAMATION || (sign >= HASH && sign <= DOLLAR)) {
    start--;
    while (start > from - MAX_LETTERS && isLetter(unit(text, start - 1))) start--;
  }
  let last = start - 1;
  const quote = unit(text, last);
  if (quote === QUOTE || quote === APOSTROPHE) last--;
  if (unit(text, last) !== SPACE) return false;
  last--;
  return endsCommand(text, last) || endsCommand(text, beforeName(text, last));
}

function endsCommand(text: usize, last: i32): bool {
  const before = unit(text, last - 1) | 32;
  const third = unit(text, last - 2) | 32;
  switch (unit(text, last) | 32) {
    case 115: // pass, t is
      return (before === 115 && third === 97) || (before === 105 && third === SPACE);
    case 104: // auth
      return before === 116 && third === 117;
    case 121: // d by
      return before === 98 && third === SPACE;
    case 110: // login
      return before === 105 && third === 103;
    case 114: // user
      return before === 101 && third === 115;
    case 116: // secret, est
      return before === 115
        ? third === 101 && unit(text, last - 3) === SPACE
        : before === 101 && third === 114;
    case 109: // sifrem
      return before === 101 && third === 114 && unit(text, last - 3) === 102;
    default:
      return false;
  }
}

function beforeName(text: usize, last: i32): i32 {
  let at = last;
  while (at > last - MAX_NAME && isNamePart(unit(text, at))) at--;
  return unit(text, at) === SPACE && at < last ? at - 1 : last;
}

function isNamePart(code: i32): bool {
  return isWord(code) || code === DOT || code === DASH;
}

export function isSlashOption(text: usize, at: i32): bool {
  const before = unit(text, at - 1) | 32;
  if (unit(text, at - 2) === SLASH) return before === 112 && unit(text, at - 3) === SPACE;
  return (
    before === 114 &&
    unit(text, at - 5) === SLASH &&
    unit(text, at - 6) === SPACE &&
    (unit(text, at - 4) | 32) === 117
  );
}

export function isAfterPort(text: usize, at: i32, before: i32): bool {
  if (before === STAR) return unit(text, at - 2) === COLON;
  if (!isDigit(before)) return false;
  const first = unit(text, at - 4);
  if (unit(text, at - 5) === COLON) return first === FIVE || first === SIX;
  return unit(text, at - 6) === COLON && unit(text, at - 5) === TWO;
}

export function isOfJwt(text: usize, at: i32): bool {
  const last = unit(text, at - 1);
  const dot = last === 110 ? at - 5 : last === 121 || last === 101 ? at - 7 : at;
  return (
    unit(text, dot) === DOT &&
    (unit(text, dot - 1) | 32) === 116 &&
    (unit(text, dot - 2) | 32) === 119 &&
    (unit(text, dot - 3) | 32) === 106
  );
}
