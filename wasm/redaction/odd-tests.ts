import { isDigit, isWord, unit } from './units';

/** The tests of `src/main/collector/redaction/odd-tests.ts`, one for one. */

const SPACE = 32;
const COMMA = 44;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const OPEN = 91;
const CLOSE = 93;
const UNDERSCORE = 95;
const BAR = 124;
const TILDE = 126;
const MAX_GAP = 3;

export function isOddlyParted(text: usize, at: i32, end: i32): bool {
  const count = end - at;
  if (count !== 3 && count !== 4) return false;
  const sign = unit(text, end);
  let next = end + 1;
  if (sign === SPACE || sign === DOT) {
    const after = unit(text, next);
    if (after !== DASH && after !== BAR && after !== SLASH) return false;
  } else if (!isOddSign(sign) || (sign === DASH && unit(text, next) !== DASH)) return false;
  while (next < end + MAX_GAP && isOddSign(unit(text, next))) next++;
  const gap = next - end;
  if (gap === 1 && sign === SLASH) return false;
  if (gap === 2 && unit(text, next - 1) === SPACE) return false;
  let after = next;
  while (after < next + 6 && isDigit(unit(text, after))) after++;
  const second = after - next;
  if (second !== count && second !== 2 && second !== 6) return false;
  for (let index = 0; index < gap; index++) {
    if (unit(text, after + index) !== unit(text, end + index)) return false;
  }
  return isDigit(unit(text, after + gap));
}

function isOddSign(code: i32): bool {
  return (
    code === SPACE ||
    (code >= COMMA && code <= SLASH) ||
    code === UNDERSCORE ||
    code === BAR ||
    code === TILDE ||
    code === 42
  );
}

export function isDefanged(text: usize, end: i32): bool {
  return unit(text, end) === OPEN && unit(text, end + 1) === DOT && unit(text, end + 2) === CLOSE;
}

export function isWrittenSign(text: usize, at: i32): bool {
  const end = unit(text, at + 3);
  return (
    (unit(text, at + 1) | 32) === 97 &&
    (unit(text, at + 2) | 32) === 116 &&
    (end === 41 || end === CLOSE)
  );
}

export function isOfPhrase(text: usize, at: i32): bool {
  return (
    unit(text, at - 1) === 104 &&
    (unit(text, at - 2) | 32) === 112 &&
    unit(text, at + 1) === 97 &&
    unit(text, at + 2) === 115 &&
    unit(text, at + 3) === 101 &&
    !isWord(unit(text, at + 4))
  );
}
