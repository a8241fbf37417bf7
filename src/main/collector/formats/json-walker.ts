/** Steps from the outermost value to the one at hand; elements of the outermost level are not counted. */
export type JsonPath = readonly (string | number)[];

/** What a walk is told and asked. */
export interface JsonVisitor {
  /** Whether to walk the elements of an array, rather than be given it whole. */
  entersArray(path: JsonPath): boolean;
  /** Whether to walk the members of an object that begins with this key, rather than be given it whole. */
  entersObject(path: JsonPath, firstKey: string): boolean;
  /** A value that is not entered, as its bytes (of memory of its own). */
  value(path: JsonPath, bytes: Uint8Array<ArrayBuffer>, line: number, byte: number): void;
  /** An entered array or object has ended; `isWhole` is false where it was broken off. */
  left(path: JsonPath, isWhole: boolean): void;
  broken(line: number, byte: number, reason: string): void;
}

interface Frame {
  readonly kind: 'array' | 'object';
  /** Column of the first element, where it began a line; -1 otherwise. */
  column: number;
  index: number;
  state: 'first' | 'next' | 'colon' | 'value' | 'comma';
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const NOT_CLOSED = 'it is not closed before the next one begins';

/** Nesting of one value beyond which nobody could read it anyway. */
const MAX_DEPTH = 1000;

/**
 * Walks JSON of any size as it comes in: one document, one a line, or one after the other. Holds only the value at hand.
 *
 * What is broken never swallows the rest: strings end at a line's end (JSON allows no raw line break in them), and a
 * line that begins with a bracket where elements of an open array, or documents, began before begins the next one.
 */
export class JsonWalker {
  readonly #visitor: JsonVisitor;
  readonly #maxBytes: number;
  readonly #frames: Frame[] = [];
  readonly #path: (string | number)[] = [];
  #mode: 'between' | 'inside' | 'scalar' | 'lost' = 'between';
  /** The value being read, so far, without what is still in the piece at hand. */
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #isTooLarge = false;
  #isTooDeep = false;
  #isKey = false;
  /** Waiting for the first key of an object, to ask whether to enter it. */
  #asksFirstKey = false;
  #keyStart = -1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #line = 1;
  #column = 0;
  /** Only spaces since the line began. */
  #isIndent = true;
  /** The line begins outside of everything with a word, as those of logs do: its signs are no JSON, what follows may be. */
  #isWords = false;
  #offset = 0;
  #startLine = 1;
  #startByte = 0;
  /** The first line of the value at hand holds more than its bracket. */
  #startsFull = false;
  /** Where the outermost value at hand begins, and whether its first line holds more than its bracket. */
  #rootLine = 0;
  #rootByte = 0;
  #rootColumn = -1;
  #rootIsFull = false;
  /** How many frames are kept once the value at hand was given up; -1 for all. */
  #leaveLater = -1;
  /** A comma came since the last element. */
  #hasComma = false;
  /** End of the last stretch of bytes that are no text. */
  #noTextEnd = -1;
  /** The line on which something began last. */
  #begunLine = -1;

  /** @param at where the text begins in its file */
  constructor(visitor: JsonVisitor, maxBytes: number, at = { line: 1, byte: 0 }) {
    this.#visitor = visitor;
    this.#maxBytes = maxBytes;
    this.#line = at.line;
    this.#offset = at.byte;
  }

  feed(piece: Uint8Array): void {
    /** Where the part of the value that is not held yet begins. */
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const byte = piece[at]!;
      if (byte === NEWLINE) {
        if (this.#mode === 'scalar') this.#finish(piece, from, at);
        if (this.#mode === 'lost' && this.#isWords) this.#mode = 'between';
        this.#line += 1;
        this.#column = 0;
        this.#isIndent = true;
        this.#inString = false;
        this.#escaped = false;
        continue;
      }
      if (this.#isIndent && byte > 0x20) {
        this.#isIndent = false;
        const isOutside = this.#mode === 'between' && this.#frames.length === 0;
        this.#isWords = isOutside && this.#column === 0 && byte !== QUOTE && !isPunctuation(byte);
        if ((byte === OPEN_BRACE || byte === OPEN_BRACKET) && this.#beginsAnew()) {
          if (this.#isInside) this.#giveBroken(NOT_CLOSED);
        }
      }
      if (this.#mode === 'between') {
        if (byte > 0x20) {
          this.#between(byte, this.#offset + at);
          from = at;
          if (this.#isInside) from = this.#inside(byte, piece, at, from);
        } else if (byte < 0x20 && !isSpace(byte)) this.#noText(this.#offset + at);
      } else if (this.#mode === 'inside') from = this.#inside(byte, piece, at, from);
      else if (this.#mode === 'scalar' && (byte <= 0x20 || isPunctuation(byte))) {
        this.#finish(piece, from, at);
        if (byte > 0x20) this.#between(byte, this.#offset + at);
      }
      this.#column += 1;
    }
    if (this.#mode === 'inside' || this.#mode === 'scalar') this.#hold(piece, from, piece.length);
    this.#offset += piece.length;
  }

  get #isInside(): boolean {
    return this.#mode === 'inside';
  }

  /** Tells of what was not closed at the end of the file. */
  end(): void {
    if (this.#mode === 'scalar') this.#finish(new Uint8Array(), 0, 0);
    if (this.#mode === 'inside') this.#giveBroken('the file ends in the middle of it');
    else if (this.#frames.length > 0) {
      this.#visitor.broken(this.#line, this.#offset, 'the file ends before it is closed');
    }
    this.#leaveTo(0, false);
  }

  /** Whether a bracket that begins a line, at this column, begins another element after one that never closed. */
  #beginsAnew(): boolean {
    if (this.#mode === 'lost') {
      if (this.#column > Math.max(0, this.#rootColumn)) return false;
      this.#mode = 'between';
      return true;
    }
    const isAtRoot = this.#column === this.#rootColumn;
    // Elements of an outermost array stay its elements.
    const depthOfRoot = this.#frames[0]?.kind === 'array' ? 1 : 0;
    if (this.#mode === 'between') {
      const isDeeper = this.#frames.length > depthOfRoot;
      // After its bracket or a comma an array goes on with its next element, wherever that begins.
      const frame = this.#frames.at(-1);
      if (frame?.kind === 'array' && (this.#hasComma || frame.index < 0)) return false;
      if (!isAtRoot || !isDeeper || !this.#rootIsFull || this.#line === this.#rootLine)
        return false;
      this.#visitor.broken(this.#rootLine, this.#rootByte, NOT_CLOSED);
      this.#leaveTo(depthOfRoot, false);
      return true;
    }
    if (!this.#startsFull || this.#line === this.#startLine) return false;
    for (let depth = this.#frames.length; depth > 0; depth -= 1) {
      const frame = this.#frames[depth - 1]!;
      if (frame.kind === 'array' && frame.column === this.#column) {
        this.#leaveLater = depth;
        return true;
      }
    }
    this.#leaveLater = depthOfRoot;
    return isAtRoot;
  }

  #between(byte: number, offset: number): void {
    const frame = this.#frames.at(-1);
    if (frame?.kind === 'object') {
      if (frame.state === 'colon' && byte === COLON) frame.state = 'value';
      else if (frame.state === 'comma' && byte === COMMA) frame.state = 'next';
      else if (byte === CLOSE_BRACE && (frame.state === 'first' || frame.state === 'comma')) {
        this.#leave(true);
      } else if (frame.state === 'value' && byte !== CLOSE_BRACE && byte !== COMMA) {
        this.#start(byte, offset);
      } else if (byte === QUOTE && (frame.state === 'next' || frame.state === 'first')) {
        this.#isKey = true;
        this.#start(byte, offset);
      } else this.#lose(offset);
      return;
    }
    if (byte === COMMA) {
      this.#hasComma = true;
      return;
    }
    if (frame === undefined && this.#isWords && isSign(byte)) return;
    if (frame !== undefined && byte === CLOSE_BRACKET) this.#leave(true);
    else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE || byte === COLON) this.#lose(offset);
    else {
      if (frame !== undefined) {
        if (frame.index < 0) frame.column = this.#begunLine === this.#line ? -1 : this.#column;
        frame.index += 1;
        this.#path[this.#path.length - 1] = frame.index;
      } else this.#startRoot(offset);
      this.#start(byte, offset);
    }
  }

  /** Bytes of no text where nothing but white space may be, as zeros that a crash left: told once a stretch. */
  #noText(offset: number): void {
    if (offset !== this.#noTextEnd) this.#visitor.broken(this.#line, offset, 'it is no text here');
    this.#noTextEnd = offset + 1;
  }

  #startRoot(offset: number): void {
    if (this.#begunLine !== this.#line) this.#rootColumn = this.#column;
    this.#rootLine = this.#line;
    this.#rootByte = offset;
    this.#rootIsFull = false;
  }

  #start(byte: number, offset: number): void {
    if (this.#frames.length > 0 && this.#line === this.#rootLine) this.#rootIsFull = true;
    this.#begunLine = this.#line;
    this.#hasComma = false;
    this.#startLine = this.#line;
    this.#startByte = offset;
    this.#startsFull = false;
    this.#depth = 0;
    this.#held = [];
    this.#heldBytes = 0;
    this.#isTooLarge = false;
    this.#isTooDeep = false;
    this.#asksFirstKey = false;
    if (byte === OPEN_BRACKET && !this.#isKey && this.#visitor.entersArray(this.#path)) {
      this.#frames.push({ kind: 'array', column: -1, index: -1, state: 'first' });
      this.#path.push(0);
      this.#mode = 'between';
      return;
    }
    this.#asksFirstKey = byte === OPEN_BRACE;
    this.#keyStart = -1;
    const isBracketed = byte === OPEN_BRACE || byte === OPEN_BRACKET || byte === QUOTE;
    this.#mode = isBracketed ? 'inside' : 'scalar';
  }

  /** A byte of a value in brackets or quotes; where the part of it that is not held yet begins from now on. */
  #inside(byte: number, piece: Uint8Array, at: number, from: number): number {
    if (this.#line === this.#startLine && this.#offset + at > this.#startByte)
      this.#startsFull = true;
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        if (this.#depth === 0) return this.#finish(piece, from, at + 1);
        if (this.#asksFirstKey) return this.#askFirstKey(piece, from, at + 1);
      }
      return from;
    }
    if (byte === QUOTE) {
      this.#inString = true;
      if (this.#asksFirstKey) this.#keyStart = this.#offset + at - this.#startByte;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      this.#depth += 1;
      if (this.#depth > 1) this.#asksFirstKey = false;
      if (this.#depth > MAX_DEPTH) this.#isTooDeep = true;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      this.#depth -= 1;
      if (this.#depth <= 0) return this.#finish(piece, from, at + 1);
    }
    return from;
  }

  /** The first key of an object is there: goes into the object if that is wanted. */
  #askFirstKey(piece: Uint8Array, from: number, end: number): number {
    this.#asksFirstKey = false;
    this.#hold(piece, from, end);
    const key = keyText(Buffer.concat(this.#held).subarray(this.#keyStart));
    if (key === undefined || !this.#visitor.entersObject(this.#path, key)) return end;
    this.#held = [];
    this.#heldBytes = 0;
    if (this.#startLine === this.#rootLine && this.#line === this.#rootLine)
      this.#rootIsFull = true;
    this.#frames.push({ kind: 'object', column: -1, index: -1, state: 'colon' });
    this.#path.push(key);
    this.#mode = 'between';
    return end;
  }

  #hold(piece: Uint8Array, from: number, end: number): void {
    if (end <= from) return;
    this.#heldBytes += end - from;
    if (this.#heldBytes > this.#maxBytes) {
      this.#isTooLarge = true;
      this.#held = [];
    } else this.#held.push(piece.slice(from, end));
  }

  /** The value at hand ends before `end`; returns `end`. */
  #finish(piece: Uint8Array, from: number, end: number): number {
    this.#hold(piece, from, end);
    const frame = this.#frames.at(-1);
    this.#mode = 'between';
    if (this.#isKey) {
      this.#isKey = false;
      const key = keyText(Buffer.concat(this.#held));
      this.#held = [];
      if (key === undefined || frame === undefined) this.#lose(this.#startByte);
      else {
        this.#path[this.#path.length - 1] = key;
        frame.state = 'colon';
      }
      return end;
    }
    if (this.#isTooLarge || this.#isTooDeep) {
      const most = `${Math.round(this.#maxBytes / 1024 / 1024)} MiB`;
      const reason = this.#isTooLarge ? `one value is larger than ${most}` : 'it nests too deep';
      this.#visitor.broken(this.#startLine, this.#startByte, reason);
    } else {
      const bytes = joined(this.#held, this.#heldBytes);
      this.#visitor.value(this.#path, bytes, this.#startLine, this.#startByte);
    }
    this.#held = [];
    if (frame?.kind === 'object') frame.state = 'comma';
    return end;
  }

  #giveBroken(reason: string): void {
    this.#visitor.broken(this.#startLine, this.#startByte, reason);
    this.#mode = 'between';
    this.#isKey = false;
    this.#held = [];
    this.#inString = false;
    this.#escaped = false;
    if (this.#leaveLater >= 0) this.#leaveTo(this.#leaveLater, false);
    this.#leaveLater = -1;
  }

  /** Nothing that is JSON may come here: goes on where a line begins with a bracket. */
  #lose(offset: number): void {
    this.#visitor.broken(this.#line, offset, 'it is not JSON');
    this.#leaveTo(0, false);
    this.#isKey = false;
    this.#mode = 'lost';
  }

  #leave(isWhole: boolean): void {
    this.#frames.pop();
    this.#path.pop();
    this.#visitor.left(this.#path, isWhole);
    const outer = this.#frames.at(-1);
    if (outer?.kind === 'object') outer.state = 'comma';
  }

  #leaveTo(depth: number, isWhole: boolean): void {
    while (this.#frames.length > depth) this.#leave(isWhole);
  }
}

/** Whether a control character is white space, or what separates JSON text sequences. */
function isSpace(byte: number): boolean {
  return byte === 0x09 || byte === 0x0d || byte === 0x1e;
}

/** What parts or ends values. */
function isSign(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte === COLON;
}

function isPunctuation(byte: number): boolean {
  return isSign(byte) || byte === OPEN_BRACE || byte === OPEN_BRACKET;
}

function keyText(bytes: Uint8Array): string | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
