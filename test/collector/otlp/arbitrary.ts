import * as fc from 'fast-check';
import { ANY_VALUE } from '../../../src/main/collector/otlp/schema-common.ts';
import type { Field, Message } from '../../../src/main/collector/otlp/schema.ts';

const hex = (bytes: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((id) => Buffer.from(id).toString('hex'));

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const unsigned = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const signed = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const double = fc
  .double()
  .map((value) => (Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value)));

function scalar({ type, name }: Field): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return text;
    case 'bytes':
      return fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    case 'hex':
      return hex(name === 'traceId' ? 16 : 8);
    case 'bool':
      return fc.boolean();
    case 'double':
      return double;
    case 'uint32':
    case 'fixed32':
      return fc.integer({ min: 0, max: 0xffffffff });
    case 'sint32':
      return fc.integer();
    case 'enum':
      return fc.integer({ min: 0, max: 3 });
    case 'int64':
    case 'sfixed64':
      return signed;
    default:
      return unsigned;
  }
}

const DEFAULTS: ReadonlySet<unknown> = new Set(['', 0, '0', false]);

/** OTLP/JSON objects of a message, in the form the inverse transcoder writes: no defaults, one of a oneof. */
export function messageArbitrary(message: Message, depth = 0): fc.Arbitrary<object> {
  const fields = [...message.byNumber.values()].filter(
    (field) => depth < 7 || field.type !== 'message',
  );
  const single = (field: Field): fc.Arbitrary<unknown> =>
    field.message === undefined
      ? scalar(field)
      : messageArbitrary(field.message(), depth + (message === ANY_VALUE ? 3 : 1));
  const value = (field: Field): fc.Arbitrary<unknown> => {
    const one = single(field);
    if (field.repeated) return fc.array(one, { minLength: 1, maxLength: 3 });
    if (field.presence || field.type === 'message') return one;
    const isText = field.type === 'string' || field.type === 'hex' || field.type === 'bytes';
    return one.filter((content) => content !== '' && (isText || !DEFAULTS.has(content)));
  };
  const plain = fields.filter(({ oneof }) => !oneof);
  const oneofs = fields.filter(({ oneof }) => oneof);
  const record = fc.record(Object.fromEntries(plain.map((field) => [field.name, value(field)])), {
    requiredKeys: [],
  });
  if (oneofs.length === 0) return record.map((object) => ({ ...object }));
  const choice = fc.oneof(
    ...oneofs.map((field) => value(field).map((content) => ({ [field.name]: content }))),
  );
  return fc.tuple(record, choice).map(([object, chosen]) => ({ ...object, ...chosen }));
}
