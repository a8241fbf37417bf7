import type { Scan } from './scan.ts';
import { findHeader, isUnder, type TableHeader } from './ssn-column.ts';

const MENTION = /phone|mobile|cell|fax|telefon|tel|whatsapp|msisdn|handy|電話|电话|手机/gi;
const NAME =
  /^(?:[a-z]{2,16}[ _-])?(?:(?:tele)?phones?|mobile|cell|fax|telefon|tel|telephone|whatsapp|msisdn|handy|電話|电话|手机)(?:[ _.-]?(?:number|num|no\.?|nr\.?|#|\d))?$/i;

/** The header of the text looked at last: a table has many numbers. */
let lastText = '';
let lastHeader: TableHeader | undefined;

/** True for a number in groups in a table of CSV, TSV or Markdown, under a header that names phones. */
export function isInPhoneColumn(scan: Scan, at: number): boolean {
  const { text } = scan;
  if (text !== lastText) {
    lastText = text.length > 65_536 ? '' : text;
    lastHeader = text.includes('\n') ? findHeader(text, MENTION, NAME) : undefined;
  }
  return lastHeader !== undefined && isUnder(scan, at, lastHeader);
}
