import {
  beginsToken,
  endingSlot,
  endsLonger,
  endsPrefixSlot,
  isDigit,
  isHex,
  isLetter,
  isWord,
  nameEndings,
  slotOf,
  unit,
} from './units';

/**
 * The tests of `src/main/collector/redaction/cheap-tests.ts`, one for one; see there for what they are for. `text` is where a text begins in
 * memory, positions are in code units from there.
 */

const SPACE = 32;
const QUOTE = 34;
const APOSTROPHE = 39;
const OPEN = 40;
const CLOSE = 41;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const LEAST_DIGITS = 6;
const MAX_SPACES = 40;

/** The digits that begin at `at` may be something; else the position from which to go on, negative and less one. */
export function numberOrSkip(text: usize, at: i32): i32 {
  let end = at + 1;
  while (isDigit(unit(text, end))) end++;
  const before = unit(text, at - 1);
  if (isWord(before)) {
    return isLetter(before) && mayBeGlued(text, at, end) ? at : ~wordEnd(text, end);
  }
  const next = unit(text, end);
  if (isWord(next)) return mayHaveLetters(text, at, end) ? at : ~wordEnd(text, end);
  if ((before === DOT || before === DASH) && isWord(unit(text, at - 2))) {
    if (before === DOT || unit(text, at + 6) !== DASH) return ~end;
  }
  const after = unit(text, end + 1);
  if (next === DOT && isDigit(after)) {
    let last = end + 2;
    while (isDigit(unit(text, last))) last++;
    return unit(text, last) === DOT ? at : ~last;
  }
  if (end - at >= LEAST_DIGITS) return at;
  if (next === SPACE || next === DOT) return isDigit(after) || after === OPEN ? at : ~end;
  if (next === DASH || next === SLASH || next === CLOSE) {
    if (isDigit(after) || after === OPEN || after === SLASH) return at;
    if (next === DASH && unit(text, at + 6) === DASH) return at;
    if (next === CLOSE && (after === SPACE || after === DASH)) return at;
  }
  return ~end;
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
  return mayBeWordToken(text, at);
}

export function mayBeWordToken(text: usize, at: i32): bool {
  let start = at;
  while (start > at - 60 && isLetter(unit(text, start - 1))) start--;
  if (isWord(unit(text, start - 1))) return false;
  return beginsToken(endingSlot(unit(text, start), unit(text, start + 1), unit(text, start + 2)));
}

function mayHaveLetters(text: usize, at: i32, end: i32): bool {
  if (unit(text, at + 3) === DASH && unit(text, at + 6) === DASH) return true;
  if (beginsToken(endingSlot(unit(text, at), unit(text, at + 1), unit(text, at + 2)))) return true;
  const next = unit(text, end);
  return end - at >= 9 && (next === 120 || next === 101);
}

export function mayEndPrefix(text: usize, at: i32): bool {
  const code = unit(text, at);
  if (endsPrefix(text, at)) return true;
  if (code === DASH) {
    return mayBeOption(text, at) || (unit(text, at + 1) === DASH && unit(text, at + 4) === DASH);
  }
  return code === DOT && unit(text, at + 7) === DOT && unit(text, at + 1) !== SPACE;
}

export function mayBeOption(text: usize, at: i32): bool {
  const before = unit(text, at - 1);
  if (before !== SPACE && before !== QUOTE && before !== APOSTROPHE) return false;
  const next = unit(text, at + 1);
  if (next === DASH) return isLetter(unit(text, at + 2));
  return (next | 32) === 112 || next === 97 || next === 119;
}

export function isQuotedSign(text: usize, at: i32): bool {
  const first = unit(text, at + 1);
  const second = unit(text, at + 2) | 32;
  if (first === 50) return second === 98 || second === 53;
  if (first === 52) return second === 48;
  return first === 51 && (second === 97 || second === 100);
}

export function endsPrefix(text: usize, at: i32): bool {
  const slot = endingSlot(unit(text, at - 2), unit(text, at - 1), unit(text, at));
  const found = endsPrefixSlot(slot);
  if (found === 0) return false;
  const fourth = unit(text, at - 3);
  if ((found & 1) !== 0 && !isWord(fourth)) return true;
  return (found & 2) !== 0 && endsLonger((slot + fourth * 97) & 0x7fff);
}

export function mayBeField(text: usize, at: i32): bool {
  const next = unit(text, at + 1);
  if (next === SLASH && unit(text, at + 2) === SLASH) return true;
  if (next === COLON || (isHex(next) && mayBeAddress(text, at))) return true;
  const before = unit(text, at - 1);
  if (isWord(before) && next > QUOTE && next !== APOSTROPHE && next !== SLASH) return true;
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

export function maySecretNameEnd(text: usize, at: i32): bool {
  let last = at - 1;
  for (let spaces = 0; spaces < MAX_SPACES && unit(text, last) === SPACE; spaces++) last--;
  for (let skipped = 0; skipped < 4 && partsName(unit(text, last)); skipped++) last--;
  if (isDigit(unit(text, last))) last--;
  const code = unit(text, last);
  const allowed = nameEndings(slotOf(unit(text, last - 2), unit(text, last - 1), code));
  if (allowed !== 0 && ((allowed >> (unit(text, last - 3) & 31)) & 1) === 1) {
    return (
      (code | 32) !== 110 || (unit(text, last - 1) | 32) !== 111 || mayBeSecretNoun(text, last)
    );
  }
  return (
    (code | 32) === 119 && (unit(text, last - 1) | 32) === 112 && !isLetter(unit(text, last - 2))
  );
}

function mayBeSecretNoun(text: usize, last: i32): bool {
  const before = unit(text, last - 4) | 32;
  if (before !== 97) return before === 115;
  const third = unit(text, last - 5) | 32;
  return third === 122 || third === 99 || third === 109;
}

function partsName(code: i32): bool {
  // Nearly always a letter.
  if (code > 96) return false;
  return (
    code === SPACE ||
    code === QUOTE ||
    code === APOSTROPHE ||
    code === 93 ||
    code === CLOSE ||
    code === COLON ||
    code === 96
  );
}

export function mayBeToken(text: usize, at: i32): bool {
  const before = unit(text, at - 1);
  const next = unit(text, at + 1);
  switch (unit(text, at)) {
    case 73:
      return next === 65 || (before === 65 && next === 122);
    case 74:
      return before === 121 || next === 81;
    case 75:
      return before === 83 || (before === 108 && unit(text, at - 2) === 88);
    case 66:
      if (next === 101 || next === 97) {
        const third = unit(text, at + 2);
        return third === 97 || third === 115;
      }
      return before === 66;
    case 89:
      return (before === 66 || before === 98) && (unit(text, at - 3) | 32) === 100;
    default:
      return next === 111 && before === 115;
  }
}
