import { NOTHING, READS_AS } from './code-units.ts';

/** A text as its reader sees it, and where each of its code units stands in the original. */
export interface TextView {
  readonly text: string;
  /** Original offset of each code unit of `text`, and one more for the end. */
  readonly offsets: Uint32Array;
}

const BACKSLASH = 92;
const LOWER_U = 117;
const SIMPLE_ESCAPES: Readonly<Record<number, number>> = {
  34: 34,
  39: 39,
  47: 47,
  110: 10,
  114: 13,
  116: 9,
};

/**
 * Undoes what hides a value from patterns: JSON escapes at any depth of nesting (`\n`, `\\\"`, `\u0040`), characters
 * that are not seen, full-width forms and letters that look like Latin ones.
 *
 * Every code unit of the view stands for whole escapes, so a range of the view is a range of the original that can be
 * replaced without breaking one.
 */
export function viewText(text: string): TextView {
  const codes = new Uint16Array(text.length);
  const offsets = new Uint32Array(text.length + 1);
  let length = 0;
  let at = 0;
  while (at < text.length) {
    const start = at;
    let code = text.charCodeAt(at++);
    if (code === BACKSLASH) {
      while (text.charCodeAt(at) === BACKSLASH) at++;
      const next = text.charCodeAt(at);
      const simple = SIMPLE_ESCAPES[next];
      if (simple !== undefined) {
        code = simple;
        at++;
      } else if (next === LOWER_U) {
        const decoded = hexCode(text, at + 1);
        if (decoded >= 0) {
          code = decoded;
          at += 5;
        }
      }
    }
    const reads = READS_AS[code]!;
    if (reads === NOTHING) continue;
    offsets[length] = start;
    codes[length++] = reads === 0 ? code : reads;
  }
  offsets[length] = text.length;
  const bytes = Buffer.from(codes.buffer, 0, length * 2);
  return { text: bytes.toString('utf16le'), offsets: offsets.subarray(0, length + 1) };
}

function hexCode(text: string, at: number): number {
  if (at + 4 > text.length) return -1;
  let value = 0;
  for (let index = at; index < at + 4; index++) {
    const code = text.charCodeAt(index);
    const digit =
      code >= 48 && code <= 57
        ? code - 48
        : code >= 97 && code <= 102
          ? code - 87
          : code >= 65 && code <= 70
            ? code - 55
            : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
