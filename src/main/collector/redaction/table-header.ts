import { findInsertedColumns, insertedColumn } from './inserted-columns.ts';
import type { Scan } from './scan.ts';

/** How far before a cell the beginning of its row is looked for, UTF-16 units. */
const MAX_ROW = 400;
/** White space before a cell. */
const MAX_SPACES = 24;
/** Lines that speak of such numbers and may be the header. */
const MAX_HEADERS = 8;
/** The name in a cell, without quotes, emphasis, and what JSON puts before a text. */
const CELL = /([^"'*[\](){}:]+)["'*\])}\s]*$/;

/** What columns are called. */
export interface ColumnNames {
  /** Finds, with the flag `g`, lines that may be the header. */
  readonly mention: RegExp;
  /** Matches the whole of such a name. */
  readonly name: RegExp;
}

/** The header of a table, or the columns of a statement of SQL: where they end, what parts cells, which have such names. */
export interface TableHeader {
  readonly end: number;
  readonly isStatement: boolean;
  readonly separator: string;
  readonly columns: ReadonlySet<number>;
}

/** True when the cell that begins at `at` is in a column of such a name. */
export function isUnder(scan: Scan, at: number, names: ColumnNames): boolean {
  const header = scan.header(names);
  if (header === undefined || at <= header.end) return false;
  if (header.isStatement) return header.columns.has(insertedColumn(scan, at, header.end));
  const before = scan.text.slice(Math.max(0, at - MAX_ROW - 1), at);
  const row = before.slice(before.lastIndexOf('\n') + 1);
  if (row.length > MAX_ROW || at - row.length <= header.end) return false;
  return header.columns.has(cellsOf(row, header.separator).length - 1);
}

/** Nothing but what parts cells around the number; the filter has the same test. */
export function isCell(scan: Scan, at: number, end: number): boolean {
  const before = scan.code(beforeSpaces(scan, at - 1));
  const next = scan.code(end);
  return (before === 34 || partsCells(before)) && (next === 34 || next === 32 || partsCells(next));
}

/** The same of a cell in quotes, which is none where a field of JSON ends before it; the filter has the same test. */
export function isCellOfRow(scan: Scan, at: number, end: number): boolean {
  let before = at - 1;
  if (isQuote(scan.code(before))) before--;
  before = beforeSpaces(scan, before);
  const next = scan.code(isQuote(scan.code(end)) ? end + 1 : end);
  // After the last one the row of a statement ends, or the JSON goes on that the table is a text of.
  const isEnd = next === 32 || next === 41 || next === 93 || next === 125 || partsCells(next);
  return isEnd && (partsCells(scan.code(before)) || scan.code(before) === 40);
}

const isQuote = (code: number): boolean => code === 34 || code === 39;

function beforeSpaces(scan: Scan, from: number): number {
  let at = from;
  while (at > from - MAX_SPACES && scan.code(at) === 32) at--;
  return at;
}

/** A comma, a semicolon, a bar, a tab or the end of a line. */
const partsCells = (code: number): boolean =>
  code === 44 || code === 59 || code === 124 || (code >= 9 && code <= 13);

/** The first line with a mention of them that is the header of a table with cells of such names, or of columns of SQL. */
export function findTableHeader(
  text: string,
  { mention, name }: ColumnNames,
): TableHeader | undefined {
  mention.lastIndex = 0;
  for (let tried = 0; tried < MAX_HEADERS; tried++) {
    const found = mention.exec(text);
    if (found === null) return undefined;
    const statement = findInsertedColumns(text, mention.lastIndex);
    const inserted = columnsOf(statement?.names ?? [], name);
    if (statement !== undefined && inserted.size > 0) {
      const separator = statement.isStatement ? ',' : '\t';
      return { ...statement, separator, columns: inserted };
    }
    const start = text.lastIndexOf('\n', found.index + 1) + 1;
    const next = text.indexOf('\n', mention.lastIndex);
    if (next < 0) return undefined;
    const header = headerOf(text.slice(Math.max(start, found.index - MAX_ROW), next), name);
    if (header !== undefined) return { ...header, isStatement: false, end: next - 1 };
    mention.lastIndex = next;
  }
  return undefined;
}

function headerOf(
  line: string,
  name: RegExp,
): Pick<TableHeader, 'separator' | 'columns'> | undefined {
  if (line.length > 2 * MAX_ROW) return undefined;
  const separator = ['\t', '|', ';', ','].find((sign) => line.includes(sign));
  if (separator === undefined) return undefined;
  const names = cellsOf(line, separator).map((cell) => CELL.exec(cell)?.[1]!.trim() ?? '');
  const columns = columnsOf(names, name);
  return columns.size === 0 ? undefined : { separator, columns };
}

/** Which of the names are such. */
function columnsOf(names: readonly string[], name: RegExp): ReadonlySet<number> {
  const columns = new Set<number>();
  for (const [index, each] of names.entries()) if (name.test(each)) columns.add(index);
  return columns;
}

/** Cells of a row, or of the beginning of one; a separator in quotes parts nothing (RFC 4180, section 2). */
export function cellsOf(row: string, separator: string): string[] {
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
