import { isDigit, isHex, isLetter, WORD } from './code-units.ts';
import { mayBeSpoken } from './password-words.ts';
import { isDefanged, isOddlyParted, isOfPhrase, isWrittenSign } from './odd-tests.ts';
import { BEGINS_TOKEN, endingSlot, endsPrefix } from './prefix-endings.ts';
import { maySecretNameEnd } from './secret-name-tests.ts';
import { isSigned, isTold } from './told-tests.ts';

/**
 * Tests that rule out nearly all triggers before a handler is called. `codes` are the code units of a text with a
 * {@link MARGIN}, positions are in `codes`. They may let through too much, and never too little.
 */

const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const DOLLAR = 36;
const APOSTROPHE = 39;
const OPEN = 40;
const CLOSE = 41;
const STAR = 42;
const COMMA = 44;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const EQUALS = 61;
const AT = 64;
const UNDERSCORE = 95;
/** Shorter numbers are nothing by themselves. */
const LEAST_DIGITS = 6;

/** The digits that begin at `at` may be something; else the negative position from which to go on. */
export function numberOrSkip(codes: Uint16Array, at: number): number {
  let end = at + 1;
  while (isDigit(codes[end]!)) end++;
  const before = codes[at - 1]!;
  if (WORD[before] === 1)
    return isLetter(before) && mayBeGlued(codes, at, end) ? at : wordOrSkip(codes, at, end);
  const next = codes[end]!;
  if (next === 91 ? isDefanged(codes, end) : end > at + 2 && isOddlyParted(codes, at, end))
    return at;
  if (WORD[next] === 1) return mayHaveLetters(codes, at, end) ? at : wordOrSkip(codes, at, end);
  if (isSigned(codes, at) && isTold(codes, at)) return at;
  // Part of a longer word: UUIDs, names of files, models and images, dates in identifiers.
  if ((before === DOT || before === DASH) && WORD[codes[at - 2]!] === 1) {
    if (before === DASH && isOfHost(codes, at, end)) return at;
    if (before === DOT || codes[at + 6] !== DASH) return -end;
  }
  const after = codes[end + 1]!;
  if (next === DOT && isDigit(after)) {
    let last = end + 2;
    while (isDigit(codes[last]!)) last++;
    // Two runs of digits and one dot: a decimal number, of which embeddings are made.
    return codes[last] === DOT || (after === 48 && last === end + 2 && isLong(at, end))
      ? at
      : -last;
  }
  if (end - at >= LEAST_DIGITS) return at;
  if (next === SPACE && isTimed(codes, at, end)) return -end;
  if (next === SPACE && isDashed(codes, at, end)) return at;
  if (next === SPACE || next === DOT) return isDigit(after) || after === OPEN ? at : -end;
  if (next === DASH || next === SLASH || next === CLOSE) {
    if (isDigit(after) || after === OPEN || after === SLASH) return at;
    if (next === DASH && codes[at + 6] === DASH) return at;
    if (next === CLOSE && (after === SPACE || after === DASH)) return at;
  }
  return -end;
}

/** The area of a phone, and a dash or a slash between spaces after it: `030 - 901820`, `0711 / 987654`. */
export function isDashed(codes: Uint16Array, at: number, end: number): boolean {
  return (
    codes[at] === 48 &&
    codes[end] === SPACE &&
    (codes[end + 1] === DASH || codes[end + 1] === SLASH) &&
    codes[end + 2] === SPACE &&
    isDigit(codes[end + 3]!)
  );
}

/** The first number of a host's name that carries its address: `ip-10-1-2-3`, `ec2-203-0-113-7`. */
export function isOfHost(codes: Uint16Array, at: number, end: number): boolean {
  if (codes[end] !== DASH || end - at > 3 || !isDigit(codes[end + 1]!)) return false;
  if (codes[at - 2] === 112) return codes[at - 3] === 105 && WORD[codes[at - 4]!] === 0;
  return (
    codes[at - 2] === 50 &&
    codes[at - 3] === 99 &&
    codes[at - 4] === 101 &&
    WORD[codes[at - 5]!] === 0
  );
}

/** Of a number that a program read as one of floating point as many digits as a phone or a card has: `4155550132.0`. */
export const isLong = (at: number, end: number): boolean => end - at >= 9 && end - at <= 19;

/** Of a date before a time of day, or the last two digits of one: `Nov 22 10:20:30`, `10:20:30 2026`. */
function isTimed(codes: Uint16Array, at: number, end: number): boolean {
  if (end - at === 2 && codes[at - 1] === COLON && isDigit(codes[at - 2]!)) return true;
  const colon = codes[end + 2] === COLON ? end + 2 : end + 3;
  return (
    isDigit(codes[end + 1]!) &&
    codes[colon] === COLON &&
    isDigit(codes[colon - 1]!) &&
    isDigit(codes[colon + 1]!)
  );
}

/** The digits before `end` are in a word of hexadecimal digits that may be a key; else where to go on, negative. */
function wordOrSkip(codes: Uint16Array, at: number, end: number): number {
  const last = wordEnd(codes, end);
  return endsLicense(codes, last) ? at : -last;
}

/** `NRAL` or `FFFFNRAL`: the end of a license key of New Relic, after its hexadecimal digits. */
function endsLicense(codes: Uint16Array, at: number): boolean {
  const last = codes[at] === 70 ? at + 4 : at;
  return codes[last] === 78 && codes[last + 1] === 82 && codes[last + 2] === 65;
}

/** The digits at `at` are in a word that may be such a key. */
export function mayBeLicense(codes: Uint16Array, at: number): boolean {
  return endsLicense(codes, wordEnd(codes, at));
}

/** What is left of a hexadecimal number in lower case, in which nothing begins. */
function wordEnd(codes: Uint16Array, from: number): number {
  let end = from;
  for (let code = codes[end]!; isDigit(code) || (code >= 97 && code <= 102); code = codes[++end]!);
  return end;
}

/** After a letter: an IBAN, a token, the base64 of a key, or a number with letters in place of digits. */
function mayBeGlued(codes: Uint16Array, at: number, end: number): boolean {
  const before = codes[at - 1]!;
  if (end - at >= 2 && isLetter(codes[at - 2]!) && WORD[codes[at - 3]!] === 0) return true;
  if (before === 83 || codes[at + 4] === DASH || codes[at + 5] === DASH) return true;
  // `B4111111111111111^`: the first track of a card.
  if (before === 66 && codes[end] === 94) return true;
  return mayBeWordToken(codes, at);
}

/** The word of which the digit at `at` is the first may be a token or a password. */
function mayBeWordToken(codes: Uint16Array, at: number): boolean {
  let start = at;
  while (start > at - 60 && isLetter(codes[start - 1]!)) start--;
  if (WORD[codes[start - 1]!] === 1) return false;
  return mayBegin(codes, start);
}

/** The word that begins at `start` begins like a token, or comes after what tells of a password. */
function mayBegin(codes: Uint16Array, start: number): boolean {
  const sign = codes[start - 1]!;
  return (
    BEGINS_TOKEN[endingSlot(codes[start]!, codes[start + 1]!, codes[start + 2]!)] === 1 ||
    // A space, a quote, or a sign in a password.
    ((sign < OPEN || sign === AT) && isTold(codes, start))
  );
}

/** Before a letter: a number with letters in place of digits, or one with an extension (`x12`, `ext`). */
function mayHaveLetters(codes: Uint16Array, at: number, end: number): boolean {
  if (codes[at + 3] === DASH && codes[at + 6] === DASH) return true;
  if (mayBegin(codes, at)) return true;
  return end - at >= 9 && (codes[end] === 120 || codes[end] === 101);
}

/** False for nearly every `_`, `-` and `.`: no token has a prefix that ends so. */
export function mayEndPrefix(codes: Uint16Array, at: number): boolean {
  const code = codes[at]!;
  if (endsPrefix(codes, at)) return true;
  if (code === UNDERSCORE) return mayEndName(codes, at + 1);
  if (code === DASH) {
    return (
      mayBeOption(codes, at) ||
      isOfSnmp(codes, at) ||
      isOfKey(codes, at) ||
      (codes[at + 1] === DASH && codes[at + 4] === DASH) ||
      isRegion(codes, at) ||
      isOfMailgun(codes, at) ||
      mayEndName(codes, at + 1)
    );
  }
  // The work factor of a hash of a password: `pbkdf2:sha256:600000$`.
  if (code === DOLLAR) return isDigit(codes[at - 1]!) && WORD[codes[at + 1]!] === 1;
  return code === DOT && codes[at + 7] === DOT && codes[at + 1] !== SPACE;
}

/**
 * A word at `at` is the last of the name of a secret, and what follows it is neither `:` nor `=`: `api_key "x"`. Names of
 * JSON and of assignments are left to those signs.
 */
export function mayEndName(codes: Uint16Array, at: number): boolean {
  let end = secretWordEnd(codes, at);
  if (end === 0) return false;
  const sign = codes[end]!;
  const isQuoted = sign === QUOTE || sign === APOSTROPHE;
  if (isQuoted || sign === 96 || sign === 93 || sign === CLOSE) end++;
  // `getenv("API_KEY") or "x"`
  if (isQuoted && (codes[end] === CLOSE || codes[end] === 93)) end++;
  const next = codes[end]!;
  if (next > 127 || next === 124) return true;
  // A list of names and values in turns, or a constant and its value.
  if (next === COMMA) return isQuoted || codes[at]! < 97 || WORD[codes[end + 1]!] === 1;
  // The name of a part of a form, or of the last column of a table.
  if (next === 10 || next === 13) return true;
  if (next !== SPACE && next !== TAB) return false;
  const after = codes[end + 1]!;
  return after > SPACE && after !== COLON && after !== EQUALS;
}

/** Where `key`, `token`, `secret`, `pass`, `pwd`, `userpwd` or a password ends that begins at `at`; 0 for any other word. */
function secretWordEnd(codes: Uint16Array, at: number): number {
  const second = codes[at + 1]! | 32;
  const third = codes[at + 2]! | 32;
  let end = 0;
  switch (codes[at]! | 32) {
    case 107: // key
      if (second === 101 && third === 121) end = at + 3;
      break;
    case 116: // token
      if (second === 111 && third === 107 && (codes[at + 4]! | 32) === 110) end = at + 5;
      break;
    case 115: // secret
      if (second === 101 && third === 99 && (codes[at + 5]! | 32) === 116) end = at + 6;
      break;
    case 117: // userpwd
      if (second === 115 && third === 101 && (codes[at + 5]! | 32) === 119) end = at + 7;
      break;
    case 112: // pwd, pass, passwd, password
      if (second === 119 && third === 100) end = at + 3;
      else if (second === 97 && third === 115) {
        end = at + 4;
        if ((codes[end]! | 32) === 119) end += (codes[end + 1]! | 32) === 100 ? 2 : 4;
      }
  }
  return WORD[codes[end]!] === 0 ? end : 0;
}

/** `0-us1`: the end of a key of Mailchimp, which names a data center. */
export function isRegion(codes: Uint16Array, at: number): boolean {
  return codes[at + 1] === 117 && codes[at + 2] === 115 && isDigit(codes[at + 3]!);
}

/** The first dash of 32 hexadecimal digits and two times eight: a key of Mailgun. */
export function isOfMailgun(codes: Uint16Array, at: number): boolean {
  return (
    codes[at + 9] === DASH &&
    isHex(codes[at + 1]!) &&
    isHex(codes[at - 1]!) &&
    WORD[codes[at - 32]!] === 1 &&
    WORD[codes[at - 33]!] === 0
  );
}

/** The dash of `snmp-server`. */
export function isOfSnmp(codes: Uint16Array, at: number): boolean {
  return (
    codes[at - 1] === 112 &&
    codes[at - 2] === 109 &&
    codes[at + 1] === 115 &&
    codes[at + 2] === 101 &&
    codes[at + 3] === 114
  );
}

/** The dash of `key-string`. */
export function isOfKey(codes: Uint16Array, at: number): boolean {
  return (
    codes[at - 1] === 121 &&
    codes[at - 2] === 101 &&
    codes[at + 1] === 115 &&
    codes[at + 2] === 116 &&
    codes[at + 3] === 114
  );
}

/** The bracket at `at` comes after `VALUES`, and begins the first row of a statement of SQL. */
export function isAfterValues(codes: Uint16Array, at: number): boolean {
  let last = at - 1;
  while (last > at - 8 && codes[last]! <= SPACE) last--;
  return (
    (codes[last]! | 32) === 115 &&
    (codes[last - 1]! | 32) === 101 &&
    (codes[last - 2]! | 32) === 117 &&
    (codes[last - 3]! | 32) === 108
  );
}

/** An option of a command that may be given a secret: ` -p`, `"-p`, ` --api-key`. */
export function mayBeOption(codes: Uint16Array, at: number): boolean {
  const before = codes[at - 1]!;
  if (before !== SPACE && before !== QUOTE && before !== APOSTROPHE) return false;
  const next = codes[at + 1]!;
  if (next === DASH) return isLetter(codes[at + 2]!);
  if ((next | 32) === 112 || next === 97 || next === 119) return true;
  // `sudo -S`, `-ccommunity`, `-U user%password`, `-A password -X password`, `-storepass`, `-keypass`
  return (
    next === 83 ||
    next === 99 ||
    (codes[at + 2] === SPACE &&
      ((next | 32) === 117 || next === 65 || next === 88 || next === 107)) ||
    (codes[at + 6] === 112 && next === 115) ||
    (codes[at + 4] === 112 && next === 107)
  );
}

/** False for most colons: no value of a field that is secret, no address, no login. */
export function mayBeField(codes: Uint16Array, at: number): boolean {
  const next = codes[at + 1]!;
  // `://`
  if (next === SLASH && codes[at + 2] === SLASH) return true;
  if (next === COLON || (isHex(next) && mayBeAddress(codes, at))) return true;
  // A login or a bot's token, in which nothing parts the name from the colon.
  const before = codes[at - 1]!;
  if (WORD[before] === 1 && next > QUOTE && next !== APOSTROPHE && next !== SLASH) return true;
  if (before === STAR && codes[at - 2] === COLON) return true;
  return maySecretNameEnd(codes, at);
}

function mayBeAddress(codes: Uint16Array, at: number): boolean {
  if (!isHex(codes[at - 1]!)) return false;
  for (let index = at + 2; index < at + 6; index++) {
    if (codes[index] === COLON) return true;
    if (!isHex(codes[index]!)) return false;
  }
  return false;
}

/** False for nearly every of the letters by which tokens and words are known. */
export function mayBeToken(codes: Uint16Array, at: number): boolean {
  const before = codes[at - 1];
  const next = codes[at + 1];
  switch (codes[at]) {
    case 73: // I: A?IA, AIza, LOGIN, PLAIN
      if (next === 78) return (before === 71 || before === 65) && codes[at + 2]! <= SPACE;
      return next === 65 || (before === 65 && next === 122);
    case 74: // J: eyJ, JQQJ99
      return before === 121 || next === 81;
    case 75: // K: ABSK, ZXlK, apiKey
      if (next === 101) return mayEndName(codes, at);
      return before === 83 || (before === 108 && codes[at - 2] === 88);
    case 83: // S: {SSHA}, Secret, SecureString, PASS
      if (before === 65) return next === 83 && codes[at + 2] === SPACE;
      if (before === 123) return next === 83 || next === 72 || next === 77;
      return next === 101 && (codes[at + 6] === 83 || mayEndName(codes, at));
    case 84: // T: Token
      return next === 111 && mayEndName(codes, at);
    case 87: // W: PASSWORD
      return next === 79 && before === 83;
    case 66: // B: Bearer, Basic, ATBB
      if (next === 101 || next === 97) return codes[at + 2] === 97 || codes[at + 2] === 115;
      return before === 66;
    case 89: // Y: IDENTIFIED BY
      return (before === 66 || before === 98) && (codes[at - 3]! | 32) === 100;
    case 107: // k: api key, token
      return next === 101 && mayBeSaid(codes, at);
    case 90: // Z, z: AZDO, authorization
    case 122:
      if (before === 65 && next === 68) return codes[at + 2] === 79;
      return (before! | 32) === 105 && (next! | 32) === 97 && (codes[at - 2]! | 32) === 114;
    case 91: // [at]
      return isWrittenSign(codes, at);
    case 114: // r: secret, phrase
      if (before === 104) return isOfPhrase(codes, at);
      return (
        before === 99 &&
        next === 101 &&
        codes[at + 2] === 116 &&
        (codes[at + 3] === SPACE || mayEndName(codes, at - 3))
      );
    case 117: // u: masterauth
      return before === 97 && next === 116 && codes[at - 2] === 114 && codes[at + 3] === SPACE;
    case 113: // q: requirepass
      return next === 117 && codes[at + 5] === 112 && codes[at + 9]! <= SPACE;
    case 119: // w: password, passwd, bindpw, rootpw, pwd
      if (before === 112) {
        if (next === 100) return mayEndName(codes, at - 1);
        return next === SPACE && (codes[at - 2] === 100 || codes[at - 2] === 116);
      }
      return (next === 111 || next === 100) && (before === 115 || before === 110);
    default:
      return mayBeSpoken(codes, at);
  }
}

/** `api key` and `token` in a sentence, from the `k`; with a joint before them they are found by that. */
function mayBeSaid(codes: Uint16Array, at: number): boolean {
  if (codes[at + 2] === 121) {
    const before = codes[at - 1]!;
    return (before === SPACE || before === 105 || before === DOT) && mayEndName(codes, at);
  }
  if (codes[at - 1] !== 111 || codes[at - 2] !== 116) return false;
  return codes[at - 3] !== DASH && WORD[codes[at - 3]!] === 0 && mayEndName(codes, at - 2);
}
