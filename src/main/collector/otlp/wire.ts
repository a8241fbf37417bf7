import { AppError } from '../../../shared/errors.ts';

/** Protobuf wire types (https://protobuf.dev/programming-guides/encoding/#structure). */
export const VARINT = 0;
export const FIXED64 = 1;
export const DELIMITED = 2;
export const START_GROUP = 3;
const END_GROUP = 4;
export const FIXED32 = 5;

/** Position of a reader that has failed: beyond every limit, so that all loops over it end. */
const FAILED = 0x7fffffff;

/** Groups are not used by OTLP; unknown ones are skipped up to this nesting. */
const MAX_GROUP_DEPTH = 64;

/** Input that is not what its content type says. The message names where and why, never the content. */
export class MalformedError extends AppError {
  /** Message path (`resource_spans[0].scope_spans[1]`) or JSON path. */
  readonly path: string;
  /** Byte offset in a protobuf body, character offset in a JSON one, -1 where there is none. */
  readonly offset: number;

  constructor(path: string, offset: number, reason: string) {
    super('invalid', offset < 0 ? `${path}: ${reason}` : `${path}: ${reason} at byte ${offset}`);
    this.name = 'MalformedError';
    this.path = path;
    this.offset = offset;
  }
}

/** The same memory as a Buffer: one class everywhere keeps the byte reads monomorphic. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Reads protobuf from a range of a buffer without throwing.
 *
 * The first failure is kept in `failure` and `failedAt`, and every later read ends at once. Throwing for each bad
 * span would let a body of millions of broken spans hold a thread for minutes.
 */
export class WireReader {
  buffer: Uint8Array;
  /** Absolute offset of the next byte. */
  position: number;
  /** Absolute end of the message being read. */
  limit: number;
  /** High 32 bits of the last {@link varint}, {@link fixed64}. */
  high = 0;
  /** Why reading failed, or ''. */
  failure = '';
  failedAt = -1;

  constructor(buffer: Uint8Array, start = 0, end = buffer.length) {
    this.buffer = buffer;
    this.position = start;
    this.limit = end;
  }

  /** Starts over on another range, forgetting a failure. */
  reset(buffer: Uint8Array, start: number, end: number): void {
    this.buffer = buffer;
    this.position = start;
    this.limit = end;
    this.failure = '';
    this.failedAt = -1;
  }

  /** True once a read failed. */
  get failed(): boolean {
    return this.failedAt >= 0;
  }

  /** Records the first failure and moves past every limit. */
  fail(reason: string, at = this.position): void {
    if (this.failedAt >= 0) return;
    this.failure = reason;
    this.failedAt = at;
    this.position = FAILED;
  }

  /** Throws the failure, if any, as a {@link MalformedError}. */
  throwIfFailed(path: string): void {
    if (this.failedAt >= 0) throw new MalformedError(path, this.failedAt, this.failure);
  }

  /** The next field's tag (number << 3 | wire type); 0 after a failure. */
  tag(): number {
    const at = this.position;
    if (at < this.limit) {
      const byte = this.buffer[at]!;
      if (byte < 0x80 && byte > 7) {
        this.position = at + 1;
        return byte;
      }
    }
    const tag = this.varint();
    if (this.failedAt >= 0) return 0;
    if (this.high !== 0 || tag >>> 3 === 0) {
      this.fail('invalid field number', at);
      return 0;
    }
    return tag;
  }

  /** A varint's low 32 bits, unsigned; its high 32 bits are left in `high`. */
  varint(): number {
    const { buffer, limit } = this;
    let at = this.position;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= limit) {
        this.fail('truncated varint', at);
        return 0;
      }
      const byte = buffer[at++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift < 63) high |= bits << (shift - 32);
      else high |= bits << 31;
      if (byte < 0x80) {
        this.position = at;
        this.high = high >>> 0;
        return low >>> 0;
      }
    }
    this.fail('varint longer than 10 bytes');
    return 0;
  }

  /** A little-endian 64-bit value's low 32 bits, unsigned; its high 32 bits are left in `high`. */
  fixed64(): number {
    const low = this.fixed32();
    this.high = this.fixed32();
    return low;
  }

  /** A little-endian 32-bit value, unsigned. */
  fixed32(): number {
    const { buffer, position: at } = this;
    if (at + 4 > this.limit) {
      this.fail('truncated fixed-width value');
      return 0;
    }
    this.position = at + 4;
    return (
      (buffer[at]! | (buffer[at + 1]! << 8) | (buffer[at + 2]! << 16) | (buffer[at + 3]! << 24)) >>>
      0
    );
  }

  /** Reads the length of a delimited field and returns where its content ends; the content is next. */
  delimitedEnd(): number {
    const at = this.position;
    let length: number;
    if (at < this.limit && this.buffer[at]! < 0x80) {
      length = this.buffer[at]!;
      this.position = at + 1;
    } else {
      length = this.varint();
      if (this.failedAt >= 0) return FAILED;
      if (this.high !== 0) length = FAILED;
    }
    if (length > this.limit - this.position) {
      this.fail('length runs past the end of its message', at);
      return FAILED;
    }
    return this.position + length;
  }

  /** Steps into a delimited message; returns the limit to hand to {@link leave}. */
  enter(): number {
    const outer = this.limit;
    this.limit = this.delimitedEnd();
    return outer;
  }

  /** Steps out of a message read to its end. */
  leave(outer: number): void {
    this.limit = outer;
  }

  /** Skips the value of the field with this tag. */
  skip(tag: number): void {
    this.skipField(tag, 0);
  }

  private skipField(tag: number, depth: number): void {
    switch (tag & 7) {
      case VARINT:
        this.varint();
        return;
      case FIXED64:
        this.advance(8);
        return;
      case DELIMITED: {
        const end = this.delimitedEnd();
        if (this.failedAt < 0) this.position = end;
        return;
      }
      case START_GROUP:
        this.skipGroup(tag, depth + 1);
        return;
      case FIXED32:
        this.advance(4);
        return;
      default:
        this.fail(`unexpected wire type ${tag & 7}`);
    }
  }

  private skipGroup(startTag: number, depth: number): void {
    if (depth > MAX_GROUP_DEPTH) {
      this.fail(`groups nested deeper than ${MAX_GROUP_DEPTH}`);
      return;
    }
    const endTag = startTag - START_GROUP + END_GROUP;
    while (this.position < this.limit) {
      const tag = this.tag();
      if (tag === endTag) return;
      if (this.failedAt < 0) this.skipField(tag, depth);
    }
    this.fail('group without an end');
  }

  private advance(bytes: number): void {
    if (bytes > this.limit - this.position) this.fail('truncated fixed-width value');
    else this.position += bytes;
  }
}

/**
 * Nanoseconds given as two unsigned 32-bit halves, in whole microseconds (rounded down).
 *
 * Exact up to the year 2255: 2^32 = 1000 * 4294967 + 296, so no intermediate value exceeds 2^53.
 */
export function microseconds(low: number, high: number): number {
  return high * 4294967 + Math.floor((high * 296 + low) / 1000);
}

/** The nanoseconds that {@link microseconds} leaves out, 0 to 999; `low` may be negative where `high` makes up for it. */
export function restOfMicrosecond(low: number, high: number): number {
  const rest = ((high % 1000) * 296 + (low % 1000)) % 1000;
  return rest < 0 ? rest + 1000 : rest;
}

/** The value of two unsigned 32-bit halves as a signed 64-bit integer, rounded to a double. */
export function signedNumber(low: number, high: number): number {
  return (high | 0) * 4294967296 + low;
}

/** The value of two unsigned 32-bit halves as an unsigned decimal. */
export function unsignedDecimal(low: number, high: number): string {
  if (high < 0x200000) return String(high * 4294967296 + low);
  return ((BigInt(high) << 32n) | BigInt(low)).toString();
}

/** The value of two unsigned 32-bit halves as a signed decimal. */
export function signedDecimal(low: number, high: number): string {
  if (high < 0x200000) return String(high * 4294967296 + low);
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)).toString();
}
