import { isDigit, isLetter, nameEndings, slotOf, unit } from './units';

/** The tests of `src/main/collector/redaction/secret-name-tests.ts`, one for one. */

const SPACE = 32;
const EXCLAMATION = 33;
const QUOTE = 34;
const APOSTROPHE = 39;
const CLOSE = 41;
const DOT = 46;
const COLON = 58;
const SEMICOLON = 59;
const MAX_SPACES = 40;

export function maySecretNameEnd(text: usize, at: i32): bool {
  let last = at - 1;
  for (let spaces = 0; spaces < MAX_SPACES && unit(text, last) === SPACE; spaces++) last--;
  for (let skipped = 0; skipped < 4 && partsName(unit(text, last)); skipped++) last--;
  if (unit(text, last) === SEMICOLON) last = beforeEntity(text, last);
  if (isDigit(unit(text, last))) last = beforeNumber(text, last);
  const code = unit(text, last);
  const allowed = nameEndings(slotOf(unit(text, last - 2), unit(text, last - 1), code));
  if (allowed !== 0 && ((allowed >> (unit(text, last - 3) & 31)) & 1) === 1) {
    if ((unit(text, last - 1) | 32) === 114 && (unit(text, last - 2) | 32) === 117)
      return (unit(text, last - 5) | 32) === 110 && (unit(text, last - 6) | 32) === 103;
    if ((code | 32) === 101 && (unit(text, last - 1) | 32) === 100)
      return (unit(text, last - 4) | 32) === 115;
    return (
      (code | 32) !== 110 || (unit(text, last - 1) | 32) !== 111 || mayBeSecretNoun(text, last)
    );
  }
  return (
    (code | 32) === 119 &&
    (unit(text, last - 1) | 32) === 112 &&
    (!isLetter(unit(text, last - 2)) || isLetter(unit(text, last - 3)))
  );
}

function beforeNumber(text: usize, last: i32): i32 {
  let at = last - 1;
  while (at > last - 3 && isDigit(unit(text, at))) at--;
  if ((unit(text, at) | 32) === 118 && !isDigit(unit(text, at - 1))) at--;
  const joint = unit(text, at);
  return joint === 95 || joint === 45 || joint === DOT || joint === SPACE ? at - 1 : at;
}

function mayBeSecretNoun(text: usize, last: i32): bool {
  const before = unit(text, last - 4) | 32;
  if (before !== 97) return before === 115 && (unit(text, last - 6) | 32) === 115;
  const third = unit(text, last - 5) | 32;
  const fifth = unit(text, last - 7) | 32;
  return (
    (third === 122 && fifth === 114) ||
    (third === 99 && fifth === 116) ||
    (third === 109 && fifth === 105)
  );
}

function beforeEntity(text: usize, at: i32): i32 {
  for (let start = at - 1; start > at - 6; start--) if (unit(text, start) === 38) return start - 1;
  return at;
}

function partsName(code: i32): bool {
  // Nearly always a letter.
  if (code > 96) return code === 124 || code === 125;
  return (
    code === SPACE ||
    code === QUOTE ||
    code === APOSTROPHE ||
    code === EXCLAMATION ||
    code === 91 ||
    code === 93 ||
    code === CLOSE ||
    code === COLON ||
    code === 96 ||
    code === 63 ||
    code === 43 ||
    code === 42 ||
    code === DOT
  );
}
