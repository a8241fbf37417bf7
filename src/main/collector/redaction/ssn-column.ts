import type { Scan } from './scan.ts';

/** How far before a cell the beginning of its row is looked for, UTF-16 units. */
const MAX_ROW = 400;
/** Lines that speak of such numbers and may be the header. */
const MAX_HEADERS = 8;
const MENTION = /(?:^|[^a-z])ssn|social[ _-]?security/gi;
const NAME =
  /^(?:[a-z]{2,16}[ _-])?(?:ssn|social[ _-]?security)(?:[ _-]?(?:number|num|no\.?|#))?$/i;
/** The name in a cell, without quotes, emphasis, and what JSON puts before a text. */
const CELL = /([^"'*[\](){}:]+)["'*\])}\s]*$/;

/** The header of a table: where it ends, what parts its cells, and which of them have the names looked for. */
export interface TableHeader {
  readonly end: number;
  readonly separator: string;
  readonly columns: ReadonlySet<number>;
}

/** True for a cell of CSV, of TSV or of Markdown under a header that names social security numbers. */
export function isInSsnColumn(scan: Scan, at: number, end: number): boolean {
  if (!isCell(scan, at, end) || !scan.mentionsSsn()) return false;
  const header = scan.ssnHeader();
  if (header === undefined) return false;
  return isUnder(scan, at, header);
}

/** True when the cell that begins at `at` is in one of the columns. */
export function isUnder(scan: Scan, at: number, header: TableHeader): boolean {
  const start = scan.text.lastIndexOf('\n', at - 1) + 1;
  if (start <= header.end || at - start > MAX_ROW) return false;
  const before = cellsOf(scan.text.slice(start, at), header.separator);
  return header.columns.has(before.length - 1);
}

/** Nothing but what parts cells around the number; the filter has the same test. */
function isCell(scan: Scan, at: number, end: number): boolean {
  const before = scan.code(at - 1) === 32 ? scan.code(at - 2) : scan.code(at - 1);
  return partsCells(before) && (partsCells(scan.code(end)) || scan.code(end) === 32);
}

/** A quote, a comma, a semicolon, a bar, a tab or the end of a line. */
const partsCells = (code: number): boolean =>
  code === 34 || code === 44 || code === 59 || code === 124 || (code >= 9 && code <= 13);

/** The first line of a text that is such a header. */
export const findSsnHeader = (text: string): TableHeader | undefined =>
  findHeader(text, MENTION, NAME);

/** The first line with a mention of them that is the header of a table with cells of such names. */
export function findHeader(text: string, mention: RegExp, name: RegExp): TableHeader | undefined {
  mention.lastIndex = 0;
  for (let tried = 0; tried < MAX_HEADERS; tried++) {
    const found = mention.exec(text);
    if (found === null) return undefined;
    const start = text.lastIndexOf('\n', found.index + 1) + 1;
    const next = text.indexOf('\n', mention.lastIndex);
    if (next < 0) return undefined;
    const header = headerOf(text.slice(Math.max(start, found.index - MAX_ROW), next), name);
    if (header !== undefined) return { ...header, end: next - 1 };
    mention.lastIndex = next;
  }
  return undefined;
}

function headerOf(line: string, name: RegExp): Omit<TableHeader, 'end'> | undefined {
  if (line.length > 2 * MAX_ROW) return undefined;
  const separator = ['\t', '|', ';', ','].find((sign) => line.includes(sign));
  if (separator === undefined) return undefined;
  const columns = new Set<number>();
  for (const [index, cell] of cellsOf(line, separator).entries()) {
    if (name.test(CELL.exec(cell)?.[1]!.trim() ?? '')) columns.add(index);
  }
  return columns.size === 0 ? undefined : { separator, columns };
}

/** Cells of a row, or of the beginning of one; a separator in quotes parts nothing (RFC 4180, section 2). */
function cellsOf(row: string, separator: string): string[] {
  const cells: string[] = [];
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < row.length; at++) {
    if (row[at] === '"') {
      // Quotes begin a cell, or are doubled inside of one.
      if (isQuoted || row[at - 1] === '"' || row.slice(start, at).trim() === '')
        isQuoted = !isQuoted;
    }
    if (row[at] === separator && !isQuoted) {
      cells.push(row.slice(start, at));
      start = at + 1;
    }
  }
  return [...cells, row.slice(start)];
}
