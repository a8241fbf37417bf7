import { isLetter, isWord } from './code-units.ts';
import { announcesIban } from './context-words.ts';
import { saysId } from './says-id.ts';
import type { Scan } from './scan.ts';

/**
 * What follows the check digits (SWIFT IBAN registry, release 99), and in which countries, territories that use another's
 * included: `a` letters, `n` digits, `c` letters or digits, and how many of them.
 */
const STRUCTURES = `n11 NO
n12 BE
n14 AX DK FI FO GL SD
n15 SI
n16 AT BA EE LT MN XK
n17 HR
n18 CR DE ME RS VA
n19 AE IL SO TL
n20 CZ ES SE SK TN
n21 AO CV LY MZ PT ST
n22 DZ IR IS
n23 BI CF CG CM DJ GA GQ KM MG MR TD
n24 HU MA PL
n25 EG
a2n12 FK
a2n16 GE
a2n22 BF BJ CI ML NE SN TG
a4n10 NL
a4n14 GB GG IE IM JE
a4n15 IQ
a4n16 VG
a4n20 HN NI SV
a4n19a3 MU
a4n20a3 SC
a1n10c12 IT SM
a4c13 LV
a4c14 BH
a4c15 GI
a4c16 PK RO
a4c20 AZ
a4c21 PS QA
a4c22 KW
a4c24 LC
a4n4c18 JO YE
a4n5c18 MT
a4n6c8 BG
c2n19 GW
c4n4c16 BY
c4n20 DO
c20 MD
c24 GT
n2c18 SA
n3c10n2 MK
n3c13 KZ LU
n3c16 OM
n4c20 LB
n5c12 CH LI
n6c16 TR
n6c19 UA
n7c16 GR
n8c12 AD
n8c16 AL CY
n10c11n2 BL FR GF GP MC MF MQ NC PF PM RE TF WF YT
n14c15 RU
n23a1c1 BR`;
/** Programs that make up IBANs put digits in place of letters. */
const CLASSES: Readonly<Record<string, string>> = { a: '[A-Z0-9]', n: '\\d', c: '[A-Z0-9]' };
/** Of each country the text after its two letters and two digits. */
const BBANS = new Map<string, RegExp>();
/** The length of the whole by five bits of each letter. */
export const LENGTH_OF = new Uint8Array(1024);
for (const line of STRUCTURES.split('\n')) {
  const [structure = '', ...countries] = line.split(' ');
  const parts = [...structure.matchAll(/([anc])(\d+)/g)];
  const length = parts.reduce((sum, [, , count]) => sum + Number(count), 4);
  const bban = new RegExp(
    `^${parts.map(([, kind, count]) => `${CLASSES[kind!]}{${count}}`).join('')}$`,
  );
  for (const country of countries) {
    LENGTH_OF[countrySlot(country.charCodeAt(0), country.charCodeAt(1))] = length;
    BBANS.set(country, bban);
  }
}
function countrySlot(first: number, second: number): number {
  return ((first & 31) << 5) | (second & 31);
}

/** Letters, digits and the spaces or dashes between groups. */
const SPACED = /[A-Za-z]{2}\d\d(?:[ -]?[A-Za-z0-9]){8,40}/y;

/** True when the check digits are right (ISO 7064 MOD 97-10), for an IBAN without separators. */
export function passesMod97(iban: string): boolean {
  let remainder = 0;
  const turned = iban.slice(4) + iban.slice(0, 4);
  for (let index = 0; index < turned.length; index++) {
    const value = Number.parseInt(turned[index]!, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** An IBAN whose check digits begin at `at`: country, length and checksum; one that is announced may fail them. */
export function findIban(scan: Scan, at: number): number {
  const start = at - 2;
  if (!isLetter(scan.code(at - 1)) || !isLetter(scan.code(start)) || !scan.minds('IBAN')) return at;
  if (isWord(scan.code(start - 1))) return at;
  const length = LENGTH_OF[countrySlot(scan.code(start), scan.code(at - 1))]!;
  if (length === 0) return at;
  ODD.lastIndex = SPACED.lastIndex = start;
  if (ODD.test(scan.text)) return addOdd(scan, start, length) || at;
  if (!SPACED.test(scan.text)) return at;
  const raw = scan.text.slice(start, SPACED.lastIndex);
  const end = endOf(raw, length);
  if (end > 0 && !isWord(scan.code(start + end))) {
    const plain = raw.slice(0, end).replaceAll(/[ -]/g, '').toUpperCase();
    if (passesMod97(plain) && !isIdentifier(scan, start, raw.slice(0, end), plain))
      return scan.add(start, start + end, 'IBAN', 'iban');
  }
  if (!scan.wants('IBAN') || !/^[A-Z]{2}/.test(raw) || !announcesIban(scan, start)) return at;
  const written =
    /^[A-Z]{2}\d\d(?:[A-Z0-9]{8,30}|(?:[ -][A-Z0-9]{4}){2,7}(?:[ -][A-Z0-9]{1,4})?)(?![A-Za-z0-9])/.exec(
      raw,
    );
  if (written === null) return at;
  // Words follow in capitals: what is announced is mostly digits, or as long as those of its country.
  const plain = written[0].replaceAll(/[ -]/g, '');
  const digits = plain.replaceAll(/\D/g, '').length;
  if (plain.length === length ? digits < 5 : digits * 2 < written[0].length) return at;
  return scan.add(start, start + written[0].length, 'IBAN', 'iban.announced');
}

/** Groups of four with the same odd sign between them. */
const ODD =
  /[A-Za-z]{2}\d\d(?=([.,_|~]))(?:\1[A-Za-z0-9]{4}){2,7}(?:\1[A-Za-z0-9]{1,4})?(?![A-Za-z0-9_])/y;

/** Adds what {@link ODD} matched where its check digits are right; 0 for none. */
function addOdd(scan: Scan, start: number, length: number): number {
  const end = ODD.lastIndex;
  const plain = scan.text
    .slice(start, end)
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toUpperCase();
  if (plain.length !== length || !passesMod97(plain)) return 0;
  return scan.add(start, end, 'IBAN', 'iban');
}

/** Ids begin with the letters of a country now and then, and one in 97 has the right check digits. */
function isIdentifier(scan: Scan, start: number, raw: string, plain: string): boolean {
  if (/^[a-f]{2}\d\d(?=\d*[a-f])[0-9a-f]+$/.test(raw)) return true;
  if (raw.includes('-') && !DASHED.test(raw)) return true;
  const account = raw.slice(4);
  const isLower = /[a-z]/.test(account);
  if (isLower && /[A-Z]/.test(account)) return true;
  if (!isLower && /^[A-Z]/.test(raw) && !saysId(scan, start, start + raw.length)) return false;
  return BBANS.get(plain.slice(0, 2))?.test(plain.slice(4)) !== true;
}
/** Groups of four, as they are printed. */
const DASHED = /^\w{4}(?:[- ]\w{4})*(?:[- ]\w{1,4})?$/;

/** Where `length` letters and digits of a spaced text end; 0 when there are fewer. */
function endOf(raw: string, length: number): number {
  for (let index = 0, count = 0; index < raw.length; index++) {
    if (raw[index] !== ' ' && raw[index] !== '-' && ++count === length) return index + 1;
  }
  return 0;
}
