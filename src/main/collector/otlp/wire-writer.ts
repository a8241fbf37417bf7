import { DELIMITED, VARINT } from './wire.ts';

const INITIAL_BYTES = 1024;

/** Bytes a varint of this unsigned 32-bit value takes. */
export function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x200000) return 3;
  return value < 0x10000000 ? 4 : 5;
}

/** Writes protobuf into one growing buffer. */
export class WireWriter {
  private buffer: Buffer;
  private view: DataView;
  /** Bytes written so far; may be set back to drop what was written after a point. */
  length = 0;

  constructor(capacity = INITIAL_BYTES) {
    this.buffer = Buffer.allocUnsafeSlow(capacity);
    this.view = viewOf(this.buffer);
  }

  /** What was written, as a view of the writer's buffer: the writer is not to be used afterwards. */
  finish(): Uint8Array {
    return new Uint8Array(this.buffer.buffer, this.buffer.byteOffset, this.length);
  }

  /** Writes a field's tag. */
  tag(field: number, wireType: number): void {
    this.varint(((field << 3) | wireType) >>> 0);
  }

  /** Writes an unsigned 32-bit varint. */
  varint(value: number): void {
    this.reserve(5);
    this.length = putVarint(this.buffer, this.length, value);
  }

  /** Writes a 64-bit varint from its unsigned 32-bit halves. */
  varint64(low: number, high: number): void {
    this.reserve(10);
    let lowBits = low;
    let highBits = high;
    while (highBits > 0 || lowBits > 0x7f) {
      this.buffer[this.length++] = (lowBits & 0x7f) | 0x80;
      lowBits = ((lowBits >>> 7) | (highBits << 25)) >>> 0;
      highBits >>>= 7;
    }
    this.buffer[this.length++] = lowBits;
  }

  /** Writes 4 bytes, little-endian. */
  fixed32(value: number): void {
    this.reserve(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
  }

  /** Writes 8 bytes, little-endian, from unsigned 32-bit halves. */
  fixed64(low: number, high: number): void {
    this.fixed32(low);
    this.fixed32(high);
  }

  /** Writes an IEEE 754 double. */
  double(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** Writes bytes without tag or length. */
  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Writes a bytes or message field from its finished content. */
  bytesField(field: number, bytes: Uint8Array): void {
    this.tag(field, DELIMITED);
    this.varint(bytes.length);
    this.raw(bytes);
  }

  /** Writes a string field. */
  stringField(field: number, text: string): void {
    this.tag(field, DELIMITED);
    const size = text.length * 3;
    const lengthBytes = varintSize(text.length);
    this.reserve(size + 5);
    const start = this.length + lengthBytes;
    const written = text.length < 24 ? this.ascii(text, start) : -1;
    const bytes = written >= 0 ? written : this.buffer.write(text, start, 'utf8');
    const needed = varintSize(bytes);
    if (needed !== lengthBytes) {
      this.buffer.copyWithin(this.length + needed, start, start + bytes);
    }
    putVarint(this.buffer, this.length, bytes);
    this.length += needed + bytes;
  }

  /** Writes a bytes field of at most 63 bytes from hexadecimal digits. */
  hexField(field: number, digits: string): void {
    this.tag(field, DELIMITED);
    const bytes = digits.length / 2;
    this.reserve(bytes + 1);
    this.buffer[this.length++] = bytes;
    this.length += this.buffer.write(digits, this.length, 'hex');
  }

  /** Writes a uint32, enum or bool field. */
  varintField(field: number, value: number): void {
    this.tag(field, VARINT);
    this.varint(value);
  }

  /**
   * Begins a message field; returns the mark to hand to {@link end}.
   *
   * `lengthBytes` guesses the size of the length prefix: a right guess saves moving the content.
   */
  begin(field: number, lengthBytes: number): number {
    this.tag(field, DELIMITED);
    this.reserve(lengthBytes);
    this.length += lengthBytes;
    return this.length;
  }

  /** Ends the message field begun at `mark` with the same guess. */
  end(mark: number, lengthBytes: number): void {
    const size = this.length - mark;
    const needed = varintSize(size);
    if (needed !== lengthBytes) {
      this.reserve(needed);
      this.buffer.copyWithin(mark - lengthBytes + needed, mark, this.length);
      this.length += needed - lengthBytes;
    }
    putVarint(this.buffer, mark - lengthBytes, size);
  }

  /** Short ASCII text is written faster here than by a call into the runtime; -1 when it is not ASCII. */
  private ascii(text: string, start: number): number {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return -1;
      this.buffer[start + index] = code;
    }
    return text.length;
  }

  private reserve(bytes: number): void {
    const needed = this.length + bytes;
    if (needed <= this.buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
    this.view = viewOf(grown);
  }
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function putVarint(buffer: Buffer, at: number, value: number): number {
  let position = at;
  let rest = value;
  while (rest > 0x7f) {
    buffer[position++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[position++] = rest;
  return position;
}
