import { findInsertedColumns } from './inserted-columns.ts';
import { plainKey } from './plain-key.ts';
import type { Scan } from './scan.ts';
import { isSecretValue, keyedRule, secretClass } from './secret-value.ts';

/** Of the rows as much as this is read, UTF-16 units. */
const MAX_ROWS = 4000;
/** Between the columns and the first row: the word for the rows, with white space around it. */
const MAX_GAP = 24;

/** The names of columns that hold secrets, by their place. */
type Columns = ReadonlyMap<number, string>;

/**
 * The secrets of `INSERT INTO users (email, password) VALUES ('a@corp.io', 'x')`, of which the bracket of the first row is
 * at `at`. They are noted ahead; what stands between is looked at as ever.
 */
export function findInserted(scan: Scan, at: number): void {
  if (!scan.wants('SECRET')) return;
  const { text } = scan;
  const from = Math.max(0, at - MAX_GAP);
  const close = text.slice(from, at).lastIndexOf(')');
  const found = close < 0 ? undefined : findInsertedColumns(text, from + close);
  const columns = secretColumns(found?.names);
  if (found?.end !== at - 1 || columns.size === 0) return;
  const limit = Math.min(scan.length, at + MAX_ROWS);
  for (let row = at; scan.code(row) === 40 && row < limit;) {
    row = readRow(scan, row + 1, limit, columns);
    while (row < limit && (scan.code(row) === 44 || scan.code(row) <= 32)) row++;
  }
}

/** A column of `COPY`, from the `w` of its name. */
const COPIED = /w(?:or)?[dt]["'`\]]?\s{0,8}[,)]/iy;

/** The same of the lines after `COPY users (email, password) FROM stdin`, for a column that has its `w` at `at`. */
export function findCopied(scan: Scan, at: number): number {
  COPIED.lastIndex = at;
  if (!COPIED.test(scan.text)) return at + 1;
  const found = findInsertedColumns(scan.text, at + 1);
  const columns = secretColumns(found?.names);
  if (found?.isStatement !== false || columns.size === 0) return at + 1;
  const limit = Math.min(scan.length, found.end + MAX_ROWS);
  readLines(scan, found.end + 2, limit, found.names.length, columns);
  return at + 1;
}

function secretColumns(names: readonly string[] = []): Columns {
  const columns = new Map<number, string>();
  for (const [index, each] of names.entries()) {
    const name = plainKey(each);
    if (secretClass(name) !== '') columns.set(index, name);
  }
  return columns;
}

/** Reads a row from behind its bracket on, and adds the values of the columns; the place behind the row. */
function readRow(scan: Scan, from: number, limit: number, columns: Columns): number {
  let column = 0;
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const code = scan.code(at);
    if (code === 39 || code === 34) {
      const end = textEnd(scan, at + 1, limit, code);
      if (depth === 0) addSecret(scan, at + 1, end, columns.get(column));
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
      addSecret(scan, start, start + cell.length, columns.get(index));
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

/** Of a column that is named for passwords whatever it is else is one, plain words too. */
function addSecret(scan: Scan, start: number, end: number, name: string | undefined): void {
  if (name === undefined || end - start < 3 || end - start > 256) return;
  const value = scan.text.slice(start, end);
  if (NO_PASSWORD.test(value)) return;
  if (secretClass(name) === 'password') scan.add(start, end, 'SECRET', keyedRule('password'));
  else if (isSecretValue(value, 'token', name, true))
    scan.add(start, end, 'SECRET', keyedRule('token'));
}
