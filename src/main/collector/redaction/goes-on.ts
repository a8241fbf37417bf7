import { isWord } from './code-units.ts';
import type { Scan } from './scan.ts';

const DASH = 45;
const DOT = 46;
const COLON = 58;

/**
 * True where a dash, a dot or a colon at `end` parts what is before it from the rest of a longer name or number: not where
 * somebody left out the space before the next sentence (`4111111111111111.Please`).
 */
export function goesOn(scan: Scan, end: number): boolean {
  const sign = scan.code(end);
  if (sign !== DASH && sign !== DOT && sign !== COLON) return false;
  const first = scan.code(end + 1);
  return isWord(first) && !(sign === DOT && isUpper(first) && isLower(scan.code(end + 2)));
}

const isUpper = (code: number): boolean => code >= 65 && code <= 90;
const isLower = (code: number): boolean => code >= 97 && code <= 122;
