import { isSpoken } from './find-spoken-secret.ts';
import { isNoPassword } from './password-words.ts';
import { plainKey } from './plain-key.ts';
import type { Scan } from './scan.ts';
import { isSecretValue, keyedRule, secretClass, type SecretClass } from './secret-value.ts';
import { cellsOf } from './table-header.ts';

/** Longest line of a table, UTF-16 units. */
const MAX_LINE = 400;
const MAX_CELL = 300;
/** Of the rows as much as this is read, UTF-16 units. */
const MAX_ROWS = 4000;
const SEPARATORS = ['\t', '|', ';', ','];
/** A cell of a header: a few words, in quotes or bold. */
const NAME = /^[\s"'*`]*([A-Za-z][\w .-]{0,40}?)[\s"'*`]*$/;
const WORD = /^[A-Za-z]{5,64}$/;
const CELL = /^\s*["'`]?([^"'`]*)/;

/**
 * The passwords or keys under the header of a table of CSV, TSV or Markdown in whose name `at` is. They are noted ahead;
 * what stands between is looked at as ever.
 */
export function findSecretColumn(scan: Scan, at: number): void {
  const { text } = scan;
  const start = lineStart(scan, at);
  const end = lineEnd(text, at);
  if (end - start > MAX_LINE || end === text.length) return;
  const line = text.slice(start, end);
  const separator = SEPARATORS.find((sign) => line.includes(sign));
  // Prose has spaces after its commas.
  if (separator === undefined || (separator === ',' && line.includes(', '))) return;
  const names = cellsOf(line, separator);
  // Of lines one below the other only the first is a header.
  if (start > 0 && cellsOf(lineBefore(text, start), separator).length === names.length) return;
  const column = cellsOf(text.slice(start, at), separator).length - 1;
  // A comma at the end of a line makes no table of a list.
  const name = plainKey(NAME.exec(names[column]!)?.[1] ?? '');
  const kind = secretClass(name);
  if (names.filter((each) => each.trim() !== '').length < 2 || kind === '') return;
  // What JSON puts before a text is in the first cell.
  if (!names.slice(1).every((each) => /^\W*$/.test(each) || NAME.test(each))) return;
  const limit = Math.min(text.length, end + MAX_ROWS);
  for (let row = end + 1; row < limit;) {
    const rowEnd = lineEnd(text, row);
    const cells = rowEnd - row > MAX_LINE ? [] : cellsOf(text.slice(row, rowEnd), separator);
    if (cells.length !== names.length) return;
    const before = cells.slice(0, column).reduce((sum, cell) => sum + cell.length + 1, row);
    addCell(scan, before, cells[column]!, { name, kind, mayBeWord: separator !== '|' });
    row = rowEnd + 1;
  }
}

interface Column {
  readonly name: string;
  readonly kind: SecretClass;
  /** Whether a word alone may be a password. */
  readonly mayBeWord: boolean;
}

/** Tables of Markdown describe fields too; of the others the cells are what is in the field. */
function addCell(scan: Scan, from: number, cell: string, { name, kind, mayBeWord }: Column): void {
  const value = CELL.exec(cell)?.[1]!.trimEnd();
  if (value === undefined || value.length > MAX_CELL || /\s/.test(value)) return;
  const isSecret =
    kind === 'token'
      ? isSecretValue(value, kind, name, true)
      : isSpoken(value, false) || (mayBeWord && WORD.test(value) && !isNoPassword(value));
  if (!isSecret) return;
  const start = from + cell.indexOf(value);
  scan.add(start, start + value.length, 'SECRET', keyedRule(kind));
}

function lineStart(scan: Scan, at: number): number {
  const from = Math.max(0, at - MAX_LINE);
  return from + scan.text.slice(from, at).lastIndexOf('\n') + 1;
}

/** As far as a line of a table goes; a longer one is none. */
function lineEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_LINE + 2);
  const length = text.slice(from, limit).indexOf('\n');
  return length < 0 ? limit : from + length;
}

function lineBefore(text: string, start: number): string {
  const from = Math.max(0, start - MAX_LINE);
  const before = text.slice(from, start - 1);
  return before.slice(before.lastIndexOf('\n') + 1);
}
