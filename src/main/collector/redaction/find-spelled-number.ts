import { isDigit, isWord } from './code-units.ts';
import { announcesCard, announcesPhone, announcesSsn } from './context-words.ts';
import { cardBrand, passesLuhn } from './find-card.ts';
import { fieldBefore } from './field-before.ts';
import { isIssuedSsn } from './find-ssn.ts';
import type { Scan } from './scan.ts';

const LEAST_DIGITS = 7;
const MOST_DIGITS = 19;

/** Four digits with the same sign between them begin at `at`: `4 1 5 5`, as speech is written down. */
export function mayBeSpelled(scan: Scan, at: number): boolean {
  const sign = scan.code(at + 1);
  return (
    isDigit(scan.code(at + 2)) &&
    scan.code(at + 3) === sign &&
    isDigit(scan.code(at + 4)) &&
    scan.code(at + 5) === sign &&
    isDigit(scan.code(at + 6))
  );
}

/** A number that was given digit by digit, from the first one at `at`, where a word says what it is; else `at`. */
export function findSpelledNumber(scan: Scan, at: number): number {
  const sign = scan.code(at + 1);
  let digits = '';
  let end = at;
  for (let next = at; digits.length <= MOST_DIGITS && isDigit(scan.code(next)); next += 2) {
    digits += scan.text[next]!;
    end = next + 1;
    if (scan.code(end) !== sign) break;
  }
  const { length } = digits;
  if (length < LEAST_DIGITS || length > MOST_DIGITS || isWord(scan.code(end))) return at;
  return addAnnounced(scan, at, end, digits);
}

/** Adds a number that is written in an odd way, where a word says what it is; else `at`. */
export function addAnnounced(scan: Scan, at: number, end: number, digits: string): number {
  const { length } = digits;
  if (/^(\d)\1*$/.test(digits)) return at;
  if (length > 11 && scan.wants('CREDIT_CARD') && announcesCard(scan, at)) {
    const brand = cardBrand(digits);
    if (brand !== '' && passesLuhn(digits))
      return scan.add(at, end, 'CREDIT_CARD', `card.${brand}`);
  }
  if (length === 9 && scan.wants('US_SSN') && isIssuedSsn(digits) && announcesSsn(scan, at)) {
    return scan.add(at, end, 'US_SSN', 'ssn.announced');
  }
  const mayBePhone = length < 16 && scan.wants('PHONE') && announcesPhone(scan, at, end);
  if (mayBePhone && fieldBefore(scan, at)?.words.has('phone') !== false) {
    return scan.add(at, end, 'PHONE', 'phone');
  }
  return at;
}
