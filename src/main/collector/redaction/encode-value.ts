import { MAX_TEMPLATE } from '../../../shared/redaction.ts';
import { DOUBLE_VALUE, INT_VALUE, STRING_VALUE, type KeyValueView } from '../otlp/any-value.ts';
import { varintSize, WireWriter } from '../otlp/wire-writer.ts';
import { DELIMITED } from '../otlp/wire.ts';

/** Bytes of a delimited field whose number is below 16. */
export function fieldSize(length: number): number {
  return 1 + varintSize(length) + length;
}

/** Bytes of the shortest AnyValue that says the same. */
export function anySize(view: KeyValueView): number {
  const { type, low, high, valueStart, valueEnd } = view;
  if (type === INT_VALUE) return 1 + (high === 0 ? varintSize(low) : varint64Size(high));
  if (type === 0) return 0;
  if (type === DOUBLE_VALUE) return 9;
  return type === 2 ? 2 : fieldSize(valueEnd - valueStart);
}

function varint64Size(high: number): number {
  for (let size = 5, limit = 8; size < 10; size++, limit *= 128) if (high < limit) return size;
  return 10;
}

/** Writes a delimited field whose number is below 16 into `bytes`; returns where it ends. */
export function putField(bytes: Buffer, from: number, field: number, content: Uint8Array): number {
  const at = putHead(bytes, from, field, content.length);
  bytes.set(content, at);
  return at + content.length;
}

/** The tag and length of a field; returns where its content begins. */
function putHead(bytes: Buffer, from: number, field: number, length: number): number {
  let at = from;
  bytes[at++] = (field << 3) | DELIMITED;
  let rest = length;
  for (; rest > 0x7f; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
  bytes[at++] = rest;
  return at;
}

/** A KeyValue of the key that lies at these bytes and a string. */
export function encodeTextAttribute(
  bytes: Buffer,
  keyStart: number,
  keyEnd: number,
  text: Uint8Array,
): Uint8Array {
  const keySize = keyEnd - keyStart;
  const valueSize = fieldSize(text.length);
  const out = Buffer.allocUnsafe(fieldSize(keySize) + fieldSize(valueSize));
  let at = putHead(out, 0, 1, keySize);
  // Keys are short: a loop is faster than a view and a call.
  for (let from = keyStart; from < keyEnd; from++) out[at++] = bytes[from]!;
  at = putHead(out, at, 2, valueSize);
  putField(out, at, STRING_VALUE, text);
  return out;
}

/** A message of one delimited field whose number is below 16. */
export function encodeField(field: number, content: Uint8Array): Uint8Array {
  // Of Node's pool: many small ones are made, and none lives longer than its request.
  const bytes = Buffer.allocUnsafe(fieldSize(content.length));
  putField(bytes, 0, field, content);
  return bytes;
}

/** A KeyValue of a key and the body of an AnyValue. */
export function encodeKeyValue(key: Uint8Array, value: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(fieldSize(key.length) + fieldSize(value.length));
  putField(bytes, putField(bytes, 0, 1, key), 2, value);
  return bytes;
}

/** An AnyValue body written anew from what was read of it. */
export function encodeAny(bytes: Buffer, view: KeyValueView): Uint8Array {
  const { type, low, high, valueStart, valueEnd } = view;
  if (type === 0) return Buffer.alloc(0);
  const content = bytes.subarray(valueStart, valueEnd);
  if (type !== INT_VALUE && type !== 2 && type !== DOUBLE_VALUE) return encodeField(type, content);
  const writer = new WireWriter(16);
  if (type === DOUBLE_VALUE) {
    writer.tag(type, 1);
    writer.raw(content);
  } else {
    writer.tag(type, 0);
    writer.varint64(low, high);
  }
  return writer.finish();
}

/** Bytes of the text put in place of another last: what is replaced as a whole becomes the same again and again. */
export class LastText {
  private text = '';
  private bytes: Buffer = Buffer.alloc(0);

  bytesOf(text: string): Buffer {
    if (text === this.text) return this.bytes;
    const bytes = Buffer.from(text);
    if (text.length <= MAX_TEMPLATE) {
      this.text = text;
      this.bytes = bytes;
    }
    return bytes;
  }
}
