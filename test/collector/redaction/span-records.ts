import { WireWriter } from '../../../src/main/collector/otlp/wire-writer.ts';

/** An attribute of a test, and how its value is encoded: a `list` has the parts between commas. */
export interface Attribute {
  readonly key: string;
  readonly value: string | number;
  readonly shape: 'plain' | 'int' | 'list' | 'map' | 'twice' | 'bytes';
}

function putValue(out: WireWriter, { key, value, shape }: Attribute): void {
  if (typeof value === 'number') {
    if (shape === 'int' && Number.isInteger(value)) {
      const bits = BigInt.asUintN(64, BigInt(value));
      out.tag(3, 0);
      out.varint64(Number(bits & 0xffff_ffffn), Number(bits >> 32n));
    } else {
      out.tag(4, 1);
      out.double(value);
    }
  } else if (shape === 'list' || shape === 'map') {
    const list = out.begin(shape === 'list' ? 5 : 6, 1);
    const parts = shape === 'map' ? [] : value.split(',');
    if (shape === 'map') putAttribute(out, 1, { key, value, shape: 'plain' });
    for (const part of parts) {
      const item = out.begin(1, 1);
      putValue(out, { key, value: part, shape: 'plain' });
      out.end(item, 1);
    }
    out.end(list, 1);
  } else if (shape === 'bytes') out.bytesField(7, Buffer.from(value));
  else {
    out.stringField(1, value);
    if (shape === 'twice') out.stringField(1, value);
  }
}

function putAttribute(out: WireWriter, field: number, entry: Attribute): void {
  const outer = out.begin(field, 1);
  out.stringField(1, entry.key);
  const inner = out.begin(2, 1);
  putValue(out, entry);
  out.end(inner, 1);
  out.end(outer, 1);
}

/** A span with everything in it that text can be in, an unknown field among them. */
export function spanOf(
  name: string,
  attributes: readonly Attribute[],
  message: string,
): Uint8Array {
  const out = new WireWriter(512);
  out.bytesField(1, Buffer.alloc(16, 1));
  out.stringField(3, `vendor=${name}`);
  out.stringField(5, name);
  out.varintField(6, 2);
  for (const entry of attributes) putAttribute(out, 9, entry);
  const event = out.begin(11, 1);
  out.stringField(2, message);
  if (attributes[0] !== undefined) putAttribute(out, 3, attributes[0]);
  out.end(event, 1);
  const link = out.begin(13, 1);
  out.bytesField(1, Buffer.alloc(16, 2));
  out.stringField(3, name);
  out.end(link, 1);
  const status = out.begin(15, 1);
  out.stringField(2, message);
  out.end(status, 1);
  if (attributes.length > 3) out.stringField(14, message);
  return out.finish();
}
