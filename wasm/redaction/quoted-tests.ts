import { isDigit, isHex, isLetter, isWord, unit } from './units';

/** The tests of `src/main/collector/redaction/quoted-tests.ts`, one for one. */

const HASH = 35;
const PERCENT = 37;
const AMPERSAND = 38;
const OPEN = 40;
const CLOSE = 41;
const PLUS = 43;
const DASH = 45;
const DOT = 46;
const SEMICOLON = 59;
const EQUALS = 61;
const AT = 64;
const UNDERSCORE = 95;

export function isQuotedSign(text: usize, at: i32): bool {
  const first = unit(text, at + 1);
  const second = unit(text, at + 2) | 32;
  if (unit(text, at) === AMPERSAND) {
    if (first === HASH) return isNumericEntity(text, at + 2);
    if (first === 110)
      return second === 98 && isDigit(unit(text, at - 1)) && isDigit(unit(text, at + 6));
    return (
      first === 99 &&
      second === 111 &&
      unit(text, at + 3) === 109 &&
      unit(text, at + 7) === SEMICOLON
    );
  }
  if (beginsAddress(text, at + 3)) return true;
  if (isSign(first | 32, second) && beginsValue(text, at + 3)) return true;
  if ((first | 32) >= 99 && (first | 32) <= 101) {
    if (isInDomain(text, at)) return true;
    if ((first | 32) === 101) return isQuotedTriple(text, at);
    return (
      second === 50 &&
      (unit(text, at + 4) | 32) === 97 &&
      isDigit(unit(text, at - 1)) &&
      isDigit(unit(text, at + 6))
    );
  }
  if (first === 50 && second === 48)
    return (
      (isDigit(unit(text, at - 1)) || unit(text, at - 1) === CLOSE) && isDigit(unit(text, at + 3))
    );
  if (first === 50) return second === 98 || second === 53;
  if (first === 52) return second === 48;
  return first === 51 && (second === 97 || second === 100);
}

function beginsAddress(text: usize, at: i32): bool {
  let end = at;
  while (end < at + 3 && isDigit(unit(text, end))) end++;
  return end > at && unit(text, end) === DOT && isDigit(unit(text, end + 1));
}

function isSign(first: i32, second: i32): bool {
  switch (first) {
    case 48:
      return second === 57 || second === 97 || second === 100;
    case 50:
      return isDigit(second) || (second >= 97 && second <= 102);
    case 51:
    case 53:
    case 55:
      return second >= (first === 51 ? 97 : 98) && second <= 102;
    case 54:
      return second === 48;
    case 56:
    case 57:
    case 97:
    case 98:
      return isHex(second);
    default:
      return false;
  }
}

const MAX_LETTERS = 20;

function beginsValue(text: usize, at: i32): bool {
  if (isDigit(unit(text, at))) {
    const fourth = unit(text, at + 3);
    return (
      isDigit(unit(text, at + 1)) &&
      isDigit(unit(text, at + 2)) &&
      (isDigit(fourth) || fourth === DASH || fourth === DOT)
    );
  }
  if (unit(text, at) === OPEN || unit(text, at) === PLUS) return isDigit(unit(text, at + 1));
  if (!isLetter(unit(text, at))) return false;
  for (let next = at + 1; next < at + MAX_LETTERS; next++) {
    const code = unit(text, next);
    if (isDigit(code) || code === UNDERSCORE || code === DASH) return true;
    if (!isLetter(code)) return false;
  }
  return true;
}

const MAX_DOMAIN = 64;

function isInDomain(text: usize, at: i32): bool {
  let from = at - 1;
  while (from > at - MAX_DOMAIN && isNamePart(unit(text, from))) from--;
  return unit(text, from) === AT;
}

function isNamePart(code: i32): bool {
  return isWord(code) || code === DOT || code === DASH;
}

function isQuotedTriple(text: usize, at: i32): bool {
  const third = unit(text, at + 4) | 32;
  if (unit(text, at + 2) === 50)
    return third === 56 && isDigit(unit(text, at - 1)) && isDigit(unit(text, at + 9));
  return (unit(text, at + 2) | 32) === 102 && third === 98 && unit(text, at + 6) === PERCENT;
}

const MAX_PARAMETER = 32;
const MAX_IBAN = 41;

export function isFormSpace(text: usize, at: i32): bool {
  if (!isDigit(unit(text, at - 1)) || !isDigit(unit(text, at + 1)) || !isDigit(unit(text, at - 2)))
    return isIbanSpace(text, at);
  let from = at - 3;
  while (from > at - MAX_PARAMETER && isOfNumber(unit(text, from))) from--;
  if (unit(text, from) === EQUALS && isWord(unit(text, from - 1))) return true;
  return isIbanSpace(text, at);
}

function isIbanSpace(text: usize, at: i32): bool {
  const sign = unit(text, at - 5);
  if ((sign !== PLUS && sign !== EQUALS) || !isWord(unit(text, at + 1))) return false;
  let from = at - 5;
  while (from > at - MAX_IBAN && unit(text, from) === PLUS) from -= 5;
  return (
    unit(text, from) === EQUALS &&
    isLetter(unit(text, from + 1)) &&
    isLetter(unit(text, from + 2)) &&
    isDigit(unit(text, from + 3)) &&
    isDigit(unit(text, from + 4))
  );
}

function isOfNumber(code: i32): bool {
  return isDigit(code) || code === PERCENT || code === PLUS;
}

function isNumericEntity(text: usize, at: i32): bool {
  const first = unit(text, at);
  const second = unit(text, at + 1);
  if ((first | 32) === 120) {
    const third = unit(text, at + 2) | 32;
    return unit(text, at + 3) === SEMICOLON && (second !== 50 || (third !== 50 && third !== 55));
  }
  if (first === 51) return unit(text, at + 2) === SEMICOLON && second !== 52 && second !== 57;
  return unit(text, first === 49 ? at + 3 : at + 2) === SEMICOLON && isDigit(first);
}
