import { DELIMITED, FIXED64, VARINT, type WireReader } from './wire.ts';

/** What an AnyValue holds; the numbers are its field numbers in `common.proto`. */
export const EMPTY_VALUE = 0;
export const STRING_VALUE = 1;
export const BOOL_VALUE = 2;
export const INT_VALUE = 3;
export const DOUBLE_VALUE = 4;
export const ARRAY_VALUE = 5;
export const KVLIST_VALUE = 6;
export const BYTES_VALUE = 7;

/** Tags (field number << 3 | wire type) of KeyValue and AnyValue. */
const KEY_TAG = 0x0a;
const VALUE_TAG = 0x12;
const BOOL_TAG = 0x10;
const INT_TAG = 0x18;
const DOUBLE_TAG = 0x21;

/**
 * Where the parts of one KeyValue lie in its buffer. One object is reused for a whole request: reading an attribute
 * allocates nothing.
 */
export class KeyValueView {
  keyStart = 0;
  keyEnd = 0;
  /** One of the `*_VALUE` constants. */
  type = EMPTY_VALUE;
  /** Content of a string, bytes, array or kvlist; the 8 bytes of a double. */
  valueStart = 0;
  valueEnd = 0;
  /** Unsigned halves of an int; `low` is 0 or 1 for a bool. */
  low = 0;
  high = 0;

  /**
   * Reads the KeyValue body from `reader.position` to `reader.limit`; a failure stays in the reader.
   *
   * Fields may come in any order and more than once (the last wins), and unknown ones are skipped.
   */
  readKeyValue(reader: WireReader): void {
    if (this.readCanonical(reader.buffer, reader.position, reader.limit)) {
      reader.position = reader.limit;
      return;
    }
    this.keyStart = this.keyEnd = reader.position;
    this.clear();
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      if (tag === 10) {
        const end = reader.delimitedEnd();
        if (reader.failedAt >= 0) return;
        this.keyStart = reader.position;
        this.keyEnd = reader.position = end;
      } else if (tag === 18) {
        const outer = reader.enter();
        this.readAnyValue(reader);
        reader.leave(outer);
      } else reader.skip(tag);
    }
  }

  /** Reads the AnyValue body from `reader.position` to `reader.limit`; a failure stays in the reader. */
  readAnyValue(reader: WireReader): void {
    this.clear();
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      const field = tag >>> 3;
      if ((tag & 7) === wireTypeOf(field)) {
        this.type = field;
        this.readContent(reader, field);
      } else reader.skip(tag);
    }
  }

  /**
   * Reads what every known exporter writes: key, then a value of one field, with shortest lengths.
   *
   * False for anything else, which is left to the general path. This is the innermost loop of ingest.
   */
  readCanonical(buffer: Uint8Array, start: number, end: number): boolean {
    if (end - start < 6 || buffer[start] !== KEY_TAG) return false;
    const keyStart = start + 2;
    const keyEnd = keyStart + buffer[start + 1]!;
    if (buffer[start + 1]! > 0x7f || keyEnd + 3 > end || buffer[keyEnd] !== VALUE_TAG) return false;
    const valueLength = shortLength(buffer, keyEnd + 1, end);
    const valueTagAt = keyEnd + 1 + shortLengthSize(valueLength);
    if (valueLength < 2 || valueTagAt + valueLength !== end) return false;
    const tag = buffer[valueTagAt]!;
    const contentAt = valueTagAt + 1;
    this.keyStart = keyStart;
    this.keyEnd = keyEnd;
    this.type = tag >>> 3;
    this.valueEnd = end;
    if ((tag & 7) === DELIMITED) {
      const length = shortLength(buffer, contentAt, end);
      this.valueStart = contentAt + shortLengthSize(length);
      return (
        length >= 0 &&
        this.type >= STRING_VALUE &&
        this.type <= BYTES_VALUE &&
        wireTypeOf(this.type) === DELIMITED &&
        this.valueStart + length === end
      );
    }
    this.valueStart = contentAt;
    if (tag === INT_TAG) {
      this.low = shortLength(buffer, contentAt, end);
      this.high = 0;
      return this.low >= 0 && contentAt + shortLengthSize(this.low) === end;
    }
    if (tag === BOOL_TAG) {
      this.low = buffer[contentAt]!;
      this.high = 0;
      return this.low <= 1 && contentAt + 1 === end;
    }
    return tag === DOUBLE_TAG && contentAt + 8 === end;
  }

  private readContent(reader: WireReader, field: number): void {
    if (field === INT_VALUE || field === BOOL_VALUE) {
      this.low = reader.varint();
      this.high = reader.high;
      if (field === BOOL_VALUE) this.low = this.low === 0 && this.high === 0 ? 0 : 1;
      return;
    }
    this.valueStart = reader.position;
    if (field === DOUBLE_VALUE) reader.fixed64();
    else {
      const end = reader.delimitedEnd();
      this.valueStart = reader.position;
      if (reader.failedAt < 0) reader.position = end;
    }
    this.valueEnd = reader.position;
  }

  private clear(): void {
    this.type = EMPTY_VALUE;
    this.valueStart = this.valueEnd = this.low = this.high = 0;
  }
}

/** A varint of one to three bytes, each needed, that lies before `end`; -1 for any other. */
function shortLength(buffer: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  const first = buffer[at]!;
  if (first < 0x80) return first;
  if (at + 1 >= end) return -1;
  const second = buffer[at + 1]!;
  if (second < 0x80) return second === 0 ? -1 : (first & 0x7f) | (second << 7);
  if (at + 2 >= end) return -1;
  const third = buffer[at + 2]!;
  if (third > 0x7f || third === 0) return -1;
  return (first & 0x7f) | ((second & 0x7f) << 7) | (third << 14);
}

/** Bytes a varint read by {@link shortLength} took. */
function shortLengthSize(value: number): number {
  if (value < 0x80) return 1;
  return value < 0x4000 ? 2 : 3;
}

/** The wire type of an AnyValue field, -1 for an unknown one. */
function wireTypeOf(field: number): number {
  if (field === DOUBLE_VALUE) return FIXED64;
  if (field === INT_VALUE || field === BOOL_VALUE) return VARINT;
  return field >= STRING_VALUE && field <= BYTES_VALUE ? DELIMITED : -1;
}
