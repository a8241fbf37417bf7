import { isDigit, isLetter, WORD } from './code-units.ts';

/**
 * Tests like those of `cheap-tests.ts` for what stands before a password where no sign announces one: the words of
 * commands and of sentences, and the fields of a line of `.pgpass`.
 */

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
/** Of a word before its first digit, and of a name between a command and its password. */
const MAX_LETTERS = 32;
const MAX_NAME = 24;

/** Between letters and the digits of a password at `at`: `Welcome@123`, `Summer!24`. */
export function isSigned(codes: Uint16Array, at: number): boolean {
  const sign = codes[at - 1]!;
  return (
    (sign === AT || sign === EXCLAMATION || (sign >= HASH && sign <= DOLLAR)) &&
    isLetter(codes[at - 2]!)
  );
}

/** What comes before the word whose letters begin at `from` may say that the word is a password; see `find-told-secret.ts`. */
export function isTold(codes: Uint16Array, from: number): boolean {
  let start = from;
  const sign = codes[start - 1]!;
  // `P@ssw0rd`: the digit is not the first of its word that is no letter.
  if (sign === AT || sign === EXCLAMATION || (sign >= HASH && sign <= DOLLAR)) {
    start--;
    while (start > from - MAX_LETTERS && isLetter(codes[start - 1]!)) start--;
  }
  let last = start - 1;
  if (codes[last] === QUOTE || codes[last] === APOSTROPHE) last--;
  if (codes[last] !== SPACE) return false;
  last--;
  return endsCommand(codes, last) || endsCommand(codes, beforeName(codes, last));
}

/** `requirepass`, `AUTH`, `identified by`, `secret is`, `wandb login`, `net user`, `enable secret`, `mot de passe est` and `şifrem`, as far as a few letters tell. */
function endsCommand(codes: Uint16Array, last: number): boolean {
  const before = codes[last - 1]! | 32;
  const third = codes[last - 2]! | 32;
  switch (codes[last]! | 32) {
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
        ? third === 101 && codes[last - 3] === SPACE
        : before === 101 && third === 114;
    case 109: // şifrem
      return before === 101 && third === 114 && codes[last - 3] === 102;
    default:
      return false;
  }
}

/** The last character before the name that ends at `last`. */
function beforeName(codes: Uint16Array, last: number): number {
  let at = last;
  while (at > last - MAX_NAME && isNamePart(codes[at]!)) at--;
  return codes[at] === SPACE && at < last ? at - 1 : last;
}

const isNamePart = (code: number): boolean => WORD[code] === 1 || code === DOT || code === DASH;

/** The colon at `at` is that of `/user:` or `/p:`, options of commands of Windows and of clients for it. */
export function isSlashOption(codes: Uint16Array, at: number): boolean {
  const before = codes[at - 1]! | 32;
  if (codes[at - 2] === SLASH) return before === 112 && codes[at - 3] === SPACE;
  return (
    before === 114 &&
    codes[at - 5] === SLASH &&
    codes[at - 6] === SPACE &&
    (codes[at - 4]! | 32) === 117
  );
}

/** The colon at `at` ends the port of `host:5432:database:user:password`, or the star in its place. */
export function isAfterPort(codes: Uint16Array, at: number): boolean {
  const before = codes[at - 1]!;
  if (before === STAR) return codes[at - 2] === COLON;
  if (!isDigit(before)) return false;
  const first = codes[at - 4];
  // Ports of PostgreSQL have four digits from 5 on, or five from 2 on.
  if (codes[at - 5] === COLON) return first === FIVE || first === SIX;
  return codes[at - 6] === COLON && codes[at - 5] === TWO;
}

/** The bracket at `at` is that of `jwt.sign(`, `jwt.verify(`, `jwt.encode(` or `jwt.decode(`. */
export function isOfJwt(codes: Uint16Array, at: number): boolean {
  const last = codes[at - 1]!;
  const dot = last === 110 ? at - 5 : last === 121 || last === 101 ? at - 7 : 0;
  return (
    dot > 0 &&
    codes[dot] === DOT &&
    (codes[dot - 1]! | 32) === 116 &&
    (codes[dot - 2]! | 32) === 119 &&
    (codes[dot - 3]! | 32) === 106
  );
}
