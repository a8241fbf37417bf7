import type { Scan } from './scan.ts';
import { asRead } from './code-units.ts';
import { isCellOfRow, isUnder, type ColumnNames } from './table-header.ts';

/** As the scanner sees them. */
const FOREIGN = asRead(
  '電話(?:番号)?|(?:联系)?电话(?:号码)?|手机号?码?|전화(?:번호)?|телефон|फ़ोन|फोन|मोबाइल|هاتف|جوال|טלפון|τηλέφωνο|điện thoại|โทรศัพท์',
);
const PHONES: ColumnNames = {
  mention: new RegExp(
    `phone|(?:^|[^a-z])(?:mobil|m[óo]vil|cell|celular|fax|tel|t[ée]l[ée]|contact ?_?n|gsm|whatsapp|msisdn|handy)|${FOREIGN}`,
    'gi',
  ),
  name: new RegExp(
    `^(?:[a-z]{2,16}[ _-])?(?:(?:tele)?phones?|mobile?|m[óo]vil|cell(?:ulare)?|celular|fax|tel|tel[ée]fono|telefone?|t[ée]l[ée]phone|gsm|whatsapp|msisdn|handy|contact(?=[ _.-]?n)|${FOREIGN})(?:[ _.-]?(?:number|num|no\\.?|nr\\.?|nummer|#|\\d)|\\.)?$`,
    'i',
  ),
};
/** Shorter numbers are those of an office or a house. */
const LEAST_DIGITS = 7;

/** True for a number that is all of its cell in a table of CSV, TSV or Markdown, under a header that names phones. */
export function isPhoneCell(scan: Scan, at: number, end: number): boolean {
  return end - at >= LEAST_DIGITS && isCellOfRow(scan, at, end) && isUnder(scan, at, PHONES);
}
