import { isUtf8 } from 'node:buffer';
import { wireTypeOf, type Field, type Message } from '../otlp/schema.ts';
import { DELIMITED, type WireReader } from '../otlp/wire.ts';

/** Messages inside each other that are looked into; what is deeper is taken for what it should be. */
const MAX_DEPTH = 32;
/** Lengths of ids, bytes; an absent one may be written all the same. */
const ID_BYTES: ReadonlySet<number> = new Set([0, 8, 16]);

/**
 * Whether the bytes up to the reader's limit are what a message of OTLP looks like: fields that it has, of the types it
 * has them, with texts that are UTF-8 and ids of their length.
 */
export function conforms(reader: WireReader, message: Message, depth = 0): boolean {
  while (reader.position < reader.limit) {
    const tag = reader.tag();
    const field = message.byNumber.get(tag >>> 3);
    if (field === undefined || reader.failed) return false;
    const type = tag & 7;
    if (type !== DELIMITED) {
      if (type !== wireTypeOf(field)) return false;
      reader.skip(tag);
    } else if (!conformsInside(reader, field, depth)) return false;
  }
  return !reader.failed;
}

function conformsInside(reader: WireReader, field: Field, depth: number): boolean {
  const outer = reader.enter();
  if (reader.failed) return false;
  const { position, limit } = reader;
  if (field.message !== undefined && depth < MAX_DEPTH) {
    if (!conforms(reader, field.message(), depth + 1)) return false;
  } else if (field.type === 'string') {
    if (!isUtf8(reader.buffer.subarray(position, limit))) return false;
  } else if (field.type === 'hex') {
    if (!ID_BYTES.has(limit - position)) return false;
  } else if (wireTypeOf(field) !== DELIMITED && !field.repeated) return false;
  reader.position = limit;
  reader.leave(outer);
  return true;
}
