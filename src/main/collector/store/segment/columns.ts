import { MAX_SEGMENT_RECORDS } from '../limits.ts';
import { SegmentError } from './segment-error.ts';

/*
 * A block of columns. Each column: u8 encoding, 3 zero bytes, u32 byte length of its data, the data,
 * zeros to the next multiple of 8. All little-endian; reading them takes the host to be so as well.
 */
const ENCODING = { zero: 0, u8: 1, u16: 2, u32: 3, f64: 4, offset32: 5, bytes: 6 } as const;

const aligned = (bytes: number): number => (bytes + 7) & ~7;
const MAX_U32 = 0xffffffff;

interface Encoding {
  readonly code: number;
  readonly base: number;
}

/** A column of numbers as it comes; plain arrays only where a column has a few entries. */
export type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array | readonly number[];

/** Narrowest encoding of whole numbers from 0 to `max`. */
function encodingUpTo(max: number): Encoding {
  if (max === 0) return { code: ENCODING.zero, base: 0 };
  if (max <= 0xff) return { code: ENCODING.u8, base: 0 };
  return { code: max <= 0xffff ? ENCODING.u16 : ENCODING.u32, base: 0 };
}

// One function for each kind of array: a loop that meets only one kind is several times faster.

function maxOfBytes(values: Uint8Array, count: number): number {
  let max = 0;
  for (let i = 0; i < count; i++) max |= values[i]!;
  return max;
}

function maxOfShorts(values: Uint16Array, count: number): number {
  let max = 0;
  for (let i = 0; i < count; i++) max |= values[i]!;
  return max;
}

function maxOfWords(values: Uint32Array, count: number): number {
  let max = 0;
  for (let i = 0; i < count; i++) max |= values[i]!;
  return max >>> 0;
}

/** Chooses the narrowest encoding that keeps every value exactly. */
function encodingOfDoubles(values: Float64Array, count: number): Encoding {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    // NaN fails this test too; -0 need not be kept.
    if (value !== Math.floor(value)) return { code: ENCODING.f64, base: 0 };
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) return encodingUpTo(0);
  if (min >= 0 && max <= MAX_U32) return encodingUpTo(max);
  if (max - min <= MAX_U32 && Number.isSafeInteger(min) && Number.isSafeInteger(max)) {
    return { code: ENCODING.offset32, base: min };
  }
  return { code: ENCODING.f64, base: 0 };
}

function encodingOf(values: Exclude<Numbers, readonly number[]>, count: number): Encoding {
  if (values instanceof Float64Array) return encodingOfDoubles(values, count);
  if (values instanceof Uint32Array) return encodingUpTo(maxOfWords(values, count));
  if (values instanceof Uint16Array) return encodingUpTo(maxOfShorts(values, count));
  return encodingUpTo(maxOfBytes(values, count));
}

const WIDTHS: Readonly<Record<number, number>> = {
  [ENCODING.zero]: 0,
  [ENCODING.u8]: 1,
  [ENCODING.u16]: 2,
  [ENCODING.u32]: 4,
  [ENCODING.f64]: 8,
  [ENCODING.offset32]: 4,
};

const INITIAL_BYTES = 64 * 1024;
const MAX_KEPT_BYTES = 4 * 1024 * 1024;
/** Texts up to this many characters are written here; others by the engine, which takes longer to begin. */
const SHORT_TEXT = 64;

/**
 * Writes columns one after the other; the reader asks for them in the same order.
 *
 * Made to be used again for the next block, so that the hot path does not allocate.
 */
export class ColumnWriter {
  // All of them the block: making a view for each column takes longer than to fill it.
  #bytes = Buffer.alloc(0);
  #shorts = new Uint16Array(0);
  #words = new Uint32Array(0);
  #doubles = new Float64Array(0);
  #at = 0;

  constructor() {
    this.#view(new ArrayBuffer(INITIAL_BYTES));
  }

  /** Begins a new block. */
  reset(): this {
    this.#at = 0;
    if (this.#bytes.length > MAX_KEPT_BYTES) this.#view(new ArrayBuffer(INITIAL_BYTES));
    return this;
  }

  /** The first `count` values, each kept exactly. */
  numbers(values: Numbers, count: number): void {
    const typed = ArrayBuffer.isView(values) ? values : new Float64Array(values);
    const { code, base } = encodingOf(typed, count);
    const head = code === ENCODING.offset32 ? 8 : 0;
    const at = this.#begin(code, head + WIDTHS[code]! * count);
    if (code === ENCODING.zero) return;
    if (code === ENCODING.offset32) {
      this.#doubles[at / 8] = base;
      const words = this.#words;
      const from = at / 4 + 2;
      for (let i = 0; i < count; i++) words[from + i] = typed[i]! - base;
      return;
    }
    const taken = typed.length === count ? typed : typed.subarray(0, count);
    // The engine converts between kinds of arrays by itself, in one call.
    if (code === ENCODING.u8) this.#bytes.set(taken, at);
    else if (code === ENCODING.u16) this.#shorts.set(taken, at / 2);
    else if (code === ENCODING.u32) this.#words.set(taken, at / 4);
    else this.#doubles.set(taken, at / 8);
  }

  bytes(data: Uint8Array): void {
    const at = this.#begin(ENCODING.bytes, data.length);
    this.#bytes.set(data, at);
  }

  strings(list: readonly string[]): void {
    const lengths = new Uint32Array(list.length);
    let most = 0;
    for (const text of list) most += text.length * 3;
    // Written where nothing is yet, and moved behind their lengths, which come first.
    const scratch = this.#at + 64 + aligned(list.length * 4);
    this.#reserve(scratch + aligned(most));
    let at = scratch;
    for (let i = 0; i < list.length; i++) {
      const end = writeText(this.#bytes, at, list[i]!);
      lengths[i] = end - at;
      at = end;
    }
    this.numbers([list.length], 1);
    this.numbers(lengths, list.length);
    // Its padding may be where the texts are still.
    const start = this.#begin(ENCODING.bytes, at - scratch, false);
    this.#bytes.copyWithin(start, scratch, at);
    this.#bytes.fill(0, start + at - scratch, this.#at);
  }

  /** The block, valid until the next {@link reset}. */
  finish(): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, 0, this.#at);
  }

  #begin(code: number, length: number, isPadded = true): number {
    const start = this.#at;
    const end = start + 8 + aligned(length);
    this.#reserve(end);
    const word = start / 4;
    this.#words[word] = code;
    this.#words[word + 1] = length;
    // The last word may be padding, and an earlier block has been here.
    if (isPadded && length % 8 !== 0) this.#doubles[end / 8 - 1] = 0;
    this.#at = end;
    return start + 8;
  }

  #reserve(end: number): void {
    if (end <= this.#bytes.length) return;
    const grown = new ArrayBuffer(Math.max(end, this.#bytes.length * 2));
    new Uint8Array(grown).set(this.#bytes.subarray(0, this.#at));
    this.#view(grown);
  }

  #view(buffer: ArrayBuffer): void {
    this.#bytes = Buffer.from(buffer);
    this.#shorts = new Uint16Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#doubles = new Float64Array(buffer);
  }
}

/** Writes a text in UTF-8 and returns where it ends. */
function writeText(into: Buffer, at: number, text: string): number {
  const { length } = text;
  if (length > SHORT_TEXT) return at + into.write(text, at);
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return at + into.write(text, at);
    into[at + i] = unit;
  }
  return at + length;
}

/** Reads a block made by {@link ColumnWriter}; every length is checked, so damage throws and nothing else. */
export class ColumnReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #code = 0;
  #start = 0;
  #length = 0;

  /** Copies `bytes` only if they are not 8-byte aligned. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
  }

  /** Whether no column is left. */
  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  u8(count: number): Uint8Array {
    const raw = this.#numbers(count);
    return raw instanceof Uint8Array ? raw : Uint8Array.from(raw);
  }

  u16(count: number): Uint16Array {
    const raw = this.#numbers(count);
    return raw instanceof Uint16Array ? raw : new Uint16Array(raw);
  }

  u32(count: number): Uint32Array {
    const raw = this.#numbers(count);
    return raw instanceof Uint32Array ? raw : new Uint32Array(raw);
  }

  /** Indexes into a list of `size` entries. */
  indexes(count: number, size: number): Uint32Array {
    const out = this.u32(count);
    for (let i = 0; i < count; i++) {
      if (out[i]! >= size) throw new SegmentError('an index points outside its list');
    }
    return out;
  }

  /** `count + 1` offsets into a list of `size` entries, never falling, from 0 to `size`. */
  offsets(count: number, size: number): Uint32Array {
    const out = this.u32(count + 1);
    let last = 0;
    for (const at of out) {
      if (at < last) throw new SegmentError('offsets fall');
      last = at;
    }
    if (out[0] !== 0 || last !== size) throw new SegmentError('offsets do not cover their list');
    return out;
  }

  f64(count: number): Float64Array {
    const raw = this.#numbers(count);
    return raw instanceof Float64Array ? raw : new Float64Array(raw);
  }

  /** A column of counts, each a whole number between 0 and `max`. */
  sizes(count: number, max: number): number[] {
    const out = [...this.f64(count)];
    for (const value of out) {
      if (!(value >= 0 && value <= max && Number.isInteger(value))) {
        throw new SegmentError('a count is out of range');
      }
    }
    return out;
  }

  /** Exactly `length` bytes; a view. */
  bytes(length: number): Uint8Array {
    const data = this.anyBytes();
    if (data.length !== length) throw new SegmentError('a byte column has the wrong length');
    return data;
  }

  anyBytes(): Uint8Array {
    this.#next();
    if (this.#code !== ENCODING.bytes) throw new SegmentError('a byte column was expected');
    return this.#bytes.subarray(this.#start, this.#start + this.#length);
  }

  /** Passes over a column of `count` numbers. */
  pass(count: number): void {
    this.#nextNumbers(count);
  }

  /** Passes over a column of strings; how many they are. */
  passStrings(): number {
    const count = this.sizes(1, MAX_SEGMENT_RECORDS * 16)[0]!;
    this.pass(count);
    this.anyBytes();
    return count;
  }

  strings(): string[] {
    const count = this.sizes(1, MAX_SEGMENT_RECORDS * 16)[0]!;
    const lengths = this.u32(count);
    const data = this.anyBytes();
    const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const out: string[] = [];
    let at = 0;
    for (const length of lengths) {
      if (at + length > text.length) throw new SegmentError('the string table is cut short');
      out.push(text.toString('utf8', at, at + length));
      at += length;
    }
    return out;
  }

  #next(): void {
    const at = this.#at;
    if (at + 8 > this.#bytes.length) throw new SegmentError('a column is missing');
    this.#code = this.#view.getUint8(at);
    this.#length = this.#view.getUint32(at + 4, true);
    this.#start = at + 8;
    this.#at = this.#start + aligned(this.#length);
    if (this.#start + this.#length > this.#bytes.length) {
      throw new SegmentError('a column is cut short');
    }
  }

  #nextNumbers(count: number): void {
    this.#next();
    const width = WIDTHS[this.#code];
    const head = this.#code === ENCODING.offset32 ? 8 : 0;
    if (width === undefined || this.#length !== head + width * count) {
      throw new SegmentError('a number column has the wrong length');
    }
  }

  #numbers(count: number): Uint8Array | Uint16Array | Uint32Array | Float64Array {
    this.#nextNumbers(count);
    const { buffer } = this.#bytes;
    const at = this.#bytes.byteOffset + this.#start;
    switch (this.#code) {
      case ENCODING.zero:
        return new Uint8Array(count);
      case ENCODING.u8:
        return new Uint8Array(buffer, at, count);
      case ENCODING.u16:
        return new Uint16Array(buffer, at, count);
      case ENCODING.u32:
        return new Uint32Array(buffer, at, count);
      case ENCODING.f64:
        return new Float64Array(buffer, at, count);
      default: {
        const base = this.#view.getFloat64(this.#start, true);
        const out = new Float64Array(new Uint32Array(buffer, at + 8, count));
        for (let i = 0; i < count; i++) out[i]! += base;
        return out;
      }
    }
  }
}
