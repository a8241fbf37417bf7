import { isDigit, isLetter } from './code-units.ts';
import { PASSWORD_WORDS } from './password-words.ts';

/** Tests like those of `cheap-tests.ts`, for names before a `:` or `=`. */

const SPACE = 32;
const EXCLAMATION = 33;
const QUOTE = 34;
const APOSTROPHE = 39;
const CLOSE = 41;
const DOT = 46;
const COLON = 58;
const SEMICOLON = 59;

/**
 * Endings of the names whose values can be secrets; most names are ruled out by them at once. By the last three
 * letters, with a bit for each letter that may stand before them.
 */
export const NAME_ENDINGS = new Uint32Array(1 << 15);
const ANY_LETTER = 0xffff_ffff;
for (const ending of 'key cret oken word ords sswd pwd tial ials auth tion sion okie pass rase sig jwt arer hook sas api sid psw otp pat wort eña alue ault base ring onid psk ture pswd aswd swrd reds ogin code onic'.split(
  ' ',
)) {
  addEnding(ending);
}
for (const word of PASSWORD_WORDS) {
  // Two letters are enough for a word in Chinese; whatever is before them is let through.
  if (word.length > 2) addEnding(word);
  else for (let letter = 96; letter < 128; letter++) addEnding(String.fromCharCode(letter) + word);
}
// `WIFI:` of a code for phones, and a key of Bitcoin's.
for (const word of 'wifi _wif (wif'.split(' ')) addEnding(word);
// What secrets are told apart by: `DB_PASSWORD_PROD`; see `SUFFIX` of `secret-value.ts`.
for (const word of 'prod live test _dev -dev .dev _old -old .old _new -new .new'.split(' '))
  addEnding(word);
// The private parts of a JSON Web Key that all others go with, and whose names are whole: see `find-jwk.ts`.
for (const before of ['"', "'"].flatMap((quote) => [...'{, \n\t'].map((sign) => sign + quote))) {
  addEnding(`${before}d`);
  addEnding(`${before}k`);
}
function addEnding(ending: string): void {
  const [fourth, first, second, third] = [-4, -3, -2, -1].map((at) => ending.at(at)?.charCodeAt(0));
  const slot = packed(first!, second!, third!);
  NAME_ENDINGS[slot]! |= fourth === undefined ? ANY_LETTER : 1 << (fourth & 31);
}
/** A name may be one of a secret that ends with these four letters. */
export const mayEndSecretName = (
  before: number,
  first: number,
  second: number,
  third: number,
): boolean => ((NAME_ENDINGS[packed(first, second, third)]! >>> (before & 31)) & 1) === 1;

/** Spaces between a name and its sign. */
export const MAX_SPACES = 40;
/** Five bits a letter, upper and lower case alike; other characters collide, and are told apart later. */
function packed(first: number, second: number, third: number): number {
  return ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);
}

/** The name before the `:` or `=` at `at` may be one of a secret. */
export function maySecretNameEnd(codes: Uint16Array, at: number): boolean {
  let last = at - 1;
  // Assignments below each other are often aligned.
  for (let spaces = 0; spaces < MAX_SPACES && codes[last] === SPACE; spaces++) last--;
  for (let skipped = 0; skipped < 4 && partsName(codes[last]!); skipped++) last--;
  if (codes[last] === SEMICOLON) last = beforeEntity(codes, last);
  if (isDigit(codes[last]!)) last = beforeNumber(codes, last);
  const code = codes[last]!;
  const allowed = NAME_ENDINGS[packed(codes[last - 2]!, codes[last - 1]!, code)]!;
  if (allowed !== 0 && ((allowed >>> (codes[last - 3]! & 31)) & 1) === 1) {
    // Of the many names that end so only `authorization`, `authentication`, `confirmation`, `session` and `signature`.
    if ((codes[last - 1]! | 32) === 114 && (codes[last - 2]! | 32) === 117)
      return (codes[last - 5]! | 32) === 110 && (codes[last - 6]! | 32) === 103;
    // And `passcode` of all codes.
    if ((code | 32) === 101 && (codes[last - 1]! | 32) === 100)
      return (codes[last - 4]! | 32) === 115;
    return (code | 32) !== 110 || (codes[last - 1]! | 32) !== 111 || mayBeSecretNoun(codes, last);
  }
  // `rootpw`, `DB_PW`: of one letter before it nobody makes a name.
  return (
    (code | 32) === 119 &&
    (codes[last - 1]! | 32) === 112 &&
    (!isLetter(codes[last - 2]!) || isLetter(codes[last - 3]!))
  );
}

/** Before the number that tells one of several secrets apart: `password1`, `OPENAI_API_KEY_12`, `auth_token_v2`, `Unseal Key 1`. */
function beforeNumber(codes: Uint16Array, last: number): number {
  let at = last - 1;
  while (at > last - 3 && isDigit(codes[at]!)) at--;
  if ((codes[at]! | 32) === 118 && !isDigit(codes[at - 1]!)) at--;
  const joint = codes[at]!;
  return joint === 95 || joint === 45 || joint === DOT || joint === SPACE ? at - 1 : at;
}

function mayBeSecretNoun(codes: Uint16Array, last: number): boolean {
  const before = codes[last - 4]! | 32;
  if (before !== 97) return before === 115 && (codes[last - 6]! | 32) === 115;
  const third = codes[last - 5]! | 32;
  const fifth = codes[last - 7]! | 32;
  return (
    (third === 122 && fifth === 114) ||
    (third === 99 && fifth === 116) ||
    (third === 109 && fifth === 105)
  );
}

/** Space, quotes, brackets of any kind, stars of emphasis and signs between a name and its `:` or `=`, those of `||=`, `!=` and `+=` among them. */
export function partsName(code: number): boolean {
  return (
    code === SPACE ||
    code === QUOTE ||
    code === APOSTROPHE ||
    code === EXCLAMATION ||
    code === 91 ||
    code === 93 ||
    code === 125 ||
    code === CLOSE ||
    code === COLON ||
    code === 96 ||
    code === 63 ||
    code === 124 ||
    code === 43 ||
    code === 42 ||
    code === DOT
  );
}

/** Before the quote that is written as `&quot;`, `&#34;` or the like and ends with the `;` at `at`; else `at`. */
export function beforeEntity(codes: Uint16Array, at: number): number {
  for (let start = at - 1; start > at - 6; start--) if (codes[start] === 38) return start - 1;
  return at;
}
