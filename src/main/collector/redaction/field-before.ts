import { isWord } from './code-units.ts';
import { keyContext, type KeyContext } from './key-context.ts';
import type { Scan } from './scan.ts';

const QUOTE = 34;
const COLON = 58;
const MAX_NAME = 48;

/**
 * What the name of the field says whose bare value begins at `at`: `"created": 1717841556`.
 *
 * With `mayBeQuoted` of a value in quotes too. `undefined` when no name in quotes and a colon come before.
 */
export function fieldBefore(scan: Scan, at: number, mayBeQuoted = false): KeyContext | undefined {
  let colon = at - 1;
  if (mayBeQuoted && scan.code(colon) === QUOTE) colon--;
  if (scan.code(colon) === 32) colon--;
  return scan.code(colon) === COLON ? nameInQuotes(scan, colon - 1) : undefined;
}

/** What the name in quotes says whose second quote is at `end`; `undefined` for no name. */
export function nameInQuotes(scan: Scan, end: number): KeyContext | undefined {
  if (scan.code(end) !== QUOTE) return undefined;
  let start = end;
  while (start > end - MAX_NAME && isNamePart(scan.code(start - 1))) start--;
  if (start === end || scan.code(start - 1) !== QUOTE) return undefined;
  return keyContext(scan.text.slice(start, end));
}

const isNamePart = (code: number): boolean => isWord(code) || code === 45 || code === 46;
