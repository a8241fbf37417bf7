import type { Scan } from './scan.ts';
import { isUnder, type ColumnNames } from './table-header.ts';

const SSNS: ColumnNames = {
  mention: /(?:^|[^a-z])ssn|social[ _-]?security/gi,
  name: /^(?:[a-z]{2,16}[ _-])?(?:ssn|social[ _-]?security)(?:[ _-]?(?:number|num|no\.?|#))?$/i,
};

/** True for a cell of CSV, of TSV or of Markdown under a header that names social security numbers. */
export function isInSsnColumn(scan: Scan, at: number, end: number): boolean {
  return isCell(scan, at, end) && scan.mentionsSsn() && isUnder(scan, at, SSNS);
}

/** Nothing but what parts cells around the number; the filter has the same test. */
function isCell(scan: Scan, at: number, end: number): boolean {
  const before = scan.code(at - 1) === 32 ? scan.code(at - 2) : scan.code(at - 1);
  return partsCells(before) && (partsCells(scan.code(end)) || scan.code(end) === 32);
}

/** A quote, a comma, a semicolon, a bar, a tab or the end of a line. */
const partsCells = (code: number): boolean =>
  code === 34 || code === 44 || code === 59 || code === 124 || (code >= 9 && code <= 13);
