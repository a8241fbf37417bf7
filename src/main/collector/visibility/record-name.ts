import type { WireReader } from '../otlp/wire.ts';
import type { RecordShape } from './record-shapes.ts';

/** Attribute that named log records before they had a field for it. */
const NAME_ATTRIBUTE = Buffer.from('event.name');

/**
 * The name of the event or log record ahead, which stays ahead: its own, or what its attribute `event.name` says;
 * '' for none. Where several are given, one that names a message counts: nothing must get past by an order of fields.
 */
export function nameOf(reader: WireReader, shape: RecordShape): string {
  const buffer = reader.buffer as Buffer;
  const { position, limit } = reader;
  let name = '';
  const take = (text: string): void => {
    if (name === '' || text.startsWith('gen_ai.')) name = text;
  };
  while (reader.position < limit) {
    const tag = reader.tag();
    if (tag !== shape.name && tag !== shape.attributes) {
      reader.skip(tag);
      continue;
    }
    const end = reader.delimitedEnd();
    if (reader.failed) return name;
    if (tag === shape.name) take(buffer.toString('utf8', reader.position, end));
    else if (shape.body !== 0) {
      const attribute = buffer.subarray(reader.position, end);
      if (attribute.includes(NAME_ATTRIBUTE) && attribute.includes('gen_ai.')) take('gen_ai.');
    }
    reader.position = end;
  }
  if (!reader.failed) reader.position = position;
  return name;
}
