import { isAfterValues } from './cheap-tests';
import { isWrittenSign } from './odd-tests';
import { isFormSpace } from './quoted-tests';
import { isAfterPort, isOfJwt, isSlashOption } from './told-tests';
import { isDigit, isHex, isLetter, isWord, unit } from './units';
import { maySecretNameEnd } from './secret-name-tests';

/**
 * The cheap ends of the handlers of `src/main/collector/redaction`, which are named here: where one of them would find
 * nothing and go on, in the very place. {@link ASK} where only the handler itself can tell.
 */
export const ASK = -1;

const SPACE = 32;
const PERCENT = 37;
const OPEN = 40;
const CLOSE = 41;
const PLUS = 43;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;

/** `findInserted`, `findPlusNumber` and `findArgument`. */
export function passBracket(text: usize, at: i32): i32 {
  if (isAfterValues(text, at) || isOfJwt(text, at) || isWrittenSign(text, at)) return ASK;
  const next = unit(text, at + 1);
  if (next === 34 || next === 39) return ASK;
  if (isWord(unit(text, at - 1))) return at + 1;
  if (next === PLUS) return ASK;
  // `(212) 478-1527`
  let end = at + 1;
  while (isDigit(unit(text, end))) end++;
  return end > at + 1 && end <= at + 6 && unit(text, end) === CLOSE ? ASK : at + 1;
}

export function passPlus(text: usize, at: i32): i32 {
  let first = at + 1;
  if (isWord(unit(text, at - 1))) return isFormSpace(text, at) ? ASK : first;
  const next = unit(text, first);
  if (next === OPEN || next === PLUS) first++;
  return isDigit(unit(text, first)) ? ASK : first;
}

/** `findEmail`: nothing before the sign that could be a name, and no `tcp(` or `unix(` after it. */
export function passAt(text: usize, at: i32): i32 {
  const before = unit(text, at - 1);
  const isLocal =
    isWord(before) ||
    before === 34 ||
    before > 127 ||
    (before >= 37 && before <= 40) ||
    before === 91 ||
    before === PLUS ||
    before === DASH ||
    before === DOT;
  return isLocal || unit(text, at + 4) === OPEN || unit(text, at + 5) === OPEN ? ASK : at + 1;
}

/** `noteEncoded`: as many letters and digits after the sign, or before it, as base64 that is unpacked has. */
export function mayBeEncodedAt(text: usize, at: i32): bool {
  let end = at + 1;
  while (end <= at + 24 && isEncoded(unit(text, end))) end++;
  if (end > at + 24) return true;
  let start = at;
  while (start > at - 22 && isEncoded(unit(text, start - 1))) start--;
  return start <= at - 22;
}

function isEncoded(code: i32): bool {
  return (
    isLetter(code) ||
    isDigit(code) ||
    code === PLUS ||
    code === SLASH ||
    code === DASH ||
    code === 95
  );
}

/** `onColon`, after `mayBeField` has let it through. */
export function passColon(text: usize, at: i32, size: i32): i32 {
  const next = unit(text, at + 1);
  if (next === SLASH && unit(text, at + 2) === SLASH) return passUrl(text, at, size);
  if (maySecretNameEnd(text, at) || mayBeAddress(text, at, next)) return ASK;
  return passPair(text, at);
}

/** The tests of `findIpv6` before its pattern. */
function mayBeAddress(text: usize, at: i32, next: i32): bool {
  if (next !== COLON && !isHex(next)) return false;
  let start = at;
  while (start > at - 4 && isHex(unit(text, start - 1))) start--;
  if (next !== COLON) {
    if (start === at) return false;
    let end = at + 1;
    while (end < at + 5 && isHex(unit(text, end))) end++;
    if (unit(text, end) !== COLON) return false;
    const after = unit(text, end + 1);
    if (after !== COLON && !isHex(after)) return false;
  }
  const before = unit(text, start - 1);
  const isQuoted =
    before === 66 && unit(text, start - 2) === 53 && unit(text, start - 3) === PERCENT;
  if ((isWord(before) && !isQuoted) || (before === COLON && !isLabel(text, start))) return false;
  return !(
    at - start === 2 &&
    unit(text, at + 3) === COLON &&
    unit(text, at + 6) !== COLON &&
    isDigit(unit(text, at + 1)) &&
    isDigit(unit(text, at + 4)) &&
    isDigit(unit(text, at - 1))
  );
}

/** The colon before an address may be that of a name. */
function isLabel(text: usize, start: i32): bool {
  const last = unit(text, start - 2);
  if (last === COLON) return false;
  if (!isHex(last)) return true;
  let at = start - 2;
  while (at > start - 6 && isHex(unit(text, at))) at--;
  return isHex(unit(text, at)) || isLetter(unit(text, at));
}

/** In quotes, behind the end of `"-u",`, of `"--user",` or of `"--proxy-user", ` at `start`. */
function isBehindUser(text: usize, start: i32): bool {
  const last = unit(text, start - 2) === SPACE ? start - 5 : start - 4;
  if (unit(text, last + 1) !== 34) return false;
  const letter = unit(text, last);
  return letter === 117 || letter === 114;
}

/** `findPair`: no option of a command before it, and no number that could be a bot's. */
function passPair(text: usize, at: i32): i32 {
  const before = unit(text, at - 1);
  const next = unit(text, at + 1);
  if (next <= 34 || next === 39 || next === SLASH || !isWord(before))
    return isAfterPort(text, at, before) ? ASK : at + 1;
  if (isSlashOption(text, at)) return ASK;
  // `APA`
  if (next === 65 && unit(text, at + 2) === 80 && unit(text, at + 3) === 65) return ASK;
  if (isDigit(before) && isAfterPort(text, at, before)) return ASK;
  if (isDigit(before) && isLetter(next)) {
    let start = at;
    while (start > at - 11 && isDigit(unit(text, start - 1))) start--;
    if (at - start >= 8) return ASK;
  }
  let start = at;
  while (start > at - 48 && isLogin(unit(text, start - 1))) start--;
  // `"-u", "name:password"`, `--user=name:password`
  const sign = unit(text, start - 1);
  if (sign === 34 && isBehindUser(text, start)) return ASK;
  if (sign === 61 && unit(text, start - 2) === 114) return ASK;
  if (unit(text, start - 1) !== SPACE && unit(text, start - 2) !== SPACE) return at + 1;
  // `-uname:password`
  if (unit(text, start) === DASH && unit(text, start + 1) === 117) return ASK;
  let last = start - 1;
  const quote = unit(text, last);
  if (quote === 34 || quote === 39) last--;
  for (let signs = 0; signs < 3; signs++) {
    const code = unit(text, last);
    if (code !== SPACE && code !== 61) break;
    last--;
  }
  // `-u`, `--user`, `-a`, `--auth`
  const option = unit(text, last) | 32;
  // `echo ada:password`, `<<< ada:password`
  if (option === 60 || (option === 111 && (unit(text, last - 1) | 32) === 104)) return ASK;
  if (option === 102 && (unit(text, last - 1) | 32) === 116) return ASK;
  return option === 117 || option === 114 || option === 97 || option === 104 ? ASK : at + 1;
}

function isLogin(code: i32): bool {
  return code > 32 && code !== 34 && code !== 39 && code !== COLON && code !== 61;
}

/** `findUrlSecret`: nobody logs in, and the host is not one of a webhook. */
function passUrl(text: usize, at: i32, size: i32): i32 {
  if (maySecretNameEnd(text, at)) return ASK;
  const after = at + 3;
  const limit = min(size, after + 420);
  for (let index = after; index < limit; index++) {
    const code = unit(text, index);
    if (code === 64) return ASK;
    if (code <= 32 || code === 34 || code === 39 || code === 60 || code === 62) break;
  }
  const first = unit(text, after);
  const second = unit(text, after + 1);
  if ((first === 104 && second === 111) || (first === 100 && second === 105)) {
    // `hooks.slack.com`, `discord.com`
    const third = unit(text, after + 2);
    if (third === 111 || third === 115) return ASK;
  }
  // `outlook.office.com`
  if (first === 111 && second === 117 && unit(text, after + 2) === 116) return ASK;
  let end = after;
  while (isHostPart(unit(text, end))) end++;
  // `.webhook.office.com`
  return unit(text, end) === DOT && unit(text, end + 1) === 119 && unit(text, end + 2) === 101
    ? ASK
    : after;
}

/** `findLetterToken`, after `mayBeToken` has let it through. */
export function passLetter(text: usize, at: i32): i32 {
  const before = unit(text, at - 1);
  const next = unit(text, at + 1);
  switch (unit(text, at)) {
    case 73: // A?IA, AIza, LOGIN
      if (next === 78) return ASK;
      if (next === 65)
        return unit(text, at - 2) === 65 && !isWord(unit(text, at - 3)) ? ASK : at + 1;
      return unit(text, at + 2) === 97 && !isWord(unit(text, at - 2)) ? ASK : at + 1;
    case 74: // eyJ, JQQJ99
      if (before === 121 && unit(text, at - 2) === 101)
        return isWord(unit(text, at - 3)) ? at + 1 : ASK;
      return next === 81 && unit(text, at + 2) === 81 && unit(text, at + 3) === 74 ? ASK : at + 1;
    case 66: // Bearer, Basic, ATBB
      if (before === 66) return unit(text, at - 2) === 84 ? ASK : at + 1;
      if (isWord(before)) return at + 1;
      return unit(text, at + 3) === 114 || unit(text, at + 3) === 105 ? ASK : at + 1;
    case 87: // PASSWORD
    case 119: // password
      if (before === 112) return ASK;
      if (before === 110) return unit(text, at - 2) === 110 ? ASK : at + 1;
      return (unit(text, at - 2) | 32) === 115 && (unit(text, at - 3) | 32) === 97 ? ASK : at + 1;
    default:
      return ASK;
  }
}

function isHostPart(code: i32): bool {
  return isDigit(code) || (code >= 97 && code <= 122) || code === DASH;
}
