import { isIbanSpace } from './quoted-tests.ts';
import { ACTION, DISGUISE, isDigit, MARGIN, NOTHING, READS_AS, TAIL } from './code-units.ts';

/** Texts up to this many code units share one buffer. */
const KEPT_UNITS = 1 << 17;
const SPACE = 32;
const ESCAPE = 27;
const OPEN = 40;
const CLOSE = 41;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const LOWER_U = 117;
const LOWER_X = 120;
const PERCENT = 37;
const PLUS = 43;
const AMPERSAND = 38;
const SEMICOLON = 59;
const IDEOGRAPHIC_STOP = 0x3002;
/** {@link ACTION} where percent-encoding is undone. */
const UNQUOTED = ACTION.slice();
UNQUOTED[PERCENT] = DISGUISE;
UNQUOTED[AMPERSAND] = DISGUISE;
UNQUOTED[PLUS] = DISGUISE;
/** What stands after a backslash, and for what (RFC 8259, section 7); 0 for nothing that is known. */
const SIMPLE_ESCAPES = new Uint8Array(128);
for (const [escape, character] of ['""', "''", '//', 'n\n', 'r\r', 't\t']) {
  SIMPLE_ESCAPES[escape!.charCodeAt(0)] = character!.charCodeAt(0);
}

/**
 * A text as its reader sees it: without what hides a value from patterns, which is JSON escapes at any depth of nesting
 * (`\n`, `\\\"`, `\u0040`), percent-encoding, colors of a terminal, characters that are not seen, full-width forms and letters that look like Latin ones.
 *
 * Every code unit of the view stands for whole escapes, so a range of the view is a range of the original that can be
 * replaced without breaking one. One object is used for all texts, for one at a time.
 */
export class TextView {
  /** Code units from {@link MARGIN} on, with spaces before and after. */
  codes: Uint16Array<ArrayBufferLike>;
  length = 0;
  private readonly kept: Uint16Array<ArrayBufferLike>;
  /** Positions in the view from which on the original is further ahead, and by how much. */
  private positions = new Uint32Array(256);
  private shifts = new Uint32Array(256);
  private pieces = 0;

  /** @param kept where texts are kept that fit, of {@link MARGIN} and {@link KEPT_UNITS} and {@link TAIL} code units */
  constructor(kept = new Uint16Array(KEPT_UNITS + MARGIN + TAIL)) {
    this.kept = kept.fill(SPACE, 0, MARGIN);
    this.codes = this.kept;
  }

  /**
   * Reads a text of `size` code units, which begin at {@link MARGIN} of `units`.
   *
   * @param unquotes undoes percent-encoding of ASCII as well, however often it was done
   */
  read(units: Uint16Array, size: number, unquotes = false): void {
    const stops = unquotes ? UNQUOTED : ACTION;
    const isKept = size <= KEPT_UNITS;
    const codes = isKept ? this.kept : new Uint16Array(size + MARGIN + TAIL).fill(SPACE, 0, MARGIN);
    const limit = size + MARGIN;
    let length = MARGIN;
    this.pieces = 0;
    for (let at = MARGIN; ;) {
      let code = units[at]!;
      while (stops[code] !== DISGUISE && at < limit) {
        codes[length++] = code;
        code = units[++at]!;
      }
      if (at >= limit) break;
      const start = at++;
      if (code === BACKSLASH) {
        while (at < limit && units[at] === BACKSLASH) at++;
        const next = at < limit ? units[at]! : 0;
        const simple = next < 128 ? SIMPLE_ESCAPES[next]! : 0;
        if (simple !== 0) {
          code = simple;
          at++;
        } else if (next === LOWER_U) {
          const decoded = hexCode(units, at + 1, limit);
          if (decoded >= 0) {
            code = decoded;
            at += 5;
          }
        } else if (next === LOWER_X && at + 3 <= limit) {
          const decoded = hexValue(units, at + 1, 2);
          if (decoded >= 0) {
            code = decoded;
            at += 3;
          }
        }
      }
      if (unquotes) {
        while (code === PERCENT && at + 2 <= limit) {
          const decoded = hexValue(units, at, 2);
          if (!isPlain(decoded)) {
            const [sign, length] = quotedSign(units, at);
            if (length > 0) [code, at] = [sign, at + length];
            break;
          }
          code = decoded;
          at += 2;
        }
        if (code === PLUS && at === start + 1 && isFormGap(units, start)) code = SPACE;
        if (code === AMPERSAND) {
          const end = entityEnd(units, at, limit);
          const decoded = end === 0 ? -1 : entityValue(units, at, end);
          if (decoded >= 0) {
            code = decoded;
            at = end;
          }
        }
      }
      if (code === ESCAPE && units[at] === OPEN_BRACKET) {
        at = colorEnd(units, at + 1, limit);
        code = SPACE;
      }
      if (code > 127) {
        const reads = READS_AS[code]!;
        if (reads !== 0) code = endsSentence(code, codes[length - 1]!, units[at]!) ? SPACE : reads;
      }
      if (code !== NOTHING) codes[length++] = code;
      if (at - start > 1 || code === NOTHING) this.addPiece(length - MARGIN, at - length);
    }
    codes.fill(SPACE, length, length + TAIL);
    this.codes = codes;
    this.length = length - MARGIN;
  }

  /** Takes what was decoded into the memory it keeps texts in by another; {@link original} is not told of it. */
  take(size: number): void {
    this.codes = this.kept;
    this.length = size;
  }

  /** The view as a string. */
  text(): string {
    const { buffer, byteOffset } = this.codes;
    return Buffer.from(buffer, byteOffset + MARGIN * 2, this.length * 2).toString('utf16le');
  }

  /** Where the code unit at `position` begins in the original; the end of the one for that of the other. */
  original(position: number): number {
    let low = 0;
    let high = this.pieces;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.positions[middle]! <= position) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? position : position + this.shifts[low - 1]!;
  }

  private addPiece(position: number, shift: number): void {
    const last = this.pieces - 1;
    if (last >= 0 && this.positions[last] === position) {
      this.shifts[last] = shift;
      return;
    }
    if (this.pieces === this.positions.length) {
      this.positions = doubled(this.positions);
      this.shifts = doubled(this.shifts);
    }
    this.positions[this.pieces] = position;
    this.shifts[this.pieces++] = shift;
  }
}

function doubled(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

/** A full stop of Chinese or Japanese beside a number: between two, or in a name, it stands for a dot. */
const endsSentence = (code: number, before: number, after: number): boolean =>
  code === IDEOGRAPHIC_STOP && isDigit(before) !== isDigit(after);

/** Where the control sequence of a terminal (ECMA-48, section 5.4) ends whose parameters begin at `at`. */
function colorEnd(units: Uint16Array, at: number, limit: number): number {
  let end = at;
  while (end < limit && end < at + 16 && units[end]! >= 48 && units[end]! <= 63) end++;
  return end < limit ? end + 1 : end;
}

const NO_SIGN: readonly [number, number] = [0, 0];

/** The code unit that percent-encoded UTF-8 of two or three bytes stands for whose first digits are at `at`, and its length. */
function quotedSign(units: Uint16Array, at: number): readonly [number, number] {
  const first = hexValue(units, at, 2);
  if (first < 0xc2 || first > 0xef) return NO_SIGN;
  const more = first < 0xe0 ? 1 : 2;
  let sign = first & (0x3f >> more);
  let end = at + 2;
  for (let index = 0; index < more; index++, end += 3) {
    const next = units[end] === PERCENT ? hexValue(units, end + 1, 2) : -1;
    if (next < 0x80 || next > 0xbf) return NO_SIGN;
    sign = (sign << 6) | (next & 0x3f);
  }
  // Longer than it need be, or half of a character.
  if ((more === 2 && sign < 0x800) || (sign >= 0xd800 && sign < 0xe000)) return NO_SIGN;
  return [sign, end - at];
}

/** A `+` between digits and brackets, where percent-encoding is undone: a space of a form (WHATWG URL, section 5.1). */
function isFormGap(units: Uint16Array, at: number): boolean {
  const before = units[at - 1]!;
  const after = units[at + 1]!;
  const opens = after === PERCENT && units[at + 2] === 50 && units[at + 3] === 56;
  const isEscape = units[at - 3] === PERCENT;
  const closes = before === CLOSE || (isEscape && units[at - 2] === 50 && before === 57);
  // `%20+1415...`: what somebody put there as it is.
  const follows = closes || (isDigit(before) && !isEscape);
  if (follows && (isDigit(after) || after === OPEN || opens)) return true;
  return isIbanSpace(units, at);
}

/** After the `;` of an entity (HTML, section 13.5) whose name begins at `at`; 0 for none that is undone. */
function entityEnd(units: Uint16Array, at: number, limit: number): number {
  for (let end = at + 3; end < at + 8 && end < limit; end++) {
    if (units[end] === SEMICOLON) return end + 1;
  }
  return 0;
}

/** What the entity between these positions stands for; -1 for what is markup or no ASCII. */
function entityValue(units: Uint16Array, at: number, end: number): number {
  const name = String.fromCharCode(...units.subarray(at, end - 1));
  if (name === 'commat') return 64;
  if (name === 'nbsp') return SPACE;
  const number = /^#(?:x([0-9a-f]{2})|(\d{2,3}))$/i.exec(name);
  if (number === null) return -1;
  const value = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  if (value === 160) return SPACE;
  return isPlain(value) && !MARKUP.has(value) ? value : -1;
}
/** Quotes, ampersand and angle brackets: handlers know them as they are written. */
const MARKUP: ReadonlySet<number> = new Set([34, 38, 39, 60, 62]);

/** ASCII that is seen, and white space. */
const isPlain = (code: number): boolean =>
  (code >= 32 && code < 127) || code === 9 || code === 10 || code === 13;

function hexCode(units: Uint16Array, at: number, limit: number): number {
  return at + 4 > limit ? -1 : hexValue(units, at, 4);
}

/** The number that so many hexadecimal digits are; -1 where there are none. */
function hexValue(units: Uint16Array, at: number, digits: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index++) {
    const code = units[index]!;
    const lower = code | 32;
    const digit =
      code >= 48 && code <= 57 ? code - 48 : lower >= 97 && lower <= 102 ? lower - 87 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
