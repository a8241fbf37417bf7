import { isDashed, isLong, isOfHost, mayBeLicense, mayBeWordToken } from './cheap-tests';
import { ASK } from './handlers';
import { IBAN_LENGTHS } from './layout';
import { isDefanged, isOddlyParted } from './odd-tests';
import { isSigned, isTold } from './told-tests';
import { announces, isDigit, isLetter, isWord, slotOf, unit } from './units';

const LINE_FEED = 10;
const SPACE = 32;
const OPEN = 40;
const CLOSE = 41;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const OPEN_LIST = 91;
const BAR = 124;
/** White space between a label and a number in the line below. */
const MAX_BLANKS = 16;
/** Letters and digits of the shortest and the longest text that is taken for an IBAN. */
const LEAST_OF_IBAN = 12;
const MOST_OF_IBAN = 44;
/** White space before a cell of a table or an element of a list. */
const MAX_SPACES = 24;
/** Kinds that a word can announce, as in `../../src/main/collector/redaction/context-words.ts`. */
const PHONE = 1;
const CARD = 2;
const SSN = 4;

/** `findNumber`, after `numberOrSkip` has let it through. */
export function passNumber(text: usize, at: i32, names: i32): i32 {
  let end = at + 1;
  while (isDigit(unit(text, end))) end++;
  const before = unit(text, at - 1);
  if (isWord(before)) return passGlued(text, at, end);
  const next = unit(text, end);
  const digits = end - at;
  if (next === OPEN_LIST && isDefanged(text, end)) return ASK;
  if (digits > 2 && digits < 5 && isOddlyParted(text, at, end) && mayBeOdd(text, at, end, names))
    return ASK;
  if (isSigned(text, at) && isTold(text, at)) return ASK;
  if (before === DASH && isOfHost(text, at, end)) return ASK;
  if (next === DOT && isDigit(unit(text, end + 1))) {
    let last = end + 2;
    while (isDigit(unit(text, last))) last++;
    if (unit(text, last) !== DOT) {
      // `4155550132.0`
      const isFloat = last === end + 2 && unit(text, end + 1) === 48 && isLong(at, end);
      if (!isFloat) return last;
      const mayBe = names !== 0 || mayBeElement(text, at);
      return mayBe || mayAnnounce(text, at, end, PHONE | CARD | SSN) ? ASK : last;
    }
    if (digits <= 3) return isShortVersion(text, at, last) ? end : ASK;
  }
  if (before === DOT && isWord(unit(text, at - 2))) return end;
  if (next === SLASH && unit(text, end + 1) === SLASH && digits === 1) return ASK;
  if (isWord(next)) return passLetters(text, at, end);
  if (next === BAR && digits > 14) return ASK;
  if (isDashed(text, at, end)) return names !== 0 || mayAnnounce(text, at, end, PHONE) ? ASK : end;
  const separated = isSeparated(text, end, next);
  if (digits < 6 && !separated) {
    return next === DASH && unit(text, at + 6) === DASH ? ASK : end;
  }
  if (before === DASH && isWord(unit(text, at - 2))) return end;
  if (separated) return isDate(text, at, end, next) ? end : ASK;
  // More groups may follow after two signs: ` -1`, `) 2`.
  if (digits >= 9 && digits !== 10 && digits !== 11 && isSeparatedFurther(text, end)) return ASK;
  if (names !== 0 || (next === DASH && unit(text, at + 6) === DASH)) return ASK;
  return mayBeAnnounced(text, at, end, digits) ? ASK : end;
}

/** Signs between numbers of lists and tables: a word must tell what these are. */
function mayBeOdd(text: usize, at: i32, end: i32, names: i32): bool {
  const sign = unit(text, end);
  if (names !== 0 || unit(text, beforeSpaces(text, at - 1)) === OPEN_LIST) return true;
  if (end - at === 4 && sign !== 44 && sign !== BAR && sign !== SPACE) return true;
  return mayBeElement(text, at) || mayAnnounce(text, at, end, PHONE | CARD | SSN);
}

/** Three runs of up to five digits together, and nothing that could go on: neither an address nor a phone. */
function isShortVersion(text: usize, at: i32, dot: i32): bool {
  let last = dot + 1;
  while (isDigit(unit(text, last))) last++;
  const next = unit(text, last);
  if (last === dot + 1 || last - at > 7 || next === DOT || next === 91 || isWord(next))
    return false;
  return !isSeparatedFurther(text, last) && next < 128 && !mayFollow(text, last);
}

/** `2026-11-21` and `2026/11/21` of this century and the two before, which are never anything else. */
function isDate(text: usize, at: i32, end: i32, sign: i32): bool {
  const first = unit(text, at);
  const second = unit(text, at + 1);
  return (
    end - at === 4 &&
    ((first === 50 && second === 48) || (first === 49 && (second === 56 || second === 57))) &&
    (sign === DASH || sign === SLASH) &&
    isDigit(unit(text, end + 1)) &&
    isDigit(unit(text, end + 2)) &&
    unit(text, end + 3) === sign &&
    isDigit(unit(text, end + 4)) &&
    isDigit(unit(text, end + 5)) &&
    !isDigit(unit(text, end + 6))
  );
}

/** A digit after two or three of what can part the groups of a number. */
function isSeparatedFurther(text: usize, end: i32): bool {
  for (let at = end; at < end + 4; at++) {
    const code = unit(text, at);
    if (isDigit(code)) return true;
    if (
      code !== SPACE &&
      code !== DASH &&
      code !== DOT &&
      code !== SLASH &&
      code !== OPEN &&
      code !== CLOSE
    )
      return false;
  }
  return false;
}

/** A run of digits by itself is a card by its check digit, and all else by a word near it. */
function mayBeAnnounced(text: usize, at: i32, end: i32, digits: i32): bool {
  if (digits === 9 && isCell(text, at, end)) return true;
  if (digits >= 7 && mayBeElement(text, at)) return true;
  if (digits < 12) return mayAnnounce(text, at, end, digits === 9 ? PHONE | SSN : PHONE);
  if (digits <= 19 && goesWithCard(text, end)) return true;
  if (digits <= 19 && isLuhn(text, at, end) && mayBeBrand(unit(text, at))) return true;
  return mayAnnounce(text, at, end, PHONE | CARD);
}

/** `isCell` of the column of a table: what it is may be said in a line far above. */
function isCell(text: usize, at: i32, end: i32): bool {
  const next = unit(text, end);
  return isCellEnd(unit(text, beforeSpaces(text, at - 1))) && (next === SPACE || isCellEnd(next));
}

/** A list of JSON may have each of its elements on a line of its own. */
function beforeSpaces(text: usize, from: i32): i32 {
  let at = from;
  while (at > from - MAX_SPACES && unit(text, at) === SPACE) at--;
  return at;
}

function isCellEnd(code: i32): bool {
  return code === 34 || partsCells(code);
}

/** After the beginning of a row or of a list, or after another cell or element of it. */
function mayBeElement(text: usize, at: i32): bool {
  let before = at - 1;
  if (isQuote(unit(text, before))) before--;
  const first = unit(text, beforeSpaces(text, before));
  return partsCells(first) || first === OPEN;
}

function isQuote(code: i32): bool {
  return code === 34 || code === 39;
}

function partsCells(code: i32): bool {
  return code === 44 || code === 59 || code === BAR || (code >= 9 && code <= 13);
}

/** What begins like `exp`, `valid`, `good thru`, `cvv` or `mm/yy` comes after the digits. */
function goesWithCard(text: usize, end: i32): bool {
  let at = end;
  while (at < end + 4 && partsValues(unit(text, at))) at++;
  if (at === end) return false;
  const code = unit(text, at) | 32;
  return code === 101 || code === 118 || code === 103 || code === 99 || code === 109;
}

function partsValues(code: i32): bool {
  return (
    code === 44 || code === 59 || code === BAR || code === SLASH || code > 127 || partsWord(code)
  );
}

/** The first digits of the brands that `findCard` knows. */
function mayBeBrand(first: i32): bool {
  return (first >= 50 && first <= 54) || first === 56;
}

/** ISO/IEC 7812-1, annex B. */
function isLuhn(text: usize, at: i32, end: i32): bool {
  let sum = 0;
  let double = false;
  for (let index = end - 1; index >= at; index--) {
    let digit = unit(text, index) - 48;
    if (double) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
    double = !double;
  }
  return sum % 10 === 0;
}

/** `findIban`, all but the check digits of one that ends where it should, and words that announce one in capitals. */
function mayBeIban(text: usize, at: i32): bool {
  const first = unit(text, at - 2);
  const second = unit(text, at - 1);
  if (!isLetter(first) || isWord(unit(text, at - 3))) return false;
  const length = <i32>load<u8>(IBAN_LENGTHS + (((first & 31) << 5) | (second & 31)));
  if (length === 0) return false;
  let next = at + 2;
  let count = 4;
  for (; count < MOST_OF_IBAN; count++, next++) {
    const code = unit(text, next);
    // Parted by another sign than a space or a dash.
    if (count === 4 && isOddIban(code) && unit(text, next + 5) === code) return true;
    // A whole one is found where no word goes on.
    if (count === length && !isWord(code)) return true;
    if (code === SPACE || code === DASH) next++;
    const part = unit(text, next);
    if (!isDigit(part) && !isLetter(part)) break;
  }
  return count >= LEAST_OF_IBAN && ((first | second) & 32) === 0;
}

/** `.`, `_`, `,`, `|` and `~`. */
function isOddIban(code: i32): bool {
  return code === DOT || code === 95 || code === 44 || code === BAR || code === 126;
}

/** `findGlued`: digits after a letter. */
function passGlued(text: usize, at: i32, end: i32): i32 {
  const before = unit(text, at - 1);
  if (!isLetter(before)) return end;
  if (mayBeLicense(text, end)) return ASK;
  if (end - at >= 2 && mayBeIban(text, at)) return ASK;
  if (mayBeWordToken(text, at)) return ASK;
  if (before === 66 && unit(text, end) === 94) return ASK;
  if (before === 83 && unit(text, at) === 48 && unit(text, at + 1) === 116) return ASK;
  for (let letters = 1; letters <= 2; letters++) {
    if (!isLetter(unit(text, at - letters)) || isWord(unit(text, at - letters - 1))) continue;
    if (unit(text, at + 3 - letters) === DASH && unit(text, at + 6 - letters) === DASH) return ASK;
  }
  return end;
}

/** `findWithLetters`: digits before a letter. */
function passLetters(text: usize, at: i32, end: i32): i32 {
  if (unit(text, at + 3) === DASH && unit(text, at + 6) === DASH) return ASK;
  if (mayBeWordToken(text, at) || mayBeLicense(text, end)) return ASK;
  if (end - at < 9) return end;
  const next = unit(text, end);
  return next === 120 || next === 101 ? ASK : end;
}

function isSeparated(text: usize, end: i32, next: i32): bool {
  if (next !== SPACE && next !== DASH && next !== DOT && next !== CLOSE && next !== SLASH)
    return false;
  const after = unit(text, end + 1);
  return (
    isDigit(after) || after === OPEN || (next === CLOSE && (after === SPACE || after === DASH))
  );
}

/** See `labelEnd` of the collector. */
function labelEnd(text: usize, from: i32): i32 {
  let at = from;
  let lines = 0;
  while (at > from - MAX_BLANKS && unit(text, at - 1) <= SPACE)
    if (unit(text, --at) === LINE_FEED) lines++;
  return lines > 0 && unit(text, at - 1) === COLON ? at : from;
}

/** False where neither what comes before nor what comes after can announce a number of these kinds. */
function mayAnnounce(text: usize, at: i32, end: i32, kinds: i32): bool {
  if (mayFollow(text, end)) return true;
  // Of words for a phone and a card all are within 40 characters, where the patterns begin.
  const last = (kinds & SSN) === 0 ? at - 40 : at - 60;
  const from = labelEnd(text, at);
  let slot = slotOf(unit(text, from), unit(text, from + 1), 0);
  for (let index = from - 1; index >= last; index--) {
    const code = unit(text, index);
    if (code > 127) return true;
    if (code === LINE_FEED || (isDigit(code) && !isWord(unit(text, index - 1)))) return false;
    // Of the letter here and the two after it.
    slot = (slot >> 5) | ((code & 31) << 10);
    const found = announces(slot) & kinds;
    if (found === 0) continue;
    if (index < at - 40 && (found & SSN) === 0) continue;
    // Most are whole ones.
    if (index === at - 40 || index === last) return true;
    if (!isLetter(unit(text, index - 1)) || isGlued(text, index)) return true;
  }
  return false;
}

/**
 * Begins one of the words that may be the end of another: phone, mobile, msisdn, telephone, fax, card, ssn, social, and
 * what ends `toNumber`, `sender_no` and `nohp`.
 */
function isGlued(text: usize, index: i32): bool {
  const second = unit(text, index + 1) | 32;
  switch (unit(text, index) | 32) {
    case 104: // hp
      return second === 112 && !isLetter(unit(text, index + 2));
    case 112: // phone
      return second === 104 && (unit(text, index + 2) | 32) === 111;
    case 109: // mobile, msisdn
      return second === 111 || second === 115 || endsWithNo(text, index);
    case 116: // telephone, and the end of `text me`
      if (second === 101) return (unit(text, index + 3) | 32) === 101;
      return second === SPACE || endsWithNo(text, index);
    case 110: // num, number
      return (
        second === 117 && ((unit(text, index + 3) | 32) === 98 || !isLetter(unit(text, index + 3)))
      );
    case 111:
    case 114:
    case 127: // `_`
      return endsWithNo(text, index);
    case 102: // fax
    case 99: // card
      return second === 97;
    case 107: // karte, kaart, kort
      return second === 97 || second === 111;
    case 115: // ssn, social security
      return second === 115 || second === 111;
    default:
      return false;
  }
}

/** The end of `fromNo`, `recipientNo`, `toNo`, `senderNo` and `to_no`. */
function endsWithNo(text: usize, index: i32): bool {
  const isNo = (unit(text, index + 1) | 32) === 110 && (unit(text, index + 2) | 32) === 111;
  return isNo && !isLetter(unit(text, index + 3));
}

/** What can stand before, and begin, a word of `PHONE_AFTER`. */
function mayFollow(text: usize, end: i32): bool {
  let at = end;
  for (let skipped = 0; skipped < 3 && partsWord(unit(text, at)); skipped++) at++;
  if (unit(text, at) === OPEN) at++;
  const second = unit(text, at + 1) | 32;
  switch (unit(text, at) | 32) {
    case 99: // cell
      return second === 101;
    case 102: // fax
      return second === 97;
    case 104: // home, h)
    case 109: // mobile, m)
    case 119: // work, w)
      return second === 111 || second === 41;
    case 111: // office
      return second === 102;
    case 116: // tel)
      return second === 101;
    default:
      return false;
  }
}

/** White space, closing brackets and dashes; of what is beyond ASCII nothing is known. */
function partsWord(code: i32): bool {
  return (
    (code >= 9 && code <= 13) ||
    code === SPACE ||
    code === CLOSE ||
    code === 93 ||
    code === DASH ||
    code > 127
  );
}
