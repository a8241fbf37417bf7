import { isDigit, isHex, isLetter, WORD } from './code-units.ts';

/** Tests like those of `cheap-tests.ts`, for percent-encoding, the entities of HTML and the spaces of forms. */

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

/**
 * `%2B`, `%40`, `%3A`, `%3D` or `%25`: what is hidden by percent-encoding (RFC 3986, section 2.1) begins or ends so.
 * Or any other sign right before what may be a value, which it would be glued to: `card%204111`, `%22ghp_`.
 * Or an entity of HTML in a value: `&#64;`, `&#x40;`, `&commat;`, `&nbsp;` between digits.
 */
export function isQuotedSign(codes: Uint16Array, at: number): boolean {
  const first = codes[at + 1]!;
  const second = codes[at + 2]! | 32;
  if (codes[at] === AMPERSAND) {
    if (first === HASH) return isNumericEntity(codes, at + 2);
    if (first === 110) return second === 98 && isDigit(codes[at - 1]!) && isDigit(codes[at + 6]!);
    return first === 99 && second === 111 && codes[at + 3] === 109 && codes[at + 7] === SEMICOLON;
  }
  if (beginsAddress(codes, at + 3)) return true;
  if (isSign(first | 32, second) && beginsValue(codes, at + 3)) return true;
  // Three bytes: a dash or a space of another width between digits, or a full-width sign. Two: a space that breaks no line.
  if ((first | 32) >= 99 && (first | 32) <= 101) {
    if (isInDomain(codes, at)) return true;
    if ((first | 32) === 101) return isQuotedTriple(codes, at);
    return (
      second === 50 &&
      (codes[at + 4]! | 32) === 97 &&
      isDigit(codes[at - 1]!) &&
      isDigit(codes[at + 6]!)
    );
  }
  // A space between the groups of a number.
  if (first === 50 && second === 48)
    return (isDigit(codes[at - 1]!) || codes[at - 1] === CLOSE) && isDigit(codes[at + 3]!);
  if (first === 50) return second === 98 || second === 53;
  if (first === 52) return second === 48;
  return first === 51 && (second === 97 || second === 100);
}

/** Up to three digits, a dot and a digit: `from%2010.1.2.3`. */
function beginsAddress(codes: Uint16Array, at: number): boolean {
  let end = at;
  while (end < at + 3 && isDigit(codes[end]!)) end++;
  return end > at && codes[end] === DOT && isDigit(codes[end + 1]!);
}

/**
 * Hexadecimal digits, in lower case, of a character of ASCII that is neither a letter nor a digit, or of the last byte of
 * one beyond ASCII.
 */
function isSign(first: number, second: number): boolean {
  switch (first) {
    case 48: // a tab, ends of lines; what is or'ed with 32 stays a digit
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

/** Most letters of a word without a digit or a joint. */
const MAX_LETTERS = 20;

/** Four of a number by its digits, or a word with a digit or a joint in it. */
function beginsValue(codes: Uint16Array, at: number): boolean {
  if (isDigit(codes[at]!)) {
    const fourth = codes[at + 3]!;
    return (
      isDigit(codes[at + 1]!) &&
      isDigit(codes[at + 2]!) &&
      (isDigit(fourth) || fourth === DASH || fourth === DOT)
    );
  }
  if (codes[at] === OPEN || codes[at] === PLUS) return isDigit(codes[at + 1]!);
  if (!isLetter(codes[at]!)) return false;
  for (let next = at + 1; next < at + MAX_LETTERS; next++) {
    const code = codes[next]!;
    if (isDigit(code) || code === UNDERSCORE || code === DASH) return true;
    if (!isLetter(code)) return false;
  }
  return true;
}

/** Characters of a domain before its first one that is no ASCII. */
const MAX_DOMAIN = 64;

/** `ada@m%C3%BCller.example`: a letter of the domain of an e-mail address. */
function isInDomain(codes: Uint16Array, at: number): boolean {
  let from = at - 1;
  while (from > at - MAX_DOMAIN && isNamePart(codes[from]!)) from--;
  return codes[from] === AT;
}
const isNamePart = (code: number): boolean => WORD[code] === 1 || code === DOT || code === DASH;

/** `%E2%80%91` between digits, or `%EF%BC%A0`. */
function isQuotedTriple(codes: Uint16Array, at: number): boolean {
  const third = codes[at + 4]! | 32;
  if (codes[at + 2] === 50) {
    return third === 56 && isDigit(codes[at - 1]!) && isDigit(codes[at + 9]!);
  }
  return (codes[at + 2]! | 32) === 102 && third === 98 && codes[at + 6] === PERCENT;
}

/** Furthest from the `=` of a parameter to a `+` in its number. */
const MAX_PARAMETER = 32;

/** The `+` at `at` is a space between the digits of a parameter: `phone=073+053+8222`. */
export function isFormSpace(codes: Uint16Array, at: number): boolean {
  if (!isDigit(codes[at - 1]!) || !isDigit(codes[at + 1]!) || !isDigit(codes[at - 2]!))
    return isIbanSpace(codes, at);
  let from = at - 3;
  while (from > at - MAX_PARAMETER && isOfNumber(codes[from]!)) from--;
  return (codes[from] === EQUALS && WORD[codes[from - 1]!] === 1) || isIbanSpace(codes, at);
}

/** Furthest from the `=` of a parameter to the last `+` in its IBAN: eight groups of four, each with its sign. */
const MAX_IBAN = 41;

/** The `+` at `at` is a space between groups of four of an IBAN: `iban=DE89+3704+0044+0532+0130+00`. */
export function isIbanSpace(codes: Uint16Array, at: number): boolean {
  const sign = codes[at - 5]!;
  if ((sign !== PLUS && sign !== EQUALS) || WORD[codes[at + 1]!] === 0) return false;
  let from = at - 5;
  while (from > at - MAX_IBAN && codes[from] === PLUS) from -= 5;
  return (
    codes[from] === EQUALS &&
    isLetter(codes[from + 1]!) &&
    isLetter(codes[from + 2]!) &&
    isDigit(codes[from + 3]!) &&
    isDigit(codes[from + 4]!)
  );
}

const isOfNumber = (code: number): boolean => isDigit(code) || code === PERCENT || code === PLUS;

/** The number of a sign, a digit or a letter of ASCII, decimal or hexadecimal; those of quotes are in every page. */
function isNumericEntity(codes: Uint16Array, at: number): boolean {
  const first = codes[at]!;
  const second = codes[at + 1]!;
  if ((first | 32) === 120) {
    const third = codes[at + 2]! | 32;
    return codes[at + 3] === SEMICOLON && (second !== 50 || (third !== 50 && third !== 55));
  }
  if (first === 51) return codes[at + 2] === SEMICOLON && second !== 52 && second !== 57;
  return codes[first === 49 ? at + 3 : at + 2] === SEMICOLON && isDigit(first);
}

/** `%5B` before an address in brackets at `at`: targets of gRPC are written so. */
export function isQuotedBracket(codes: Uint16Array, at: number): boolean {
  return codes[at - 1] === 66 && codes[at - 2] === 53 && codes[at - 3] === PERCENT;
}
