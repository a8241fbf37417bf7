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

/** The wire type of an AnyValue field, -1 for an unknown one. */
function wireTypeOf(field: number): number {
  if (field === DOUBLE_VALUE) return FIXED64;
  if (field === INT_VALUE || field === BOOL_VALUE) return VARINT;
  return field >= STRING_VALUE && field <= BYTES_VALUE ? DELIMITED : -1;
}
