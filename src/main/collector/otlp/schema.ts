import { DELIMITED, FIXED32, FIXED64, VARINT } from './wire.ts';

/** How a field is encoded; `hex` is a bytes field that OTLP/JSON writes as hexadecimal, not base64: the ids. */
export type ScalarType =
  | 'string'
  | 'bytes'
  | 'hex'
  | 'bool'
  | 'double'
  | 'uint32'
  | 'sint32'
  | 'fixed32'
  | 'enum'
  | 'int64'
  | 'uint64'
  | 'fixed64'
  | 'sfixed64';

/** One field of a message. */
export interface Field {
  readonly number: number;
  /** lowerCamelCase name, as OTLP/JSON writes it. */
  readonly name: string;
  readonly type: ScalarType | 'message';
  readonly repeated: boolean;
  /** Written even when it has its default value: a member of a oneof, or `optional`. */
  readonly presence: boolean;
  /** The field is a member of the message's oneof: setting it unsets the others. */
  readonly oneof: boolean;
  /** Elements are records, refused one by one when they are bad. */
  readonly records: boolean;
  /** lowerCamelCase name of before OTLP 0.16, for senders of that age. */
  readonly formerly?: string;
  /** Enum numbers by name, for senders that write names. */
  readonly names?: Readonly<Record<string, number>>;
  /** Type of a message field; a function because AnyValue contains itself. */
  readonly message?: () => Message;
  /** Bytes the length of a message most often takes. */
  readonly lengthBytes: number;
}

/** A message as a table, which the JSON transcoder and its inverse walk. OTLP messages have one oneof at most. */
export interface Message {
  readonly name: string;
  /** Fields by JSON name, and by the snake_case name that some senders write; by those of before, too. */
  readonly byName: ReadonlyMap<string, Field>;
  readonly byNumber: ReadonlyMap<number, Field>;
}

/** What a field may have beyond number and type. */
export type FieldOptions = Partial<Omit<Field, 'number' | 'name' | 'type'>>;
/** Number, type and options of a field. */
export type FieldDefinition = readonly [
  number: number,
  type: Field['type'],
  options?: FieldOptions,
];

/** Defines a message from its fields by JSON name. */
export function message(
  name: string,
  definitions: Readonly<Record<string, FieldDefinition>>,
): Message {
  const byName = new Map<string, Field>();
  const byNumber = new Map<number, Field>();
  for (const [fieldName, [number, type, options]] of Object.entries(definitions)) {
    const field: Field = {
      number,
      name: fieldName,
      type,
      repeated: false,
      presence: options?.oneof === true,
      oneof: false,
      records: false,
      lengthBytes: 1,
      ...options,
    };
    for (const spelling of spellingsOf(fieldName)) byName.set(spelling, field);
    for (const spelling of spellingsOf(field.formerly ?? fieldName)) byName.set(spelling, field);
    byNumber.set(number, field);
  }
  return { name, byName, byNumber };
}

/** A single message field. */
export function one(of: () => Message): FieldOptions {
  return { message: of };
}

/** A repeated message field. */
export function many(of: () => Message): FieldOptions {
  return { message: of, repeated: true };
}

/** The wire type a single value of a field is written with. */
export function wireTypeOf({ type }: Field): number {
  switch (type) {
    case 'double':
    case 'fixed64':
    case 'sfixed64':
      return FIXED64;
    case 'fixed32':
      return FIXED32;
    case 'string':
    case 'bytes':
    case 'hex':
    case 'message':
      return DELIMITED;
    default:
      return VARINT;
  }
}

/** The JSON name of a field, and the name in protobuf that it is made of. */
function spellingsOf(name: string): readonly string[] {
  return [name, name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

/** Whether a field is called by its name of before. */
export function isFormerName({ formerly }: Field, name: string): boolean {
  return formerly !== undefined && spellingsOf(formerly).includes(name);
}

export const ONEOF: FieldOptions = { oneof: true };
export const OPTIONAL: FieldOptions = { presence: true };
export const REPEATED: FieldOptions = { repeated: true };
