import { isLetter, isWord } from './code-units.ts';
import { announcesIban } from './context-words.ts';
import type { Scan } from './scan.ts';

/** Length of the IBAN of each country (SWIFT IBAN registry, release 99), territories that use another's included. */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  `AD24 AE23 AL28 AT20 AX18 AZ28 BA20 BE16 BG22 BH22 BI27 BL27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 DZ26
EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GF27 GG22 GI23 GL18 GP27 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IM22 IQ23
IR26 IS26 IT27 JE22 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MA28 MC27 MD24 ME22 MF27 MG27 MK19 MN20 MQ27
MR27 MT31 MU30 MZ25 NC27 NE28 NI28 NL18 NO15 OM23 PF27 PK24 PL28 PM27 PS29 PT25 QA29 RE27 RO24 RS22 RU33 SA24 SC31
SD18 SE24 SI19 SK24 SM27 SN28 SO23 ST25 SV28 TD27 TF27 TG28 TL23 TN24 TR26 UA29 VA22 VG24 WF27 XK20 YE30 YT27 AO25
BF28 BJ28 CF27 CG27 CI28 CM27 CV25 GA27 GQ27 GW25 KM27 ML28`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
/** The same by five bits of each letter. */
export const LENGTH_OF = new Uint8Array(1024);
for (const [country, length] of Object.entries(LENGTHS)) {
  LENGTH_OF[countrySlot(country.charCodeAt(0), country.charCodeAt(1))] = length;
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
  SPACED.lastIndex = start;
  if (!SPACED.test(scan.text)) return at;
  const raw = scan.text.slice(start, SPACED.lastIndex);
  const end = endOf(raw, length);
  if (end > 0 && !isWord(scan.code(start + end))) {
    const plain = raw.slice(0, end).replaceAll(/[ -]/g, '').toUpperCase();
    if (passesMod97(plain) && !isIdentifier(raw.slice(0, end)))
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

/** Hexadecimal digits in lower case, letters among them, or a UUID: ids begin with a country now and then. */
const isIdentifier = (raw: string): boolean =>
  /^[a-f]{2}\d\d(?=\d*[a-f])[0-9a-f]+$|^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-/.test(raw);

/** Where `length` letters and digits of a spaced text end; 0 when there are fewer. */
function endOf(raw: string, length: number): number {
  for (let index = 0, count = 0; index < raw.length; index++) {
    if (raw[index] !== ' ' && raw[index] !== '-' && ++count === length) return index + 1;
  }
  return 0;
}
