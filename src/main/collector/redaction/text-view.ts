import { NOTHING, READS_AS } from './code-units.ts';

/** A text as its reader sees it, and where each of its code units stands in the original. */
export interface TextView {
  readonly text: string;
  /** Original offset of each code unit of `text`, and one more for the end; valid until the next view. */
  readonly offsets: Uint32Array;
}

const KEPT_UNITS = 1 << 15;
const keptCodes = new Uint16Array(KEPT_UNITS);
const keptOffsets = new Uint32Array(KEPT_UNITS + 1);

const BACKSLASH = 92;
const LOWER_U = 117;
/** What stands after a backslash, and for what (RFC 8259, section 7); 0 for nothing that is known. */
const SIMPLE_ESCAPES = new Uint8Array(128);
for (const [escape, character] of ['""', "''", '//', 'n\n', 'r\r', 't\t']) {
  SIMPLE_ESCAPES[escape!.charCodeAt(0)] = character!.charCodeAt(0);
}

/**
 * Undoes what hides a value from patterns: JSON escapes at any depth of nesting (`\n`, `\\\"`, `\u0040`), characters
 * that are not seen, full-width forms and letters that look like Latin ones.
 *
 * Every code unit of the view stands for whole escapes, so a range of the view is a range of the original that can be
 * replaced without breaking one. `units` holds the code units of `text`.
 */
export function viewText(text: string, units: Uint16Array): TextView {
  const size = text.length;
  const isKept = size <= KEPT_UNITS;
  const codes = isKept ? keptCodes : new Uint16Array(size);
  const offsets = isKept ? keptOffsets : new Uint32Array(size + 1);
  let length = 0;
  for (let at = 0; at < size;) {
    const start = at;
    let code = units[at++]!;
    if (code === BACKSLASH) {
      while (at < size && units[at] === BACKSLASH) at++;
      const next = at < size ? units[at]! : 0;
      const simple = next < 128 ? SIMPLE_ESCAPES[next]! : 0;
      if (simple !== 0) {
        code = simple;
        at++;
      } else if (next === LOWER_U) {
        const decoded = hexCode(units, at + 1, size);
        if (decoded >= 0) {
          code = decoded;
          at += 5;
        }
      }
    }
    if (code > 127) {
      const reads = READS_AS[code]!;
      if (reads === NOTHING) continue;
      if (reads !== 0) code = reads;
    }
    offsets[length] = start;
    codes[length++] = code;
  }
  offsets[length] = size;
  return { text: Buffer.from(codes.buffer, 0, length * 2).toString('utf16le'), offsets };
}

function hexCode(units: Uint16Array, at: number, size: number): number {
  if (at + 4 > size) return -1;
  let value = 0;
  for (let index = at; index < at + 4; index++) {
    const code = units[index]!;
    const lower = code | 32;
    const digit =
      code >= 48 && code <= 57 ? code - 48 : lower >= 97 && lower <= 102 ? lower - 87 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
