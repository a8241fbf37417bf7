import { findInsertedColumns } from './inserted-columns.ts';
import type { Scan } from './scan.ts';

/** After the `w` of the last column, or of one before others. */
const COLUMN_END = /wor[dt]["'`\]]?\s{0,8}[,)]/iy;
const NAME = /passwor[dt]$/i;
/** Of the rows as much as this is read, UTF-16 units. */
const MAX_ROWS = 4000;

type Columns = ReadonlySet<number>;

/**
 * The values of `INSERT INTO users (email, password) VALUES ('a@corp.io', 'x')`, and of the lines after `COPY users
 * (email, password) FROM stdin`, for the columns of which one has its `w` at `at`. They are noted ahead; what stands
 * between is looked at as ever.
 */
export function findInserted(scan: Scan, at: number): number {
  COLUMN_END.lastIndex = at;
  if (!COLUMN_END.test(scan.text)) return at + 1;
  const found = findInsertedColumns(scan.text, at + 4, NAME);
  if (found === undefined) return at + 1;
  const limit = Math.min(scan.length, found.end + MAX_ROWS);
  if (!found.isStatement) {
    const { text } = scan;
    const names = text.slice(text.lastIndexOf('(', at), text.indexOf(')', at)).split(',');
    readLines(scan, found.end + 2, limit, names.length, found.columns);
  } else {
    for (let row = found.end + 1; scan.code(row) === 40 && row < limit;) {
      row = readRow(scan, row + 1, limit, found.columns);
      while (row < limit && (scan.code(row) === 44 || scan.code(row) <= 32)) row++;
    }
  }
  return at + 1;
}

/** Reads a row from behind its bracket on, and adds the values of the columns; the place behind the row. */
function readRow(scan: Scan, from: number, limit: number, columns: Columns): number {
  let column = 0;
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const code = scan.code(at);
    if (code === 39 || code === 34) {
      const end = textEnd(scan, at + 1, limit, code);
      if (depth === 0 && columns.has(column)) addPassword(scan, at + 1, end);
      at = end;
    } else if (code === 40) depth++;
    else if (code === 41 && --depth < 0) return at + 1;
    else if (code === 44 && depth === 0) column++;
  }
  return limit;
}

/** Reads lines of as many cells, parted by tabs: up to `\\.`, or to what is no row. */
function readLines(scan: Scan, from: number, limit: number, count: number, columns: Columns): void {
  const lines = scan.text.slice(from, limit).split(/\r?\n/);
  let start = from;
  for (const line of lines) {
    const cells = line.split('\t');
    if (cells.length !== count || line === '\\.') return;
    for (const [index, cell] of cells.entries()) {
      if (columns.has(index)) addPassword(scan, start, start + cell.length);
      start += cell.length + 1;
    }
    if (scan.code(start - 1) === 13) start++;
  }
}

/** The quote that ends a text of SQL: not one of two. */
function textEnd(scan: Scan, from: number, limit: number, quote: number): number {
  let at = from;
  for (; at < limit; at++) {
    if (scan.code(at) !== quote) continue;
    if (scan.code(at + 1) !== quote) return at;
    at++;
  }
  return limit;
}

/** A parameter, a name of one, a placeholder, or the word that names the column. */
const NO_PASSWORD =
  /^(?:[:@$][\w.]+|\?\d*|%s|%\(\w+\)s|[<{[$].*|\*+|x+|\.+|null|none|password|passwd|changeme)$/i;

/** Whatever it is else is a password, plain words too: the column says so. */
function addPassword(scan: Scan, start: number, end: number): void {
  if (end - start < 3 || end - start > 256 || NO_PASSWORD.test(scan.text.slice(start, end))) return;
  scan.add(start, end, 'SECRET', 'secret.password');
}
