import { isDigit } from './code-units.ts';
import { nameInQuotes } from './field-before.ts';
import type { KeyContext } from './key-context.ts';
import type { Scan } from './scan.ts';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN = 91;
/** White space between an element of a list and what parts it from others. */
const MAX_SPACES = 24;
/** How far before an element the beginning of its list is looked for, UTF-16 units. */
const MAX_LIST = 400;

/** What is known of the list that was looked at last, so that of a long one each element is passed once. */
export class ListMemory {
  /** The last element that was looked at, and what the name of its list says. */
  at = -1;
  context: KeyContext | undefined;

  forget(): void {
    this.at = -1;
  }
}

/**
 * What the name of the list of JSON says that the number at `at` is an element of: `"phones":["4155550132","...`.
 *
 * `undefined` when it is in no list that has a name, or among elements that are no numbers.
 */
export function listBefore(scan: Scan, at: number): KeyContext | undefined {
  const { list } = scan;
  if (list.at === at) return list.context;
  let start = at - 1;
  if (scan.code(start) === 43) start--;
  if (scan.code(start) === QUOTE) start--;
  start = beforeSpaces(scan, start);
  if (scan.code(start) !== COMMA && scan.code(start) !== OPEN) return undefined;
  const from = list.at;
  const context = list.context;
  list.at = at;
  const last = Math.max(0, at - MAX_LIST);
  while (scan.code(start) !== OPEN) {
    // The one before was an element of the same list.
    if (start === from) return (list.context = context);
    if (start <= last || !isOfNumbers(scan.code(start))) return (list.context = undefined);
    start--;
  }
  return (list.context = nameOf(scan, beforeSpaces(scan, start - 1)));
}

function beforeSpaces(scan: Scan, from: number): number {
  let at = from;
  while (at > from - MAX_SPACES && isSpace(scan.code(at))) at--;
  return at;
}

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Digits, what parts their groups, quotes, commas and white space. */
function isOfNumbers(code: number): boolean {
  return isDigit(code) || isSpace(code) || code === QUOTE || (code >= 40 && code <= 47);
}

/** Of the name in quotes before the colon at `colon`. */
const nameOf = (scan: Scan, colon: number): KeyContext | undefined =>
  scan.code(colon) === COLON ? nameInQuotes(scan, beforeSpaces(scan, colon - 1)) : undefined;
