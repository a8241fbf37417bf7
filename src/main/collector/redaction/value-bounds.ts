import type { Scan } from './scan.ts';

export const MAX_VALUE = 4096;
/** Of a value without quotes as much as this is looked at to judge it; the rest goes with it. */
export const MAX_BARE = 256;
const STAR = 42;

/** Signs and letters before the quote of a text, in Python, SQL, C and C#. */
const TEXT_KIND: ReadonlySet<number> = new Set(
  Array.from('bBrRuUfFNEL@$', (sign) => sign.charCodeAt(0)),
);

/** The first character of the value: after `=`, `>`, spaces, an opening bracket, stars of emphasis and a quote. */
export function valueStart(scan: Scan, from: number): number {
  let at = from;
  for (let skipped = 0; skipped < 24; skipped++) {
    const code = scan.code(at);
    if (at >= scan.length) return at;
    if (code === 34 || code === 39 || code === 96) return at + 1;
    // `b"x"`, `N'x'`, `@"x"`: what kind of text it is.
    const kind = TEXT_KIND.has(code) ? (TEXT_KIND.has(scan.code(at + 1)) ? 2 : 1) : 0;
    if (kind > 0 && (scan.code(at + kind) === 34 || scan.code(at + kind) === 39))
      return at + kind + 1;
    if (code === 38) {
      const entity = /^&(?:quot|apos|#3[49]|#x2[27]);/.exec(scan.text.slice(at, at + 6));
      return entity === null ? at : at + entity[0].length;
    }
    if (code === STAR) {
      const stars = scan.code(at + 1) === STAR ? 2 : 1;
      const next = scan.code(at + stars);
      // `**Password:** x` or `Password: **x**`; more stars stand for a value.
      if (next === STAR || next === 44) return at;
      if (next !== 32 && next !== 34 && next !== 39 && next !== 96)
        return isClosed(scan, at + stars, stars) ? at + stars : at;
      at += stars;
      continue;
    }
    if (code !== 32 && code !== 61 && code !== 62 && code !== 10 && code !== 13 && code !== 9) {
      if (code !== 91) return at;
      const next = scan.code(at + 1);
      if (next !== 34 && next !== 39) return at;
    }
    at++;
  }
  return at;
}

/** What ends the emphasis of a name in HTML, a line of it, or begins the cell of its value. */
const TAGS =
  /(?:<\/?(?:b|strong|em|i|u|span|label|small|code|td|th|dt|dd|p|br)(?:\s[^<>]{0,60})?\/?>\s{0,8}){1,4}(?=[^\s<])/y;

/** Behind such tags that begin at `at`; `at` for none. */
export function tagsEnd(scan: Scan, at: number): number {
  if (scan.code(at) !== 60) return at;
  TAGS.lastIndex = at;
  return TAGS.test(scan.text) ? TAGS.lastIndex : at;
}

/** As many stars come after a value that begins with them. */
function isClosed(scan: Scan, start: number, stars: number): boolean {
  let end = start;
  while (end < start + MAX_BARE && isBare(scan.code(end)) && scan.code(end) !== STAR) end++;
  if (end === start || scan.code(end) !== STAR) return false;
  return (scan.code(end + 1) === STAR) === (stars === 2);
}

/** Where a value ends: at its quote, or at what cannot be in an unquoted one. */
export function valueEnd(scan: Scan, start: number, quote: number): number {
  const limit = Math.min(scan.length, start + (quote === 0 ? MAX_BARE : MAX_VALUE));
  let at = start;
  if (quote === 59) {
    while (at < limit && scan.code(at) !== 38 && scan.code(at) !== 10) at++;
    return at;
  }
  if (quote !== 0) {
    // A double quote ends the string that the text itself may be in.
    while (at < limit && scan.code(at) !== quote && scan.code(at) !== 34 && scan.code(at) !== 10) {
      at++;
    }
    return at;
  }
  // After a star emphasis ends it.
  const last = scan.code(start - 1) === STAR ? STAR : -1;
  for (; at < limit; at++) {
    const code = scan.code(at);
    if (code === last || !isBare(code)) break;
  }
  // A full stop or a bracket ends the sentence, not the value.
  if (!endsSentence(scan.code(at - 1)) || scan.text.slice(start, at).includes('(')) return at;
  while (at > start && endsSentence(scan.code(at - 1))) at--;
  return at;
}

/** `.`, `)`, `?` and `:`. */
const endsSentence = (code: number): boolean =>
  code === 46 || code === 41 || code === 63 || code === 58;

/** What can be in a value without quotes: anything but spaces and these. */
const isBare = (code: number): boolean => code > 125 || BARE[code] === 1;
const BARE = Uint8Array.from({ length: 126 }, (_, code) =>
  code > 32 && !`"',;<&>}]\``.includes(String.fromCharCode(code)) ? 1 : 0,
);

/** A block of YAML (1.2, section 8.1) whose lines are a word each, indented alike. */
const BLOCK =
  /: [|>][-+\d]{0,2}[ \t]{0,4}\r?\n([ \t]{1,32})([^\s"]{1,250})((?:\r?\n\1[^\s":]{1,250}){0,64})(?=[ \t]{0,8}(?:[\r\n"]|$))/y;

/**
 * `password: |` and the value in the lines below it: where that begins, where its first line and its last one end; the
 * colon is at `at`.
 */
export function blockBounds(
  scan: Scan,
  at: number,
): { readonly start: number; readonly end: number; readonly last: number } | undefined {
  const sign = scan.code(at + 2);
  if (scan.code(at) !== 58 || (sign !== 124 && sign !== 62)) return undefined;
  BLOCK.lastIndex = at;
  const [, , word, rest] = BLOCK.exec(scan.text) ?? [];
  if (word === undefined || rest === undefined) return undefined;
  const end = BLOCK.lastIndex - rest.length;
  return { start: end - word.length, end, last: BLOCK.lastIndex };
}

/** The end of a value longer than was looked at. */
export function bareEnd(scan: Scan, from: number): number {
  let at = from;
  while (at < scan.length && at < from + MAX_VALUE * 4 && isBare(scan.code(at))) at++;
  return at;
}
