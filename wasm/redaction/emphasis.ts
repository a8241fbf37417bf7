import { isDigit, isWord, unit } from './units';

/** The test of `src/main/collector/redaction/emphasis.ts`, one for one. */

const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const UNDERSCORE = 95;
const MAX_SIGNS = 3;
const MAX_INSIDE = 96;
const LEAST_DIGITS = 4;

/** The underscores at `at` begin an emphasis with a number in it. */
export function beginsEmphasis(text: usize, at: i32): bool {
  if (isWord(unit(text, at - 1))) return false;
  const start = signsEnd(text, at);
  if (unit(text, start) <= SPACE || unit(text, start) === UNDERSCORE) return false;
  let digits = 0;
  for (let end = start; end < start + MAX_INSIDE; end++) {
    const code = unit(text, end);
    if (isDigit(code)) digits++;
    else if (code === UNDERSCORE) {
      const after = signsEnd(text, end);
      if (after - end === start - at && !isWord(unit(text, after)))
        return digits >= LEAST_DIGITS && unit(text, end - 1) !== SPACE;
    } else if (code < SPACE || code === QUOTE || code === BACKSLASH) return false;
    else if (code === SPACE && unit(text, end + 1) === SPACE) return false;
  }
  return false;
}

function signsEnd(text: usize, at: i32): i32 {
  let end = at + 1;
  while (end < at + MAX_SIGNS && unit(text, end) === UNDERSCORE) end++;
  return end;
}
