import { isDigit, isWord } from './code-units.ts';
import { keyContext, type KeyContext } from './key-context.ts';
import type { Scan } from './scan.ts';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN = 91;
const MAX_NAME = 48;
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
function nameOf(scan: Scan, colon: number): KeyContext | undefined {
  const end = scan.code(colon) === COLON ? beforeSpaces(scan, colon - 1) : -1;
  if (end < 1 || scan.code(end) !== QUOTE) return undefined;
  let start = end;
  while (start > end - MAX_NAME && isNamePart(scan.code(start - 1))) start--;
  if (start === end || scan.code(start - 1) !== QUOTE) return undefined;
  return keyContext(scan.text.slice(start, end));
}

const isNamePart = (code: number): boolean => isWord(code) || code === 45 || code === 46;
