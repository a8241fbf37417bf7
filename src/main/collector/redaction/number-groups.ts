import { isDigit } from './code-units.ts';
import type { Scan } from './scan.ts';

/** Digits looked at: the longest card has 19, the longest phone number with an extension about as many. */
const MAX_DIGITS = 24;
const MAX_GROUPS = 8;

const SPACE = 32;
const OPEN = 40;
const CLOSE = 41;
const DASH = 45;
const DOT = 46;
const SLASH = 47;

/**
 * Groups of digits as people write long numbers: parted by one of space, dash, dot, slash, or by brackets.
 *
 * One object is reused for a whole text.
 */
export class NumberGroups {
  /** All digits, without what parts them. */
  digits = '';
  /** Digits of each group: `3-2-4`. */
  shape = '';
  /** What stands between the groups, joined: `--`, `) -`. */
  separators = '';
  /** After the last digit. */
  end = 0;
  /** End of the first group. */
  firstEnd = 0;
  /** End of each group, for taking fewer of them. */
  readonly ends: number[] = [];
  groups = 0;

  /** Reads from the digit at `start`. */
  read(scan: Scan, start: number): void {
    let at = start;
    let digits = 0;
    this.digits = '';
    this.shape = '';
    this.separators = '';
    this.groups = 0;
    this.ends.length = 0;
    for (;;) {
      const groupStart = at;
      while (digits <= MAX_DIGITS && isDigit(scan.code(at))) {
        at++;
        digits++;
      }
      const length = at - groupStart;
      this.digits += scan.text.slice(groupStart, at);
      this.shape = this.groups === 0 ? String(length) : `${this.shape}-${length}`;
      this.groups++;
      this.ends.push(at);
      this.end = at;
      if (this.groups === 1) this.firstEnd = at;
      if (digits > MAX_DIGITS || this.groups === MAX_GROUPS) return;
      const next = separatorEnd(scan, at);
      if (next < 0) return;
      this.separators += scan.text.slice(at, next);
      at = next;
    }
  }

  /** True when all separators are this one character, or there are none. */
  partedBy(character: string): boolean {
    for (const separator of this.separators) if (separator !== character) return false;
    return true;
  }
}

/** Where the next group begins, -1 when what follows does not part groups of one number. */
function separatorEnd(scan: Scan, at: number): number {
  let next = at;
  for (let count = 0; count < 3; count++) {
    const code = scan.code(next);
    if (isDigit(code)) return count === 0 ? -1 : next;
    if (code !== SPACE && code !== DASH && code !== DOT && code !== SLASH) {
      if (code !== OPEN && code !== CLOSE) return -1;
    }
    next++;
  }
  return isDigit(scan.code(next)) && isJoined(scan, at) ? next : -1;
}

/** Three characters between groups only where brackets are among them: `+44 (0) 20`, `(0)-20`. */
function isJoined(scan: Scan, at: number): boolean {
  for (let index = at; index < at + 3; index++) {
    const code = scan.code(index);
    if (code === OPEN || code === CLOSE) return true;
  }
  return false;
}
