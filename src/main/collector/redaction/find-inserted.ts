import type { Scan } from './scan.ts';

/** The list of columns of a statement of SQL, as far as the column in question. */
const COLUMNS =
  /insert\s{1,4}(?:(?:ignore|or replace)\s{1,4})?into\s{1,4}[\w.$"'`[\]]{1,96}\s{0,8}\(([^()]{0,400})$/;
/** The rest of it, from the `w` of a column such as `password`. */
const REST = /word["'`\]]?\s{0,8}(?:,[^()]{0,400})?\)\s{0,8}values\s{0,8}/iy;
const MAX_BEFORE = 560;
/** Of the rows as much as this is read, UTF-16 units. */
const MAX_ROWS = 2000;

/**
 * The values of `INSERT INTO users (email, password) VALUES ('a@corp.io', 'x')` for the column whose name has its `w` at
 * `at`. They are noted ahead; what stands between is looked at as ever.
 */
export function findInserted(scan: Scan, at: number): number {
  REST.lastIndex = at;
  if (!REST.test(scan.text)) return at + 1;
  const columns = COLUMNS.exec(scan.before(at, MAX_BEFORE))?.[1];
  if (columns === undefined) return at + 1;
  const wanted = columns.split(',').length - 1;
  const limit = Math.min(scan.length, REST.lastIndex + MAX_ROWS);
  for (let row = REST.lastIndex; scan.code(row) === 40 && row < limit;) {
    row = readRow(scan, row + 1, limit, wanted);
    while (row < limit && (scan.code(row) === 44 || scan.code(row) <= 32)) row++;
  }
  return at + 1;
}

/** Reads a row from behind its bracket on, and adds the value of the column; the place behind the row. */
function readRow(scan: Scan, from: number, limit: number, wanted: number): number {
  let column = 0;
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const code = scan.code(at);
    if (code === 39 || code === 34) {
      const end = textEnd(scan, at + 1, limit, code);
      if (column === wanted && depth === 0) addPassword(scan, at + 1, end);
      at = end;
    } else if (code === 40) depth++;
    else if (code === 41 && --depth < 0) return at + 1;
    else if (code === 44 && depth === 0) column++;
  }
  return limit;
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
