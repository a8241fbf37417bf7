import { isDigit, WORD } from './code-units.ts';

/** Tests like those of `cheap-tests.ts` for values that are written so that programs do not know them. */

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
/** Longest sign between two groups: ` - `. */
const MAX_GAP = 3;

/**
 * The digits from `at` to `end` are the first group of a card, a social security number or a phone whose groups are parted
 * by an odd sign, the same one twice: `4111_1111_`, `536 - 22 - `, `415|555|`.
 */
export function isOddlyParted(codes: Uint16Array, at: number, end: number): boolean {
  const count = end - at;
  if (count !== 3 && count !== 4) return false;
  const sign = codes[end]!;
  let next = end + 1;
  // As most numbers are parted, or end.
  if (sign === SPACE || sign === DOT) {
    if (codes[next] !== DASH && codes[next] !== BAR && codes[next] !== SLASH) return false;
  } else if (!isOddSign(sign) || (sign === DASH && codes[next] !== DASH)) return false;
  while (next < end + MAX_GAP && isOddSign(codes[next]!)) next++;
  const gap = next - end;
  if (gap === 1 && sign === SLASH) return false;
  if (gap === 2 && codes[next - 1] === SPACE) return false;
  let after = next;
  while (after < next + 6 && isDigit(codes[after]!)) after++;
  const second = after - next;
  if (second !== count && second !== 2 && second !== 6) return false;
  for (let index = 0; index < gap; index++) {
    if (codes[after + index] !== codes[end + index]) return false;
  }
  return isDigit(codes[after + gap]!);
}

const isOddSign = (code: number): boolean =>
  code === SPACE ||
  (code >= COMMA && code <= SLASH) ||
  code === UNDERSCORE ||
  code === BAR ||
  code === TILDE ||
  code === 42;

/** `[.]` after the digits that end at `end`: an address that nobody should follow by accident. */
export const isDefanged = (codes: Uint16Array, end: number): boolean =>
  codes[end] === OPEN && codes[end + 1] === DOT && codes[end + 2] === CLOSE;

/** `[at]` or `(at)`, with the bracket at `at`. */
export function isWrittenSign(codes: Uint16Array, at: number): boolean {
  const end = codes[at + 3];
  return (
    (codes[at + 1]! | 32) === 97 && (codes[at + 2]! | 32) === 116 && (end === 41 || end === CLOSE)
  );
}

/** The `r` of `phrase` at `at`: of a pass phrase, of the words of a wallet. */
export const isOfPhrase = (codes: Uint16Array, at: number): boolean =>
  codes[at - 1] === 104 &&
  (codes[at - 2]! | 32) === 112 &&
  codes[at + 1] === 97 &&
  codes[at + 2] === 115 &&
  codes[at + 3] === 101 &&
  WORD[codes[at + 4]!] === 0;
