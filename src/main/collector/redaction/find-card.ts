import { isDigit, isWord } from './code-units.ts';
import { announcesCard, announcesPhone, goesWithCard } from './context-words.ts';
import { fieldBefore } from './field-before.ts';
import { goesOn } from './goes-on.ts';
import { packedShape, type NumberGroups } from './number-groups.ts';
import { saysId } from './says-id.ts';
import type { Scan } from './scan.ts';

/** Brands: first digits and lengths (ISO/IEC 7812 and the networks' published ranges). */
const BRANDS: readonly (readonly [string, RegExp, readonly number[]])[] = [
  ['visa', /^4/, [13, 16, 19]],
  ['mastercard', /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  ['amex', /^3[47]/, [15]],
  ['discover', /^(?:6011|64[4-9]|65)/, [16, 19]],
  ['diners', /^(?:30[0-59]|36|38|39)/, [14, 16]],
  ['jcb', /^35(?:2[89]|[3-8])/, [16, 19]],
  ['unionpay', /^(?:62|81)/, [16, 17, 18, 19]],
  ['mir', /^220[0-4]/, [16, 17, 18, 19]],
  ['maestro', /^(?:501[89]|5020|5038|5893|6304|6759|676[1-3])/, [12, 13, 14, 15, 16, 17, 18, 19]],
];

/** Networks of one country, whose numbers are known by their grouping or by a word only. */
const NATIONAL = /^(?:50[0-9]{2}|60|6[37]|81|82|9792|4011|4389|4514|4576|636)/;

/** Groups in which cards are embossed; plain ones are a single group. */
const SHAPES = new Set(
  '4-4-4-4 4-6-5 4-6-4 4-4-4-4-1 4-4-4-4-2 4-4-4-4-3 4-4-5 4-3-3-3 4-4-4-1 4-4-4-2'
    .split(' ')
    .map(packedShape),
);
/**
 * Numbers of telephones, of their cards and of articles: those of the first two have the same check digit. Then those of
 * orders and requests, and what comes before a weak tag (RFC 9110, section 8.8.3).
 */
const THING_BEFORE =
  /(?:^|[^a-z])(?:(?:imei|imeisv|meid|iccid|imsi|seq|sequence|snowflake|nonce|offset|(?:ean|gtin|isbn|upc)(?:[ -]?1[0-4])?|barcode|(?:request|trace|span|session|correlation|transaction|message|event|job|order|invoice|tracking|shipment|ticket|booking|batch|serial) ?(?:id|no\.?|nr\.?|num|number|#))\W{0,4}|w\/")$/;
/** Digits of a card that is written without groups and announced by nothing; random numbers of 64 bits have more. */
const MOST_ALONE = 16;
const FOUR_FOURS = packedShape('4-4-4-4');
const AMEX = packedShape('4-6-5');

/** True when the digits pass the check of ISO/IEC 7812-1 annex B (Luhn). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, double = false; index >= 0; index--, double = !double) {
    let digit = digits.charCodeAt(index) - 48;
    if (double && (digit *= 2) > 9) digit -= 9;
    sum += digit;
  }
  return sum % 10 === 0;
}

/** The network that issues cards of this length and beginning, or ''. */
export function cardBrand(digits: string): string {
  for (const [brand, begins, lengths] of BRANDS) {
    if (lengths.includes(digits.length) && begins.test(digits)) return brand;
  }
  return '';
}

/** A payment card: brand, length, grouping and check digit; one that is announced may fail the check. */
export function findCard(scan: Scan, at: number, groups: NumberGroups): number {
  const { count, end } = groups;
  if (count < 12 || count > 19 || !scan.minds('CREDIT_CARD')) return at;
  if (groups.groups > 1) {
    if (!SHAPES.has(groups.packed)) return at;
    const mayBeDotted = groups.packed === FOUR_FOURS || groups.packed === AMEX;
    const isOdd = mayBeDotted && (groups.partedBy('.') || groups.partedBy('/'));
    if (!isOdd && !groups.partedBy(' ') && !groups.partedBy('-')) return at;
  }
  if (isWord(scan.code(end)) || isPartOfLonger(scan, at, end) || groups.isOneDigit) return at;
  if (groups.packed === FOUR_FOURS && (isFollowed(scan, groups) || isDrawn(scan, at, end)))
    return at;
  const { digits } = groups;
  const brand = cardBrand(digits);
  const isRight = passesLuhn(digits);
  if (!isRight && (brand === '' || digits.length < 15)) return at;
  const isNamed = groups.groups === 1 && isNamedId(scan, at);
  const announced = (!isNamed && announcesCard(scan, at)) || goesWithCard(scan, end);
  const isWanted = scan.wants('CREDIT_CARD');
  if (brand === '' || !isRight || digits.length === 12) {
    // Cards of shops, of networks that are gone and of ranges given out since; a number with a typing error is still
    // somebody's card.
    const isNational =
      isRight && groups.packed === FOUR_FOURS && count === 16 && NATIONAL.test(digits);
    return isWanted && (announced || isNational)
      ? scan.add(at, end, 'CREDIT_CARD', brand === '' ? 'card.other' : `card.${brand}`)
      : at;
  }
  if (!announced && groups.groups === 1) {
    if (count > MOST_ALONE || isIdentifier(scan, at, end)) return at;
    // One number in ten passes the check: one that is said to be a phone may be one.
    if (!isWanted && announcesPhone(scan, at, end)) return at;
  }
  return scan.add(at, end, 'CREDIT_CARD', `card.${brand}`);
}

/** The number in the first track of a card's stripe (ISO/IEC 7813): `%B4111111111111111^DOE/ADA^2812…`; `at` for none. */
export function findTrack(scan: Scan, at: number, end: number): number {
  if (isWord(scan.code(at - 2)) || !scan.wants('CREDIT_CARD')) return at;
  const digits = scan.text.slice(at, Math.min(end, at + MOST_ALONE + 4));
  const brand = cardBrand(digits);
  if (brand === '' || !passesLuhn(digits)) return at;
  return scan.add(at, end, 'CREDIT_CARD', `card.${brand}`);
}

/** A number of four groups whose last ones are in the next line. */
const BROKEN = /\d{4}(?:[ -]\d{4}){1,2}[ -]?\r?\n[ \t>|]{0,8}\d{4}(?:[ -]\d{4})?(?![\w-]|[ .]\d)/y;

/** The number of a card that is announced, and broken over two lines after two or three of its groups; else `at`. */
export function findBrokenCard(scan: Scan, at: number): number {
  BROKEN.lastIndex = at;
  const digits = BROKEN.exec(scan.text)?.[0].replaceAll(/\D/g, '') ?? '';
  if (digits.length !== MOST_ALONE || cardBrand(digits) === '' || !passesLuhn(digits)) return at;
  if (!scan.wants('CREDIT_CARD') || !announcesCard(scan, at)) return at;
  return scan.add(at, BROKEN.lastIndex, 'CREDIT_CARD', `card.${cardBrand(digits)}`);
}

/** Another group of four comes after the fourth: a number of something longer. */
function isFollowed(scan: Scan, groups: NumberGroups): boolean {
  const { end } = groups;
  if (isDumped(scan, groups)) return true;
  if (scan.code(end) !== scan.code(groups.ends[0]!)) return false;
  let next = end + 1;
  while (isDigit(scan.code(next))) next++;
  // Or a date: `4111 1111 1111 1111 2026-11-21`.
  const isDate = scan.code(next) === 45 && scan.code(end) !== 45 && isDigit(scan.code(next + 1));
  return next === end + 5 && !isDate;
}

/** Groups of four hexadecimal digits with letters among them, before or after: the bytes of a file. */
function isDumped(scan: Scan, { starts, end }: NumberGroups): boolean {
  const start = starts[0]!;
  return (
    DUMP_BEFORE.test(scan.text.slice(Math.max(0, start - 12), start)) ||
    DUMP_AFTER.test(scan.text.slice(end, end + 11))
  );
}
const DUMP_BEFORE =
  /(?:^|\n)[\da-f]{7,8}:? {1,2}$|(?:^|\W)(?=[\da-f]{0,3}[a-f])(?=[\da-f]{0,3}\d)[\da-f]{4} $/i;
const DUMP_AFTER =
  /^ (?:(?=[\da-f]{0,3}[a-f])(?=[\da-f]{0,3}\d)|(?=[\da-f ]{0,8}[a-f])[\da-f]{4} )[\da-f]{4}(?![\w-])/i;

/** `Q 2681 1166 2681 2222 L 2163 391`: numbers of a path, as pictures in SVG have them. */
function isDrawn(scan: Scan, at: number, end: number): boolean {
  return (
    /(?:^|[^a-z])[mlhvcsqta] $/.test(scan.before(at, 3)) &&
    /^\s{1,4}(?:[mlhvcsqta] ?[-\d]|z|[-\d])/.test(scan.after(end, 8))
  );
}

/** The field says what it is, whatever stands before that: `[CREDIT_CARD]` of an earlier pass may. */
function isNamedId(scan: Scan, at: number): boolean {
  const words = fieldBefore(scan, at, true)?.words;
  return words?.has('id') === true && !words.has('card');
}

/** The key, the field or the path before a bare number says that it is one of an identifier. */
function isIdentifier(scan: Scan, at: number, end: number): boolean {
  if (scan.code(at - 1) === 47 || THING_BEFORE.test(scan.before(at, 32))) return true;
  return saysId(scan, at, end);
}

/** `-4111111111111111`, `x.4111111111111111`, `4111111111111111.5`: block ids, fractions, parts of names. */
function isPartOfLonger(scan: Scan, at: number, end: number): boolean {
  const before = scan.code(at - 1);
  // Fractions are written without the zero too: `,.4111111111111111`.
  if (before === 46 && (isWord(scan.code(at - 2)) || isFraction(scan.code(at - 2)))) return true;
  if (before === 45 && (isWord(scan.code(at - 2)) || scan.code(at - 2) === 32)) return true;
  return goesOn(scan, end);
}

/** What stands before a fraction that begins with its dot: a space, a bracket, a sign or what parts numbers. */
const isFraction = (code: number): boolean =>
  code <= 34 ||
  code === 40 ||
  (code >= 43 && code <= 45) ||
  code === 58 ||
  code === 61 ||
  code === 91;
