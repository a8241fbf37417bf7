import type { Scan } from './scan.ts';
import { isCell, isUnder, type ColumnNames } from './table-header.ts';

const SSNS: ColumnNames = {
  mention: /(?:^|[^a-z])ssn|social[ _-]?security/gi,
  name: /^(?:[a-z]{2,16}[ _-])?(?:ssn|social[ _-]?security)(?:[ _-]?(?:number|num|no\.?|#))?$/i,
};

/** True for a cell of CSV, of TSV or of Markdown under a header that names social security numbers. */
export function isInSsnColumn(scan: Scan, at: number, end: number): boolean {
  return isCell(scan, at, end) && scan.mentionsSsn() && isUnder(scan, at, SSNS);
}
