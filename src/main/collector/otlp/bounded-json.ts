import { AppError } from '../../../shared/errors.ts';

/** A text shorter than this cannot take more memory or time than a thread has, whatever it holds; characters. */
const SMALL = 4 * 1024 * 1024;
/** Memory that the values of one text may take, bytes; with its text twice it fits in the heap of a thread. */
const MAX_WEIGHT = 448 * 1024 * 1024;
/** Each new sequence of names costs up to 10 us and 250 bytes; documents of any format have a few hundred. */
const MAX_SHAPES = 200_000;
const MAX_DEPTH = 4096;
/** Latest sequences of names, which are not looked up; a power of two. */
const LATEST = 4096;

// What the runtime keeps, bytes at most, measured.
const CONTAINER = 64;
const ELEMENT = 12;
const STRING = 32;
const FRACTION = 16;
const DIGIT = 2;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** The bit that tells `{` from `[`, and `}` from `]`. */
const BRACE_BIT = 0x20;

/**
 * `JSON.parse` for texts of strangers.
 *
 * Two bytes of text can make sixty of memory, and a new sequence of names in each object takes a thousand times the
 * usual time. A thread that runs out of memory inside of `JSON.parse` takes the whole process with it, so a long text is
 * looked over before. Throws AppError `too_large` for one that would take too much, SyntaxError for what is not JSON.
 */
export function parseBounded(text: string): unknown {
  if (text.length >= SMALL && !new Estimate(text).fits()) {
    throw new AppError(
      'too_large',
      'The JSON holds more values than one request may. Send it in smaller parts.',
    );
  }
  return JSON.parse(text) as unknown;
}

/** As {@link parseBounded}, with integers that a number cannot hold exactly as their digits, a string. */
export function parseBoundedExact(text: string): unknown {
  return parseBounded(quoteLargeIntegers(text));
}

/** What the values of a text will take, without reading them. */
class Estimate {
  private readonly text: string;
  private weight = 0;
  private readonly shapes = new Set<number>();
  /** Hash of the names so far, of each object that is open. */
  private readonly open = new Int32Array(MAX_DEPTH);
  /** The latest of `shapes`, by a part of their hash. */
  private readonly latest = new Int32Array(LATEST);
  /** Nobody can make texts whose hashes meet. */
  private readonly seed = Math.floor(Math.random() * 2 ** 31) | 1;
  /** Hash and weight of the string before. */
  private hash = 0;
  private stringWeight = 0;
  /** Bytes of a character. */
  private wide = 1;

  constructor(text: string) {
    this.text = text;
  }

  fits(): boolean {
    const { text, open } = this;
    let depth = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) at = this.takeString(at);
      else if (code === 0x3a) open[depth] = this.noteName(open[depth]!);
      else if (code === 0x2c) this.weight += ELEMENT;
      else if ((code | BRACE_BIT) === 0x7b) {
        this.weight += CONTAINER;
        if (++depth >= MAX_DEPTH) return false;
        open[depth] = this.seed;
      } else if ((code | BRACE_BIT) === 0x7d) depth = Math.max(0, depth - 1);
      else if (code >= 0x30 && code <= 0x39) this.weight += DIGIT;
      else if (code === 0x2e || code === 0x45 || code === 0x65) this.weight += FRACTION;
      if (this.weight > MAX_WEIGHT || this.shapes.size > MAX_SHAPES) return false;
    }
    return true;
  }

  /** Takes a string; returns where it ends. */
  private takeString(start: number): number {
    const { text } = this;
    let { seed: hash } = this;
    let at = start + 1;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) at++;
      else if (code > 0xff) this.wide = 2;
      hash = Math.imul(hash ^ code, 0x01000193);
    }
    this.hash = hash;
    this.stringWeight = STRING + (at - start) * this.wide;
    this.weight += this.stringWeight;
    return at;
  }

  /** The string before was a name of the object whose names so far are `before`; returns them with it. */
  private noteName(before: number): number {
    // Kept once for all objects.
    this.weight -= this.stringWeight;
    this.stringWeight = 0;
    const sequence = Math.imul(before ^ this.hash, 0x01000193) ^ (this.hash >>> 15);
    const slot = (sequence ^ (sequence >>> 16)) & (LATEST - 1);
    if (this.latest[slot] !== sequence) {
      this.latest[slot] = sequence;
      this.shapes.add(sequence);
    }
    return sequence;
  }
}

/** A number that is longer than any has room for is no integer to `JSON.parse` either; digits. */
const MAX_DIGITS = 309;
const INTEGER = /^-?\d{16,}$/;
const OF_NUMBER = /[-+.\deE]*/y;

/** The text with quotes around integers beyond 2^53, which are otherwise rounded. */
function quoteLargeIntegers(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      OF_NUMBER.lastIndex = at;
      const number = OF_NUMBER.exec(text)![0];
      if (isLarge(number)) {
        pieces.push(text.slice(from, at), `"${number}"`);
        from = at + number.length;
      }
      at += number.length - 1;
    }
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

function isLarge(number: string): boolean {
  return (
    number.length >= 16 &&
    number.length <= MAX_DIGITS &&
    INTEGER.test(number) &&
    !Number.isSafeInteger(Number(number))
  );
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length && text.charCodeAt(at) !== QUOTE; at++) {
    if (text.charCodeAt(at) === BACKSLASH) at++;
  }
  return at;
}
