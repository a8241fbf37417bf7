import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  isByteOrderMark,
  isPunctuation,
  isSign,
  isSpace,
  keyText,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  takesValue,
} from './json-bytes.ts';
import { JsonValue } from './json-value.ts';
import type { JsonVisitor } from './json-visitor.ts';
import { commonDepth, JsonShapes, type Frame, type Shape } from './json-shapes.ts';

const NOT_CLOSED = 'it is not closed before the next one begins';

/**
 * Walks JSON of any size as it comes in: one document, one a line, or one after the other. Holds only the value at hand.
 *
 * What is broken never swallows the rest: strings end at a line's end (JSON allows no raw line break in them), and a
 * line that begins with a bracket where elements of an open array, or documents, began before begins the next one. What
 * is sound JSON is never taken apart that way, however it is indented: only what turns out to be broken is walked again.
 */
export class JsonWalker {
  readonly #visitor: JsonVisitor;
  readonly #frames: Frame[] = [];
  readonly #path: (string | number)[] = [];
  readonly #shapes = new JsonShapes();
  /** Something was broken: from here on columns tell where elements begin. */
  #isBroken = false;
  /** The first line in the value at hand that begins like another element: where it is walked again if it is broken. */
  #next: { readonly line: number; readonly byte: number } | undefined;
  #mustWalkAgain = false;
  #mode: 'between' | 'inside' | 'scalar' | 'lost' = 'between';
  readonly #value: JsonValue;
  #isKey = false;
  /** Waiting for the first key of an object, to ask whether to enter it. */
  #asksFirstKey = false;
  #keyStart = -1;
  #inString = false;
  #escaped = false;
  #line = 1;
  #column = 0;
  /** Only spaces since the line began. */
  #isIndent = true;
  /** The line begins outside of everything with a word, as those of logs do: its signs are no JSON, what follows may be. */
  #isWords = false;
  #offset = 0;
  /** Where the outermost value at hand begins, and whether its first line holds more than its bracket. */
  #rootLine = 0;
  #rootByte = 0;
  #rootColumn = -1;
  #rootIsFull = false;
  /** A comma came since the last element. */
  #hasComma = false;
  /** End of the last stretch of bytes that are no text. */
  #noTextEnd = -1;
  /** The line on which something began last. */
  #begunLine = -1;

  /** @param at where the text begins in its file */
  constructor(visitor: JsonVisitor, maxBytes: number, at = { line: 1, byte: 0 }) {
    this.#visitor = visitor;
    this.#value = new JsonValue(maxBytes);
    this.#line = at.line;
    this.#offset = at.byte;
  }

  feed(piece: Uint8Array): void {
    for (let bytes: Uint8Array | undefined = piece; bytes !== undefined;) bytes = this.#walk(bytes);
  }

  /** Walks over bytes; returns those that must be walked again. */
  #walk(piece: Uint8Array): Uint8Array | undefined {
    /** Where the part of the value that is not held yet begins. */
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const byte = piece[at]!;
      if (byte === NEWLINE) {
        if (this.#mode === 'scalar') this.#finish(piece, from, at);
        if (this.#mode === 'lost' && this.#isWords) {
          this.#leaveTo(0, false);
          this.#mode = 'between';
        }
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
        if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#beginLine(piece, at);
      }
      if (this.#mode === 'between') {
        if (byte > 0x20) from = this.#outside(byte, piece, at);
        else if (byte < 0x20 && !isSpace(byte)) this.#noText(this.#offset + at);
      } else if (this.#mode === 'inside') {
        from = this.#inside(byte, piece, at, from);
        if (this.#mustWalkAgain) return this.#again(piece.subarray(at + 1));
      } else if (this.#mode === 'scalar' && (byte <= 0x20 || isPunctuation(byte))) {
        this.#finish(piece, from, at);
        if (byte > 0x20) from = this.#outside(byte, piece, at);
      }
      this.#column += 1;
    }
    if (this.#mode === 'inside' || this.#mode === 'scalar') {
      if (this.#next !== undefined && this.#value.wouldFill(piece.length - from))
        return this.#again(piece.subarray(from));
      this.#value.hold(piece, from, piece.length);
    }
    this.#offset += piece.length;
    return undefined;
  }

  get #isInside(): boolean {
    return this.#mode === 'inside';
  }

  /** Tells of what was not closed at the end of the file. */
  end(): void {
    if (this.#mode === 'scalar') this.#finish(new Uint8Array(), 0, 0);
    while (this.#mode === 'inside' && this.#next !== undefined && !this.#value.isTooLarge)
      this.feed(this.#again());
    if (this.#mode === 'inside') this.#giveBroken('the file ends in the middle of it');
    else if (this.#mode !== 'lost' && this.#frames.length > 0) {
      this.#visitor.broken(this.#line, this.#offset, 'the file ends before it is closed');
    }
    this.#leaveTo(0, false);
  }

  /** A bracket is the first of its line: another element, where what came before is broken. */
  #beginLine(piece: Uint8Array, at: number): void {
    const shape = this.#shapes.at(this.#column);
    if (shape !== undefined && this.#isBroken && this.#isOutOfPlace) this.#goOn(shape);
    else if (!this.#isInside) this.#beginDocument();
    else if (shape !== undefined) {
      const mayBeInside = !this.#isKey && !this.#value.isTooLarge && this.#value.depth > 0;
      if (!mayBeInside || !takesValue(this.#value.before(piece, at))) this.#goOn(shape);
      else this.#next ??= { line: this.#line, byte: this.#offset + at - this.#column };
    }
  }

  /** Whether a bracket at this column is no element of the array at hand. */
  get #isOutOfPlace(): boolean {
    if (this.#mode !== 'between') return true;
    const frame = this.#frames.at(-1);
    return frame?.kind !== 'array' || (frame.column !== this.#column && frame.index >= 0);
  }

  /** Gives up what is at hand, and goes back to where elements at that column are. */
  #goOn(shape: Shape): void {
    if (this.#isInside) this.#giveBroken(NOT_CLOSED);
    this.#mode = 'between';
    const depth = commonDepth(shape, this.#path);
    if (depth !== undefined) {
      this.#leaveTo(depth, false);
      return;
    }
    this.#leaveTo(0, false);
    this.#frames.push(...shape.frames.map((frame) => ({ ...frame })));
    this.#path.push(...shape.path);
  }

  /** What is held from the line on that may begin another element, and what follows, to be walked again. */
  #again(rest: Uint8Array = new Uint8Array()): Uint8Array {
    const { line, byte } = this.#next!;
    const bytes = Buffer.concat([this.#value.bytes(), rest]).subarray(byte - this.#value.byte);
    this.#giveBroken(NOT_CLOSED);
    this.#mustWalkAgain = false;
    this.#mode = 'lost';
    this.#line = line;
    this.#offset = byte;
    this.#column = 0;
    this.#isIndent = true;
    return bytes;
  }

  /** The bracket may begin another document, or element of the outermost array, after one that never closed. */
  #beginDocument(): void {
    if (this.#mode === 'lost') {
      if (this.#column > Math.max(0, this.#rootColumn)) return;
      this.#leaveTo(0, false);
      this.#mode = 'between';
      return;
    }
    // Elements of an outermost array stay its elements.
    const depthOfRoot = this.#frames[0]?.kind === 'array' ? 1 : 0;
    const frame = this.#frames.at(-1);
    // A value may begin wherever it likes.
    const isDue = frame?.kind === 'array' ? this.#hasComma || frame.index < 0 : false;
    if (isDue || frame?.state === 'value' || this.#frames.length <= depthOfRoot) return;
    if (this.#column !== this.#rootColumn || this.#line === this.#rootLine) return;
    if (!this.#rootIsFull) return;
    this.#visitor.broken(this.#rootLine, this.#rootByte, NOT_CLOSED);
    this.#isBroken = true;
    this.#leaveTo(depthOfRoot, false);
  }

  /** A byte outside of any value, which may begin one; where the part of that begins which is not held yet. */
  #outside(byte: number, piece: Uint8Array, at: number): number {
    this.#between(byte, this.#offset + at);
    return this.#isInside ? this.#inside(byte, piece, at, at) : at;
  }

  #between(byte: number, offset: number): void {
    const frame = this.#frames.at(-1);
    if (frame?.kind === 'object') {
      if (frame.state === 'colon' && byte === COLON) frame.state = 'value';
      else if (frame.state === 'comma' && byte === COMMA) frame.state = 'next';
      else if (frame.state === 'next' && byte === COMMA) return;
      else if (byte === CLOSE_BRACE && frame.state !== 'colon' && frame.state !== 'value') {
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
        if (frame.index < 0) {
          frame.column = this.#begunLine === this.#line ? -1 : this.#column;
          if (frame.column >= 0) this.#shapes.remember(frame.column, this.#frames, this.#path);
        }
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
    this.#shapes.begin(this.#begunLine === this.#line ? -1 : this.#column, !this.#isBroken);
  }

  #start(byte: number, offset: number): void {
    if (this.#frames.length > 0 && this.#line === this.#rootLine) this.#rootIsFull = true;
    this.#begunLine = this.#line;
    this.#hasComma = false;
    this.#value.begin(this.#line, offset);
    this.#asksFirstKey = false;
    this.#next = undefined;
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
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        if (this.#value.depth === 0) return this.#finish(piece, from, at + 1);
        if (this.#asksFirstKey) return this.#askFirstKey(piece, from, at + 1);
      }
      return from;
    }
    if (byte === QUOTE) {
      this.#inString = true;
      if (this.#asksFirstKey) this.#keyStart = this.#offset + at - this.#value.byte;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      this.#value.open(byte);
      if (this.#value.depth > 1) this.#asksFirstKey = false;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      this.#value.close(byte);
      if (this.#value.depth <= 0) return this.#finish(piece, from, at + 1);
    }
    return from;
  }

  /** The first key of an object is there: goes into the object if that is wanted. */
  #askFirstKey(piece: Uint8Array, from: number, end: number): number {
    this.#asksFirstKey = false;
    this.#value.hold(piece, from, end);
    const key = keyText(this.#value.bytes().subarray(this.#keyStart));
    if (key === undefined || !this.#visitor.entersObject(this.#path, key)) return end;
    if (this.#value.line === this.#rootLine && this.#line === this.#rootLine)
      this.#rootIsFull = true;
    this.#frames.push({ kind: 'object', column: -1, index: -1, state: 'colon' });
    this.#path.push(key);
    this.#mode = 'between';
    return end;
  }

  /** The value at hand ends before `end`; returns `end`. */
  #finish(piece: Uint8Array, from: number, end: number): number {
    const value = this.#value;
    value.hold(piece, from, end);
    const frame = this.#frames.at(-1);
    if (value.isMismatched) this.#isBroken = true;
    if (this.#next !== undefined && !value.isTooLarge && !value.isSound) {
      this.#mustWalkAgain = true;
      return end;
    }
    const isMark = this.#mode === 'scalar' && frame === undefined && isByteOrderMark(value.bytes());
    this.#mode = 'between';
    if (isMark) {
      // One is in front of each file that was written to the end of another.
      this.#isWords = false;
      return end;
    }
    if (this.#isKey) {
      this.#isKey = false;
      const key = keyText(value.bytes());
      if (key === undefined || frame === undefined) this.#lose(value.byte);
      else {
        this.#path[this.#path.length - 1] = key;
        frame.state = 'colon';
      }
      return end;
    }
    const { refusal } = value;
    if (refusal !== undefined) this.#visitor.broken(value.line, value.byte, refusal);
    else this.#visitor.value(this.#path, value.bytes(), value.line, value.byte);
    if (frame?.kind === 'object') frame.state = 'comma';
    return end;
  }

  #giveBroken(reason: string): void {
    this.#isBroken = true;
    this.#visitor.broken(this.#value.line, this.#value.byte, reason);
    this.#mode = 'between';
    this.#isKey = false;
    this.#inString = false;
    this.#escaped = false;
  }

  /** Nothing that is JSON may come here: goes on where a line begins with a bracket. */
  #lose(offset: number): void {
    this.#visitor.broken(this.#line, offset, 'it is not JSON');
    this.#isBroken = true;
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
