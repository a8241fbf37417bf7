/** A JSON document found in a file: its bytes `start` (inclusive) to `end` (exclusive) and the line it begins on, from 1. */
export interface JsonDocument {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Finds the JSON documents in a byte stream fed piece by piece: JSON lines, documents one after the other, or
 * one document over many lines.
 *
 * A broken document never swallows the next: strings end at a line's end (JSON allows no raw line break in
 * them), and an opening brace in the first column starts a new document. Offsets count from the first byte fed.
 */
export class JsonDocumentFinder {
  #offset = 0;
  #line = 1;
  #column = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #start = -1;
  #startLine = 1;

  /** Documents that ended in this piece. */
  feed(piece: Uint8Array): JsonDocument[] {
    const found: JsonDocument[] = [];
    for (let i = 0; i < piece.length; i += 1) {
      const byte = piece[i]!;
      if (byte === NEWLINE) this.#newLine();
      else {
        if (this.#column === 0 && byte === OPEN_BRACE && this.#start >= 0)
          this.#close(this.#offset + i, found);
        this.#step(byte, this.#offset + i, found);
        this.#column += 1;
      }
    }
    this.#offset += piece.length;
    return found;
  }

  /** What is left at the end of the file: a document that never closed, or nothing. */
  end(): JsonDocument[] {
    const found: JsonDocument[] = [];
    if (this.#start >= 0) this.#close(this.#offset, found);
    return found;
  }

  /** Offset up to which everything has been reported: bytes before it are no longer needed. */
  get settledOffset(): number {
    return this.#start >= 0 ? this.#start : this.#offset;
  }

  #newLine(): void {
    this.#line += 1;
    this.#column = 0;
    this.#inString = false;
    this.#escaped = false;
  }

  #step(byte: number, at: number, found: JsonDocument[]): void {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return;
    }
    if (byte === QUOTE) this.#inString = true;
    if (this.#start < 0 && byte > 0x20) {
      this.#start = at;
      this.#startLine = this.#line;
    }
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      this.#depth -= 1;
      if (this.#depth <= 0) this.#close(at + 1, found);
    }
  }

  #close(end: number, found: JsonDocument[]): void {
    found.push({ start: this.#start, end, line: this.#startLine });
    this.#start = -1;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
  }
}
