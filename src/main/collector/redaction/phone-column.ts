import type { Scan } from './scan.ts';
import { isUnder, type ColumnNames } from './table-header.ts';

const PHONES: ColumnNames = {
  mention: /phone|mobile|cell|fax|telefon|tel|whatsapp|msisdn|handy|電話|电话|手机/gi,
  name: /^(?:[a-z]{2,16}[ _-])?(?:(?:tele)?phones?|mobile|cell|fax|telefon|tel|telephone|whatsapp|msisdn|handy|電話|电话|手机)(?:[ _.-]?(?:number|num|no\.?|nr\.?|#|\d))?$/i,
};

/** True for a number in groups in a table of CSV, TSV or Markdown, under a header that names phones. */
export function isInPhoneColumn(scan: Scan, at: number): boolean {
  return isUnder(scan, at, PHONES);
}
