import { AppError } from '../../../shared/errors.ts';
import { parseBounded } from '../otlp/bounded-json.ts';

/** Nesting of one value beyond which nobody could read it anyway. */
const MAX_DEPTH = 1000;

/** One value of JSON as it is read: its bytes, where it began and the brackets that are open in it. */
export class JsonValue {
  readonly #maxBytes: number;
  /** Without what is still in the piece at hand. */
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #isTooLarge = false;
  #isTooDeep = false;
  #isMismatched = false;
  /** By depth. */
  readonly #brackets = new Uint8Array(MAX_DEPTH + 1);
  #depth = 0;
  #line = 1;
  #byte = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Line it begins on, from 1. */
  get line(): number {
    return this.#line;
  }

  /** Offset it begins at. */
  get byte(): number {
    return this.#byte;
  }

  /** Brackets that are open. */
  get depth(): number {
    return this.#depth;
  }

  /** Nothing of it is held any more. */
  get isTooLarge(): boolean {
    return this.#isTooLarge;
  }

  /** A closing bracket in it is not that of the one it closes. */
  get isMismatched(): boolean {
    return this.#isMismatched;
  }

  /** Whether it is JSON; true as well for what holds too much to be looked at. */
  get isSound(): boolean {
    if (this.#isMismatched) return false;
    try {
      parseBounded(Buffer.from(this.bytes()).toString('utf8'));
      return true;
    } catch (error) {
      return error instanceof AppError;
    }
  }

  /** Why it is not given out; undefined where it is. */
  get refusal(): string | undefined {
    if (this.#isTooLarge)
      return `one value is larger than ${Math.round(this.#maxBytes / 1024 / 1024)} MiB`;
    return this.#isTooDeep ? 'it nests too deep' : undefined;
  }

  begin(line: number, byte: number): void {
    this.#line = line;
    this.#byte = byte;
    this.#held = [];
    this.#heldBytes = 0;
    this.#isTooLarge = false;
    this.#isTooDeep = false;
    this.#isMismatched = false;
    this.#depth = 0;
  }

  open(bracket: number): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#isTooDeep = true;
    else this.#brackets[this.#depth] = bracket;
  }

  close(bracket: number): void {
    // The codes of a pair are two apart.
    if (this.#depth <= MAX_DEPTH && this.#brackets[this.#depth] !== bracket - 2)
      this.#isMismatched = true;
    this.#depth -= 1;
  }

  /** Whether so many bytes more are too many. */
  wouldFill(bytes: number): boolean {
    return !this.#isTooLarge && this.#heldBytes + bytes > this.#maxBytes;
  }

  /** The last byte of it that is no white space, before `at` of a piece that is not held yet; 0 for none. */
  before(piece: Uint8Array, at: number): number {
    let found = piece.subarray(0, at).findLast(isText);
    for (let part = this.#held.length - 1; found === undefined && part >= 0; part -= 1)
      found = this.#held[part]!.findLast(isText);
    return found ?? 0;
  }

  hold(piece: Uint8Array, from: number, end: number): void {
    if (end <= from) return;
    this.#heldBytes += end - from;
    if (this.#heldBytes > this.#maxBytes) {
      this.#isTooLarge = true;
      this.#held = [];
    } else this.#held.push(piece.slice(from, end));
  }

  /** What is held, in memory of its own. */
  bytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#held.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#held) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}

const isText = (byte: number): boolean => byte > 0x20;
