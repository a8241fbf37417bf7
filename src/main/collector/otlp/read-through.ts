import { wireTypeOf, type Message } from './schema.ts';
import { DELIMITED, type WireReader } from './wire.ts';

/** Messages inside each other; each level of an attribute's nesting takes two. */
const MAX_DEPTH = 600;

/**
 * Reads a message to the reader's limit, with all that is in it, as whoever takes it out again will; what is malformed
 * stays in the reader as its failure.
 */
export function readThrough(reader: WireReader, message: Message, depth = 0): void {
  if (depth > MAX_DEPTH) {
    reader.fail('messages nested too deep');
    return;
  }
  while (reader.position < reader.limit) {
    const tag = reader.tag();
    if ((tag & 7) === DELIMITED) readField(reader, tag, message, depth);
    else reader.skip(tag);
  }
}

/** The same of one delimited field of a message, whose tag was read. */
export function readField(reader: WireReader, tag: number, message: Message, depth = 0): void {
  const field = message.byNumber.get(tag >>> 3);
  if (field?.message !== undefined) {
    const outer = reader.enter();
    readThrough(reader, field.message(), depth + 1);
    reader.leave(outer);
  } else if (field?.repeated === true && wireTypeOf(field) !== DELIMITED) {
    // Packed: one value after the other, without tags.
    const outer = reader.enter();
    const value = (field.number << 3) | wireTypeOf(field);
    while (reader.position < reader.limit) reader.skip(value);
    reader.leave(outer);
  } else reader.skip(tag);
}
