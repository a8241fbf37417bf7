import { isDashed, isLong, isOfHost } from './cheap-tests.ts';
import { isDigit, isHex, isLetter, isWord, MARGIN } from './code-units.ts';
import { announcesPhone } from './context-words.ts';
import { findBrokenCard, findCard, findTrack } from './find-card.ts';
import { findIban } from './find-iban.ts';
import { findHostAddress, findIpv4 } from './find-ip.ts';
import { findDefanged, findOddNumber } from './find-odd-number.ts';
import { findPhone, findPlusPhone } from './find-phone.ts';
import { addAnnounced, findSpelledNumber, mayBeSpelled } from './find-spelled-number.ts';
import { findSpoiledSsn, findSsn } from './find-ssn.ts';
import { findEncodedKey, findMetaToken, findRefreshToken } from './find-token.ts';
import { findWordToken } from './find-word-token.ts';
import { isDefanged, isOddlyParted } from './odd-tests.ts';
import { NumberGroups, packedShape } from './number-groups.ts';
import { isPhoneCell } from './phone-column.ts';
import type { Scan } from './scan.ts';
import { isSigned } from './told-tests.ts';

const DASH = 45;
const DOT = 46;
const BAR = 124;
const PLUS = 43;
/** Shorter numbers are nothing by themselves. */
const LEAST_DIGITS = 6;

/** Shapes of a number after which another one may follow. */
const FIRST_SHAPES = new Set('3-2-4 4-4-4-4 4-6-5 4-6-4 3-3-4 1-3-3-4'.split(' ').map(packedShape));
const NANP = packedShape('3-3-4');
const TWO_FOURS = packedShape('4-4');
const THREE_FOURS = packedShape('4-4-4');

const groups = new NumberGroups();

/**
 * Decides what the number that begins at `at` is, cheapest tests first.
 *
 * Returns where to go on: after the value found, else after the digits.
 */
export function findNumber(scan: Scan, at: number): number {
  let runEnd = at + 1;
  while (isDigit(scan.code(runEnd))) runEnd++;
  const before = scan.code(at - 1);
  if (isWord(before)) return findGlued(scan, at, runEnd);
  const next = scan.code(runEnd);
  const digits = runEnd - at;
  if (next === OPEN_LIST || (digits > 2 && digits < 5)) {
    const end = findOdd(scan, at, runEnd);
    if (end > at) return end;
  }
  if (isSigned(scan.codes, at + MARGIN)) {
    const end = findWordToken(scan, at);
    if (end > at) return end;
  }
  if (before === DASH && isOfHost(scan.codes, at + MARGIN, runEnd + MARGIN)) {
    const end = findHostAddress(scan, at);
    if (end > at) return end;
  }
  if (next === DOT && isDigit(scan.code(runEnd + 1))) {
    let end = runEnd + 2;
    while (isDigit(scan.code(end))) end++;
    // Two runs of digits and one dot: a decimal number, of which embeddings are made.
    if (scan.code(end) !== DOT) return findFloat(scan, at, runEnd, end);
    const isShort = digits <= 3;
    end = isShort ? findIpv4(scan, at) : at;
    if (end === at && isShort && mayBeDefanged(scan, runEnd)) end = findDefanged(scan, at);
    if (end > at) return end;
  }
  if (before === DOT && isWord(scan.code(at - 2))) return runEnd;
  if (next === 47 && scan.code(runEnd + 1) === 47 && digits === 1) {
    return findRefreshToken(scan, at);
  }
  if (isWord(next)) return findWithLetters(scan, at, runEnd);
  if (next === BAR && digits > 14) {
    const end = findMetaToken(scan, at, runEnd);
    // A card may stand in a row whose cells are parted by bars.
    if (end > runEnd) return end;
  }
  if (digits === 1 && (next === 32 || next === DASH) && mayBeSpelled(scan, at)) {
    const end = findSpelledNumber(scan, at);
    if (end > at) return end;
  }
  const dashed = isDashed(scan.codes, at + MARGIN, runEnd + MARGIN);
  if (digits < LEAST_DIGITS && !dashed && !isSeparated(scan, runEnd, next)) {
    if (next === DASH && scan.code(at + 6) === DASH) return findSpoiledSsn(scan, at, at, runEnd);
    return runEnd;
  }
  // Part of a longer word: UUIDs, names of files and images, dates in identifiers.
  if (before === DASH && isWord(scan.code(at - 2))) return runEnd;
  // A number by itself of fewer digits than a card has is nothing unless a word says so; of JSON most are.
  if (digits < 12 && digits !== 9 && !isSeparated(scan, runEnd, next)) {
    if (!announcesPhone(scan, at, runEnd) && !isPhoneCell(scan, at, runEnd)) return runEnd;
  }
  groups.read(scan, at);
  const isCut = groups.packed === TWO_FOURS || groups.packed === THREE_FOURS;
  let end = classifyLongest(scan, at);
  if (end === at && isCut) end = findBrokenCard(scan, at);
  if (end > at) return end;
  if (next === DASH && scan.code(at + 6) === DASH) return findSpoiledSsn(scan, at, at, runEnd);
  return runEnd;
}

/** A number or an address that is written in an odd way; `at` for none. */
function findOdd(scan: Scan, at: number, runEnd: number): number {
  const { codes } = scan;
  if (isDefanged(codes, runEnd + MARGIN)) return findDefanged(scan, at);
  return isOddlyParted(codes, at + MARGIN, runEnd + MARGIN) ? findOddNumber(scan, at) : at;
}

/** `203.0.113[.]7`: a bracket after two or three numbers and their dots. */
function mayBeDefanged(scan: Scan, runEnd: number): boolean {
  let at = runEnd;
  while (at < runEnd + MOST_OF_THREE && (isDigit(scan.code(at)) || scan.code(at) === DOT)) at++;
  return scan.code(at) === OPEN_LIST;
}
const OPEN_LIST = 91;
/** Of two numbers of an address and their dots. */
const MOST_OF_THREE = 8;

/** `4155550132.0`: what a table read as numbers makes of phones and cards. */
function findFloat(scan: Scan, at: number, runEnd: number, end: number): number {
  if (end !== runEnd + 2 || scan.code(runEnd + 1) !== 48 || !isLong(at, runEnd)) return end;
  if (isWord(scan.code(end)) || isWord(scan.code(at - 1)) || scan.code(at - 1) === DASH) return end;
  return Math.max(end, addAnnounced(scan, at, runEnd, scan.text.slice(at, runEnd)));
}

/** All groups, else as many as have a shape that is known and a space after them. */
function classifyLongest(scan: Scan, at: number): number {
  if (groups.count >= LEAST_DIGITS && groups.count <= 22) {
    const end = classify(scan, at);
    if (end > at) return end;
  }
  for (let count = Math.min(groups.all - 1, 5); count > 0; count--) {
    groups.take(count);
    const { end } = groups;
    if (scan.code(end) !== 32 || groups.count < 9) continue;
    if (groups.groups > 1 && !FIRST_SHAPES.has(groups.packed) && groups.separators.includes(' '))
      continue;
    if (groups.packed % 4096 === NANP && groups.partedBy(' ')) continue;
    const found = classify(scan, at);
    if (found > at) return found;
  }
  return at;
}

function classify(scan: Scan, at: number): number {
  const card = findCard(scan, at, groups);
  if (card > at) return card;
  const ssn = findSsn(scan, at, groups);
  if (ssn > at) return ssn;
  return findPhone(scan, at, groups);
}

/** A number that begins with `+` or a bracket. */
export function findPlusNumber(scan: Scan, at: number): number {
  let first = at + 1;
  if (scan.code(at) !== PLUS && !isDigit(scan.code(first)) && scan.code(first) !== PLUS)
    return first;
  if (isWord(scan.code(at - 1))) return first;
  if (scan.code(first) === 40 || scan.code(first) === PLUS) first++;
  if (!isDigit(scan.code(first))) return first;
  groups.read(scan, first);
  return findPlusPhone(scan, at, first, groups);
}

/** More digits come after the first few, parted by something that may part the groups of one number. */
function isSeparated(scan: Scan, end: number, next: number): boolean {
  if (next !== 32 && next !== DASH && next !== DOT && next !== 41 && next !== 47) return false;
  const after = scan.code(end + 1);
  return isDigit(after) || after === 40 || (next === 41 && (after === 32 || after === DASH));
}

/** Digits after a letter or underscore. */
function findGlued(scan: Scan, at: number, runEnd: number): number {
  const before = scan.code(at - 1);
  if (isLetter(before)) {
    if (runEnd - at >= 2) {
      const end = findIban(scan, at);
      if (end > at) return end;
    }
    if (before === 66 && scan.code(runEnd) === 94) {
      const end = findTrack(scan, at, runEnd);
      if (end > at) return end;
    }
    const token = findWordToken(scan, at);
    if (token > at) return token;
    // `LS0tLS1CRUdJTi`
    if (before === 83 && scan.code(at) === 48 && scan.code(at + 1) === 116) {
      const key = findEncodedKey(scan, at);
      if (key > at) return key;
    }
    // An O or S of a scanned page in place of the first digits.
    for (let letters = 1; letters <= 2; letters++) {
      if (scan.code(at + 3 - letters) === DASH && scan.code(at + 6 - letters) === DASH) {
        return findSpoiledSsn(scan, at, at - letters, runEnd);
      }
    }
  }
  return runEnd;
}

/** Digits before a letter. */
function findWithLetters(scan: Scan, at: number, runEnd: number): number {
  if (scan.code(at + 3) === DASH && scan.code(at + 6) === DASH) {
    return findSpoiledSsn(scan, at, at, runEnd);
  }
  const token = findWordToken(scan, at);
  if (token > at) return token;
  if (runEnd - at < 9) return runEnd;
  // `...x1234`: an extension.
  const next = scan.code(runEnd);
  if ((next === 120 || next === 101) && !isHex(scan.code(at - 1))) {
    groups.read(scan, at);
    const end = findPhone(scan, at, groups);
    if (end > at) return end;
  }
  return runEnd;
}
