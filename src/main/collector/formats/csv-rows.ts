/** A row of a table with the line it begins on, from 1. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Longest row, characters; beyond it a quote was lost. */
const MAX_ROW = 32 * 1024 * 1024;

/** Reads CSV (RFC 4180: quotes doubled inside quotes, line breaks allowed there) as its text comes in. */
export class CsvRows {
  #cells: string[] = [];
  #cell = '';
  #state: 'plain' | 'quoted' | 'after quote' = 'plain';
  #length = 0;
  #line = 1;
  #startLine = 1;

  /** @throws RangeError for a row without an end */
  *feed(text: string): Generator<CsvRow> {
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at]!;
      if (character === '\n') this.#line += 1;
      this.#length += 1;
      if (this.#length > MAX_ROW) throw new RangeError('a row does not end');
      if (this.#state === 'quoted') {
        const end = text.indexOf('"', at);
        const part = text.slice(at, end < 0 ? text.length : end);
        this.#cell += part;
        this.#length += part.length;
        this.#line += countLines(part, character === '\n' ? 1 : 0);
        at = end < 0 ? text.length : end;
        if (end >= 0) this.#state = 'after quote';
      } else if (character === '"') {
        if (this.#state === 'after quote') this.#cell += '"';
        this.#state = 'quoted';
      } else if (character === ',') {
        this.#cells.push(this.#cell);
        this.#cell = '';
        this.#state = 'plain';
      } else if (character === '\n') yield* this.#endRow();
      else if (character !== '\r') this.#cell += character;
    }
  }

  *end(): Generator<CsvRow> {
    if (this.#cell !== '' || this.#cells.length > 0) yield* this.#endRow();
  }

  *#endRow(): Generator<CsvRow> {
    const cells = [...this.#cells, this.#cell];
    const line = this.#startLine;
    this.#cells = [];
    this.#cell = '';
    this.#state = 'plain';
    this.#length = 0;
    this.#startLine = this.#line;
    if (cells.length > 1 || cells[0] !== '') yield { cells, line };
  }
}

function countLines(text: string, less: number): number {
  let count = -less;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
