import { isDigit } from './code-units.ts';
import type { Scan } from './scan.ts';

/** Digits looked at: the longest card has 19, the longest phone number with an extension about as many. */
const MAX_DIGITS = 24;
const MAX_GROUPS = 8;
/** Digits of an area with the code of its country. */
const MOST_AREA = 7;

const SPACE = 32;
const ZERO = 48;
const PLUS = 43;
const OPEN = 40;
const CLOSE = 41;
const DASH = 45;
const DOT = 46;
const SLASH = 47;

/**
 * Groups of digits as people write long numbers: parted by one of space, dash, dot, slash, or by brackets.
 *
 * One object is reused for all texts; the strings are made when somebody asks for them, which is seldom.
 */
export class NumberGroups {
  /** Digits in all groups. */
  count = 0;
  groups = 0;
  /** After the last digit. */
  end = 0;
  readonly starts = new Int32Array(MAX_GROUPS);
  readonly ends = new Int32Array(MAX_GROUPS);
  /** Groups read, of which {@link groups} may be fewer. */
  all = 0;
  /** Four bits for the length of each group, the first group in the highest; 0 for more groups than have a known shape. */
  packed = 0;
  private scan: Scan | undefined;
  private knownDigits = '';
  private knownShape = '';
  private knownSeparators: string | undefined;

  /** Reads from the digit at `start`. */
  read(scan: Scan, start: number): void {
    let at = start;
    this.count = 0;
    this.groups = 0;
    this.scan = scan;
    this.packed = 0;
    this.knownDigits = this.knownShape = '';
    this.knownSeparators = undefined;
    for (;;) {
      const groupStart = at;
      while (this.count <= MAX_DIGITS && isDigit(scan.code(at))) {
        at++;
        this.count++;
      }
      this.starts[this.groups] = groupStart;
      this.ends[this.groups++] = at;
      this.packed = pack(this.packed, at - groupStart);
      this.end = at;
      this.all = this.groups;
      if (this.count > MAX_DIGITS || this.groups === MAX_GROUPS) return;
      const next = separatorEnd(scan, at, this.starts[0]!, this.count);
      if (next < 0) return;
      at = next;
    }
  }

  /** Leaves only the first `groups`: what follows a number may be a number too. */
  take(groups: number): void {
    this.groups = groups;
    this.end = this.ends[groups - 1]!;
    this.count = 0;
    this.packed = 0;
    for (let index = 0; index < groups; index++) {
      const length = this.ends[index]! - this.starts[index]!;
      this.count += length;
      this.packed = pack(this.packed, length);
    }
    this.knownDigits = this.knownShape = '';
    this.knownSeparators = undefined;
  }

  /** All digits, without what parts them. */
  get digits(): string {
    if (this.knownDigits === '') {
      let digits = '';
      for (let index = 0; index < this.groups; index++) {
        digits += this.scan!.text.slice(this.starts[index], this.ends[index]);
      }
      this.knownDigits = digits;
    }
    return this.knownDigits;
  }

  /** Digits of each group: `3-2-4`. */
  get shape(): string {
    if (this.knownShape === '') {
      let shape = '';
      for (let index = 0; index < this.groups; index++) {
        shape += `${index === 0 ? '' : '-'}${this.ends[index]! - this.starts[index]!}`;
      }
      this.knownShape = shape;
    }
    return this.knownShape;
  }

  /** What stands between the groups, joined: `--`, `) -`. */
  get separators(): string {
    if (this.knownSeparators === undefined) {
      let separators = '';
      for (let index = 1; index < this.groups; index++) {
        separators += this.scan!.text.slice(this.ends[index - 1], this.starts[index]);
      }
      this.knownSeparators = separators;
    }
    return this.knownSeparators;
  }

  /** True when all separators are this one character, or there are none. */
  partedBy(character: string): boolean {
    const code = character.charCodeAt(0);
    for (let index = 1; index < this.groups; index++) {
      for (let at = this.ends[index - 1]!; at < this.starts[index]!; at++) {
        if (this.scan!.code(at) !== code) return false;
      }
    }
    return true;
  }

  /** True when all digits are the same one. */
  get isOneDigit(): boolean {
    const scan = this.scan!;
    const first = scan.code(this.starts[0]!);
    for (let index = 0; index < this.groups; index++) {
      for (let at = this.starts[index]!; at < this.ends[index]!; at++) {
        if (scan.code(at) !== first) return false;
      }
    }
    return true;
  }
}

function pack(packed: number, length: number): number {
  return packed > 0xff_ffff ? 0 : (packed << 4) | Math.min(length, 15);
}

/** {@link NumberGroups.packed} of a shape such as `3-2-4`. */
export function packedShape(shape: string): number {
  return shape.split('-').reduce((packed, length) => pack(packed, Number(length)), 0);
}

/** Where the next group begins, -1 when what follows does not part groups of one number. */
function separatorEnd(scan: Scan, at: number, start: number, count: number): number {
  let next = at;
  for (let signs = 0; signs < 3; signs++) {
    const code = scan.code(next);
    if (isDigit(code)) return signs === 0 ? -1 : next;
    if (code !== SPACE && code !== DASH && code !== DOT && code !== SLASH) {
      if (code !== OPEN && code !== CLOSE) return -1;
    }
    next++;
  }
  // `(030) - 901820`
  if (scan.code(at) === CLOSE && scan.code(at + 3) === SPACE) {
    return isDigit(scan.code(at + 4)) && isSpacedDash(scan, at + 1) ? at + 4 : -1;
  }
  if (!isDigit(scan.code(next))) return -1;
  // `030 - 901820` and `+49 30 - 901820`; of other numbers it parts two.
  const isPhone = scan.code(start) === ZERO || scan.code(start - 1) === PLUS;
  const isParted = isSpacedDash(scan, at) || (count <= MOST_AREA && isSpacedSlash(scan, at));
  return isJoined(scan, at) || (isPhone && isParted) ? next : -1;
}

const isSpacedDash = (scan: Scan, at: number): boolean =>
  scan.code(at) === SPACE && scan.code(at + 1) === DASH && scan.code(at + 2) === SPACE;

/** `0711 / 98 76 54`, `+49 (0)89 / 12 34 56`; behind a whole number another one follows. */
const isSpacedSlash = (scan: Scan, at: number): boolean =>
  scan.code(at) === SPACE && scan.code(at + 1) === SLASH && scan.code(at + 2) === SPACE;

/** Three characters between groups only where brackets are among them: `+44 (0) 20`, `(0)-20`. */
function isJoined(scan: Scan, at: number): boolean {
  for (let index = at; index < at + 3; index++) {
    const code = scan.code(index);
    if (code === OPEN || code === CLOSE) return true;
  }
  return false;
}
