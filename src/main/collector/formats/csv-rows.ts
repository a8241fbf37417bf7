/** A row of a table. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** Line it begins on, from 1. */
  readonly line: number;
  /** Line it ends on. */
  readonly lastLine: number;
  /** Its last quote is never closed. */
  readonly isOpen: boolean;
}

/** Longest row, characters; beyond it a quote was lost. */
const MAX_ROW = 32 * 1024 * 1024;

/**
 * Reads CSV (RFC 4180: quotes doubled inside quotes, line breaks allowed there) as its text comes in.
 *
 * A quote too many or too few takes other rows into its own: a row that is not taken is read again from its second line.
 */
export class CsvRows {
  readonly #take: (row: CsvRow) => boolean;
  #cells: string[] = [];
  #cell = '';
  #state: 'plain' | 'quoted' | 'after quote' = 'plain';
  /** Text of the row at hand that came before what is being read. */
  #before: string[] = [];
  #length = 0;
  #line = 1;
  #startLine = 1;

  /** @param take false where a row is none of the table */
  constructor(take: (row: CsvRow) => boolean) {
    this.#take = take;
  }

  feed(text: string): void {
    for (let left: string | undefined = text; left !== undefined;) left = this.#read(left);
  }

  end(): void {
    while (this.#cell !== '' || this.#cells.length > 0 || this.#state !== 'plain') {
      const again = this.#endRow('', this.#line);
      if (again === undefined) return;
      this.feed(again);
    }
  }

  /** Reads text; returns what must be read again, with what follows it. */
  #read(text: string): string | undefined {
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at]!;
      if (character === '\n') this.#line += 1;
      if (this.#state === 'quoted') {
        const end = text.indexOf('"', at);
        const part = text.slice(at, end < 0 ? text.length : end);
        this.#cell += part;
        this.#line += countLines(part, character === '\n' ? 1 : 0);
        at = end < 0 ? text.length : end;
        if (end >= 0) this.#state = 'after quote';
      } else if (character === '"' && (this.#state === 'after quote' || this.#cell === '')) {
        if (this.#state === 'after quote') this.#cell += '"';
        this.#state = 'quoted';
      } else if (character === ',') {
        this.#cells.push(this.#cell);
        this.#cell = '';
        this.#state = 'plain';
      } else if (character === '\n') {
        const again = this.#endRow(text.slice(start, at + 1), this.#line - 1);
        start = at + 1;
        if (again !== undefined) return again + text.slice(start);
      } else if (character !== '\r') this.#cell += character;
    }
    this.#before.push(text.slice(start));
    this.#length += text.length - start;
    return this.#length > MAX_ROW ? this.#endRow('', this.#line) : undefined;
  }

  /** Gives out the row at hand; where it is not taken, what comes after its first line, to be read again. */
  #endRow(rest: string, lastLine: number): string | undefined {
    const cells = [...this.#cells, this.#cell];
    const line = this.#startLine;
    const isOpen = this.#state === 'quoted';
    const text = [...this.#before, rest];
    this.#cells = [];
    this.#cell = '';
    this.#state = 'plain';
    this.#before = [];
    this.#length = 0;
    this.#startLine = this.#line;
    const isEmpty = cells.length === 1 && cells[0] === '' && !isOpen;
    if (isEmpty || this.#take({ cells, line, lastLine, isOpen })) return undefined;
    const whole = text.join('');
    const next = whole.indexOf('\n') + 1;
    if (next === 0 || next === whole.length) return undefined;
    this.#line = line + 1;
    this.#startLine = this.#line;
    return whole.slice(next);
  }
}

function countLines(text: string, less: number): number {
  let count = -less;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
