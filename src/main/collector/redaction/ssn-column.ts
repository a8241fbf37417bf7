import type { Scan } from './scan.ts';
import { isCell, isCellOfRow, isUnder, type ColumnNames } from './table-header.ts';

const SSNS: ColumnNames = {
  mention: /(?:^|[^a-z])(?:ssn|itin|tin(?![a-z])|tax(?:payer)?[ _-]?id)|social[ _-]?security/gi,
  name: /^(?:[a-z]{2,16}[ _-])?(?:ssn|social[ _-]?security|itin|tin|tax(?:payer)?[ _-]?id)(?:[ _-]?(?:number|num|no\.?|#))?$/i,
};

/** True for a cell of CSV, of TSV, of Markdown or of a statement of SQL in a column that is named for social security numbers. */
export function isInSsnColumn(scan: Scan, at: number, end: number): boolean {
  return (isCell(scan, at, end) || isCellOfRow(scan, at, end)) && isUnder(scan, at, SSNS);
}
