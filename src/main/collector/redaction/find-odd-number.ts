import { announcesCard, announcesPhone, announcesSsn } from './context-words.ts';
import { cardBrand, passesLuhn } from './find-card.ts';
import { isIssuedSsn } from './find-ssn.ts';
import type { Scan } from './scan.ts';

/** Numbers whose groups are parted by signs that nobody uses for it, and addresses with brackets around their dots. */

/** The sign, which is the same between all groups. */
const SIGN = String.raw`(?=[ ,./_|~*-]{1,3}\d)([ ,./_|~*-]{1,3})`;
const CARD = new RegExp(String.raw`\d{4}${SIGN}(?:\d{4}\1\d{4}\1\d{4}|\d{6}\1\d{5})(?!\1?\w)`, 'y');
const SSN = new RegExp(String.raw`\d{3}${SIGN}\d{2}\1\d{4}(?!\1?\w)`, 'y');
const PHONE = new RegExp(String.raw`\d{3}${SIGN}\d{3}\1\d{4}(?!\1?\w)`, 'y');
/** What parts numbers from each other in lists and tables. */
const PARTS_OTHERS = /[,|. ]/;

/** A card, a social security number or a phone that begins at `at`, parted in an odd way; `at` for none. */
export function findOddNumber(scan: Scan, at: number): number {
  const card = groupsOf(scan, CARD, at);
  if (card !== undefined) {
    const { digits, sign, end } = card;
    const brand = cardBrand(digits);
    if (brand === '' || !passesLuhn(digits) || !scan.wants('CREDIT_CARD')) return at;
    if (PARTS_OTHERS.test(sign) && !announcesCard(scan, at)) return at;
    return scan.add(at, end, 'CREDIT_CARD', `card.${brand}`);
  }
  const ssn = groupsOf(scan, SSN, at);
  if (ssn !== undefined) {
    if (!scan.wants('US_SSN') || !isIssuedSsn(ssn.digits) || !announcesSsn(scan, at)) return at;
    return scan.add(at, ssn.end, 'US_SSN', 'ssn.announced');
  }
  const phone = groupsOf(scan, PHONE, at);
  if (phone === undefined || !scan.wants('PHONE')) return at;
  if (!/^[2-9]\d\d[2-9]/.test(phone.digits) || !announcesPhone(scan, at, phone.end)) return at;
  return scan.add(at, phone.end, 'PHONE', 'phone');
}

function groupsOf(
  scan: Scan,
  pattern: RegExp,
  at: number,
): { readonly digits: string; readonly sign: string; readonly end: number } | undefined {
  pattern.lastIndex = at;
  const [all, sign] = pattern.exec(scan.text) ?? [];
  if (all === undefined || sign === undefined) return undefined;
  return { digits: all.replaceAll(/\D/g, ''), sign, end: at + all.length };
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const DEFANGED = new RegExp(
  String.raw`${OCTET}(?:(?:\.|\[\.\])${OCTET}){3}(?![\w]|\.\d|\[\.\])`,
  'y',
);

/** `203[.]0[.]113[.]7`, `203.0.113[.]7`, as those write who tell of attacks; `at` for none. */
export function findDefanged(scan: Scan, at: number): number {
  DEFANGED.lastIndex = at;
  const address = DEFANGED.exec(scan.text)?.[0];
  if (address?.includes('[') !== true || !scan.wants('IP')) return at;
  return scan.add(at, at + address.length, 'IP', 'ip.v4');
}
