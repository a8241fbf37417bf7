/**
 * Breaks a text at line breaks and after `columns` monospaced columns, a piece at a time, so that text of any length can
 * be drawn a few lines at a time and never holds the window. Wide (East Asian) characters take two columns, surrogate
 * pairs stay together.
 */
export class LineBreaker {
  readonly #text: string;
  readonly #columns: number;
  #starts = new Uint32Array(1024);
  #count = 1;
  #at = 0;
  #column = 0;

  constructor(text: string, columns: number) {
    this.#text = text;
    this.#columns = columns;
  }

  /** True once the whole text is broken into lines. */
  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Complete lines found so far; the last line counts once it is done. */
  get lines(): number {
    return this.done ? this.#count : this.#count - 1;
  }

  /** Line `i` without its line break. */
  line(i: number): string {
    const end = i + 1 < this.#count ? this.#starts[i + 1]! : this.#at;
    const line = this.#text.slice(this.#starts[i], end);
    return line.endsWith('\n') ? line.slice(0, line.endsWith('\r\n') ? -2 : -1) : line;
  }

  /** Goes on for at most `units` UTF-16 units. */
  advance(units: number): void {
    const end = Math.min(this.#at + units, this.#text.length);
    let column = this.#column;
    for (let i = this.#at; i < end; i++) {
      const unit = this.#text.charCodeAt(i);
      const width = unit < 0x1100 ? 1 : columnsOf(unit);
      if (unit === 10) {
        this.#push(i + 1);
        column = 0;
      } else if (column + width > this.#columns && column > 0) {
        this.#push(i);
        column = width;
      } else column += width;
    }
    this.#at = end;
    this.#column = column;
  }

  #push(start: number): void {
    if (this.#count === this.#starts.length) {
      const larger = new Uint32Array(this.#starts.length * 2);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    this.#starts[this.#count++] = start;
  }
}

/** Columns of a UTF-16 unit; the second half of a surrogate pair takes none, so it never begins a line. */
function columnsOf(unit: number): number {
  if (unit >= 0xdc00 && unit <= 0xdfff) return 0;
  const wide =
    (unit >= 0x1100 && unit <= 0x115f) ||
    (unit >= 0x2e80 && unit <= 0xd7a3) ||
    (unit >= 0xd800 && unit <= 0xdbff) ||
    (unit >= 0xf900 && unit <= 0xfaff) ||
    (unit >= 0xfe30 && unit <= 0xfe6f) ||
    (unit >= 0xff00 && unit <= 0xff60);
  return wide ? 2 : 1;
}
