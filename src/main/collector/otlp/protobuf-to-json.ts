import { RESOURCE, SCOPE } from './schema-common.ts';
import { LOG_RECORD } from './schema-logs.ts';
import { METRIC } from './schema-metrics.ts';
import { REQUESTS } from './schema-requests.ts';
import { SPAN } from './schema-traces.ts';
import { wireTypeOf, type Field, type Message } from './schema.ts';
import type { RedactMessage, Signal } from './types.ts';
import { DELIMITED, signedDecimal, unsignedDecimal, WireReader } from './wire.ts';

/** A value of OTLP/JSON. */
export type JsonValue = string | number | boolean | JsonValue[] | JsonObject;
/** An object of OTLP/JSON; its keys come from the schema, never from data. */
export interface JsonObject {
  [name: string]: JsonValue;
}

/** A message kept as a protobuf body. */
export type MessageKind = Exclude<Parameters<RedactMessage>[0], 'schema'>;

const MESSAGES: Readonly<Record<MessageKind, Message>> = {
  resource: RESOURCE,
  scope: SCOPE,
  span: SPAN,
  log: LOG_RECORD,
  metric: METRIC,
};

/** Messages inside each other; each level of an attribute's nesting takes two. */
const MAX_MESSAGE_DEPTH = 600;

/**
 * Turns the protobuf body of a resource, scope or record into its OTLP/JSON object: 64-bit integers as decimal strings,
 * ids as lower-case hex, bytes as base64, enums as integers, defaults left out. Nothing known to OTLP 1.11 is lost.
 *
 * Of a message inside that is malformed there is what comes before the damage: one record never keeps others from being
 * written.
 */
export function messageToJson(kind: MessageKind, body: Uint8Array): JsonObject {
  const { buffer, reader } = readerOf(body);
  const target: JsonObject = {};
  readMessage(reader, buffer, MESSAGES[kind], target, { depth: 0, isLenient: true });
  return target;
}

/** The same for a whole Export{Trace,Logs,Metrics}ServiceRequest. Throws MalformedError. */
export function requestToJson(signal: Signal, body: Uint8Array): JsonObject {
  const { buffer, reader } = readerOf(body);
  const message = REQUESTS[signal];
  const target: JsonObject = {};
  readMessage(reader, buffer, message, target, { depth: 0, isLenient: false });
  reader.throwIfFailed(message.name);
  return target;
}

function readerOf(body: Uint8Array): { buffer: Buffer; reader: WireReader } {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.length);
  return { buffer, reader: new WireReader(buffer) };
}

/** How far inside a message is, and whether one that is malformed is read as far as it goes. */
interface Inside {
  readonly depth: number;
  readonly isLenient: boolean;
}

/** Reads a message to the reader's limit into `target`, which may hold an earlier part of the same message. */
function readMessage(
  reader: WireReader,
  buffer: Buffer,
  message: Message,
  target: JsonObject,
  inside: Inside,
): void {
  if (inside.depth > MAX_MESSAGE_DEPTH) {
    reader.fail('messages nested too deep');
    return;
  }
  const within = { ...inside, depth: inside.depth + 1 };
  while (reader.position < reader.limit) {
    const tag = reader.tag();
    const field = message.byNumber.get(tag >>> 3);
    const wireType = tag & 7;
    if (field === undefined) reader.skip(tag);
    else if (field.message !== undefined && wireType === DELIMITED) {
      const outer = reader.enter();
      if (reader.failed) return;
      const end = reader.limit;
      const earlier = target[field.name];
      if (field.repeated) {
        const element: JsonObject = {};
        readMessage(reader, buffer, field.message(), element, within);
        append(target, field.name, element);
      } else {
        const part = typeof earlier === 'object' && !Array.isArray(earlier) ? earlier : {};
        readMessage(reader, buffer, field.message(), part, within);
        setValue(target, message, field, part);
      }
      if (inside.isLenient && reader.failed) reader.reset(buffer, end, end);
      reader.leave(outer);
    } else if (field.repeated && wireType === DELIMITED && field.type !== 'string') {
      const outer = reader.enter();
      while (reader.position < reader.limit) {
        const value = readScalar(reader, buffer, field);
        if (reader.failed) return;
        append(target, field.name, value);
      }
      reader.leave(outer);
    } else if (wireType !== wireTypeOf(field)) reader.skip(tag);
    else {
      const value = readScalar(reader, buffer, field);
      if (reader.failed) return;
      if (field.repeated) append(target, field.name, value);
      else setValue(target, message, field, value);
    }
  }
}

function append(target: JsonObject, name: string, value: JsonValue): void {
  const list = target[name];
  if (Array.isArray(list)) list.push(value);
  else target[name] = [value];
}

/** Sets a single field; the last value on the wire wins, also when it is the default. */
function setValue(target: JsonObject, message: Message, field: Field, value: JsonValue): void {
  if (field.oneof) {
    for (const other of message.byNumber.values()) {
      if (other.oneof && other !== field) delete target[other.name];
    }
  }
  if (!field.presence && isDefault(field, value)) delete target[field.name];
  else target[field.name] = value;
}

/** True for the default of a field's type. 64-bit integers are strings here, and so is the double -0. */
function isDefault({ type }: Field, value: JsonValue): boolean {
  if (type === 'string' || type === 'bytes' || type === 'hex') return value === '';
  return value === 0 || value === '0' || value === false;
}

function readScalar(reader: WireReader, buffer: Buffer, { type }: Field): JsonValue {
  switch (type) {
    case 'string':
      return readText(reader, buffer, 'utf8');
    case 'bytes':
      return readText(reader, buffer, 'base64');
    case 'hex':
      return readText(reader, buffer, 'hex');
    case 'bool': {
      const low = reader.varint();
      return low !== 0 || reader.high !== 0;
    }
    case 'double':
      return readDouble(reader, buffer);
    case 'fixed32':
      return reader.fixed32();
    case 'uint32':
      return reader.varint();
    case 'enum':
      return reader.varint() | 0;
    case 'sint32': {
      const value = reader.varint();
      return (value >>> 1) ^ -(value & 1);
    }
    case 'int64':
      return signedDecimal(reader.varint(), reader.high);
    case 'uint64':
      return unsignedDecimal(reader.varint(), reader.high);
    case 'fixed64':
      return unsignedDecimal(reader.fixed64(), reader.high);
    case 'sfixed64':
      return signedDecimal(reader.fixed64(), reader.high);
    case 'message':
      throw new Error('a message is not a scalar');
  }
}

function readText(reader: WireReader, buffer: Buffer, encoding: BufferEncoding): string {
  const end = reader.delimitedEnd();
  if (reader.failed) return '';
  const text = buffer.toString(encoding, reader.position, end);
  reader.position = end;
  return text;
}

/** A double, as a string where a JSON number would lose it: NaN, the infinities, and minus zero. */
function readDouble(reader: WireReader, buffer: Buffer): number | string {
  const at = reader.position;
  reader.fixed64();
  if (reader.failed) return 0;
  const value = buffer.readDoubleLE(at);
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}
