import type { Scan } from './scan.ts';

/** `INSERT INTO users (name, pho`, `COPY users (name, pho`: a statement as far as the names of its columns. */
const COLUMNS =
  /(?:insert\s{1,4}(?:(?:ignore|or replace)\s{1,4})?into|(?:replace|upsert)\s{1,4}into|copy)\s{1,4}[\w.$"'`[\]]{1,96}\s{0,8}\(([^()]{0,400})$/i;
/** `ne, city) VALUES`, `ne, city) FROM stdin;`: the rest of it. */
const REST = /([^()]{0,400})\)\s{0,8}(?:values\s{0,8}(?=\()|(from stdin)\b[^\n]{0,80}(?=\n))/iy;
const MAX_BEFORE = 560;
/** How far before a value the beginning of its row is looked for, UTF-16 units. */
const MAX_ROW = 400;
const QUOTE = 39;
const OPEN = 40;
const CLOSE = 41;
const COMMA = 44;

/** The columns of a statement: their names, and where they end. */
export interface InsertedColumns {
  readonly names: readonly string[];
  /** Before the bracket of the first row, or before the line end after `FROM stdin`. */
  readonly end: number;
  /** Rows stand in brackets; those of `COPY` stand below it, their cells parted by tabs. */
  readonly isStatement: boolean;
}

/** The columns of an `INSERT` statement, or of a `COPY` of PostgreSQL, if the place `at` is among them or ends them. */
export function findInsertedColumns(text: string, at: number): InsertedColumns | undefined {
  REST.lastIndex = at;
  const [, rest, isCopy] = REST.exec(text) ?? [];
  if (rest === undefined) return undefined;
  const first = COLUMNS.exec(text.slice(Math.max(0, at - MAX_BEFORE), at))?.[1];
  if (first === undefined) return undefined;
  const names = `${first}${rest}`
    .split(',')
    .map((name) => name.replaceAll(/^[\s"'`[]+|[\s"'`\]]+$/g, ''));
  return { names, end: REST.lastIndex - 1, isStatement: isCopy === undefined };
}

/** Which of a row `('Ada', '4155550132')` the value at `at` is, of a statement whose rows begin after `from`; -1 for none. */
export function insertedColumn(scan: Scan, at: number, from: number): number {
  const last = Math.max(from, at - MAX_ROW);
  let column = 0;
  let depth = 0;
  let isQuoted = false;
  const quote = scan.code(at - 1);
  for (let index = quote === QUOTE || quote === 34 ? at - 2 : at - 1; index > last; index--) {
    const code = scan.code(index);
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (code === CLOSE) depth++;
    else if (code === COMMA && depth === 0) column++;
    else if (code === OPEN && --depth < 0) return isRowBefore(scan, index) ? column : -1;
  }
  return -1;
}

/** `VALUES` or the row before comes before the bracket at `at`. */
const isRowBefore = (scan: Scan, at: number): boolean =>
  /(?:values|\)\s{0,8},)\s{0,8}$/.test(scan.before(at, 24));
