import { isDigit, WORD } from './code-units.ts';

const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const UNDERSCORE = 95;
/** Most underscores on one side: `_x_`, `__x__`, `___x___`. */
const MAX_SIGNS = 3;
/** Longest text between them, and digits in it, as many as the shortest address has. */
const MAX_INSIDE = 96;
const LEAST_DIGITS = 4;

/**
 * Where the underscores begin that end the emphasis which those at `at` begin, as Markdown has it: `_4111 1111 1111 1111_`.
 * 0 for none, for one without a number, and for underscores within names: `order_4111111111111111_x`.
 */
export function emphasisEnd(codes: Uint16Array, at: number): number {
  if (codes[at] !== UNDERSCORE || WORD[codes[at - 1]!] === 1) return 0;
  const start = signsEnd(codes, at);
  if (codes[start]! <= SPACE || codes[start] === UNDERSCORE) return 0;
  let digits = 0;
  for (let end = start; end < start + MAX_INSIDE; end++) {
    const code = codes[end]!;
    if (isDigit(code)) digits++;
    else if (code === UNDERSCORE) {
      const after = signsEnd(codes, end);
      if (after - end === start - at && WORD[codes[after]!] === 0)
        return digits < LEAST_DIGITS || codes[end - 1] === SPACE ? 0 : end;
    } else if (code < SPACE || code === QUOTE || code === BACKSLASH) return 0;
    else if (code === SPACE && codes[end + 1] === SPACE) return 0;
  }
  return 0;
}

function signsEnd(codes: Uint16Array, at: number): number {
  let end = at + 1;
  while (end < at + MAX_SIGNS && codes[end] === UNDERSCORE) end++;
  return end;
}

/** Puts spaces in place of the underscores of all emphasis with a number in it, between these positions. */
export function clearEmphasis(codes: Uint16Array, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const end = emphasisEnd(codes, at);
    if (end === 0) continue;
    const signs = signsEnd(codes, at) - at;
    codes.fill(SPACE, at, at + signs);
    codes.fill(SPACE, end, end + signs);
    at = end;
  }
}
