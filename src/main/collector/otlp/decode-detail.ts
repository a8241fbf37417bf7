import type {
  Attribute,
  DecodedLogRecord,
  DecodedResource,
  DecodedScope,
  DecodedSpan,
  SpanEvent,
  SpanLink,
  SpanStatus,
} from '../../../shared/telemetry.ts';
import { ValueDecoder, type DetailLimits } from './decode-values.ts';
import { unsignedDecimal, WireReader } from './wire.ts';

/** Reads the field with this tag, or returns false for one it does not know. */
type FieldReader = (tag: number) => boolean;

/** Walks the message ahead, field by field. */
class MessageDecoder {
  readonly reader: WireReader;
  readonly values: ValueDecoder;

  constructor(body: Uint8Array, limits: DetailLimits) {
    this.reader = new WireReader(Buffer.from(body.buffer, body.byteOffset, body.length));
    this.values = new ValueDecoder(this.reader, limits);
  }

  /** Reads the whole body. Throws MalformedError. */
  all(name: string, read: FieldReader): void {
    this.fields(read);
    this.reader.throwIfFailed(name);
  }

  /** Reads the message field that comes next. */
  inner(read: FieldReader): void {
    const outer = this.reader.enter();
    this.fields(read);
    this.reader.leave(outer);
  }

  /** A 64-bit time in nanoseconds. */
  time(): string {
    return unsignedDecimal(this.reader.fixed64(), this.reader.high);
  }

  private fields(read: FieldReader): void {
    const { reader } = this;
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      if (!read(tag)) reader.skip(tag);
    }
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Decodes the protobuf body of a Span. Throws MalformedError. */
export function decodeSpan(body: Uint8Array, limits: DetailLimits = {}): DecodedSpan {
  const decoder = new MessageDecoder(body, limits);
  const { reader, values } = decoder;
  const attributes: Attribute[] = [];
  const events: SpanEvent[] = [];
  const links: SpanLink[] = [];
  const status: Mutable<SpanStatus> = { code: 0, message: '' };
  const span: Mutable<DecodedSpan> = {
    traceId: '',
    spanId: '',
    parentSpanId: '',
    traceState: '',
    name: '',
    kind: 0,
    startTimeUnixNano: '0',
    endTimeUnixNano: '0',
    attributes,
    droppedAttributesCount: 0,
    events,
    droppedEventsCount: 0,
    links,
    droppedLinksCount: 0,
    status,
    flags: 0,
  };
  const fields: Readonly<Record<number, () => unknown>> = {
    0x0a: () => (span.traceId = values.id()),
    0x12: () => (span.spanId = values.id()),
    0x1a: () => (span.traceState = values.text()),
    0x22: () => (span.parentSpanId = values.id()),
    0x2a: () => (span.name = values.text()),
    0x30: () => (span.kind = reader.varint()),
    0x39: () => (span.startTimeUnixNano = decoder.time()),
    0x41: () => (span.endTimeUnixNano = decoder.time()),
    0x4a: () => attributes.push(values.attribute()),
    0x50: () => (span.droppedAttributesCount = reader.varint()),
    0x5a: () => events.push(decodeEvent(decoder)),
    0x60: () => (span.droppedEventsCount = reader.varint()),
    0x6a: () => links.push(decodeLink(decoder)),
    0x70: () => (span.droppedLinksCount = reader.varint()),
    0x7a: () => decodeStatus(decoder, status),
    0x85: () => (span.flags = reader.fixed32()),
  };
  decoder.all('Span', table(fields));
  return span;
}

/** Decodes the protobuf body of a LogRecord. Throws MalformedError. */
export function decodeLogRecord(body: Uint8Array, limits: DetailLimits = {}): DecodedLogRecord {
  const decoder = new MessageDecoder(body, limits);
  const { reader, values } = decoder;
  const attributes: Attribute[] = [];
  const log: Mutable<DecodedLogRecord> = {
    timeUnixNano: '0',
    observedTimeUnixNano: '0',
    severityNumber: 0,
    severityText: '',
    eventName: '',
    body: { type: 'empty', value: null },
    attributes,
    droppedAttributesCount: 0,
    flags: 0,
    traceId: '',
    spanId: '',
  };
  const fields: Readonly<Record<number, () => unknown>> = {
    0x09: () => (log.timeUnixNano = decoder.time()),
    0x10: () => (log.severityNumber = reader.varint()),
    0x1a: () => (log.severityText = values.text()),
    0x2a: () => (log.body = values.value()),
    0x32: () => attributes.push(values.attribute()),
    0x38: () => (log.droppedAttributesCount = reader.varint()),
    0x45: () => (log.flags = reader.fixed32()),
    0x4a: () => (log.traceId = values.id()),
    0x52: () => (log.spanId = values.id()),
    0x59: () => (log.observedTimeUnixNano = decoder.time()),
    0x62: () => (log.eventName = values.text()),
  };
  decoder.all('LogRecord', table(fields));
  return log;
}

/** Decodes the protobuf body of a Resource. Throws MalformedError. */
export function decodeResource(body: Uint8Array, limits: DetailLimits = {}): DecodedResource {
  const decoder = new MessageDecoder(body, limits);
  const attributes: Attribute[] = [];
  const resource: Mutable<DecodedResource> = { attributes, droppedAttributesCount: 0 };
  decoder.all(
    'Resource',
    table({
      0x0a: () => attributes.push(decoder.values.attribute()),
      0x10: () => (resource.droppedAttributesCount = decoder.reader.varint()),
    }),
  );
  return resource;
}

/** Decodes the protobuf body of an InstrumentationScope. Throws MalformedError. */
export function decodeScope(body: Uint8Array, limits: DetailLimits = {}): DecodedScope {
  const decoder = new MessageDecoder(body, limits);
  const attributes: Attribute[] = [];
  const scope: Mutable<DecodedScope> = {
    name: '',
    version: '',
    attributes,
    droppedAttributesCount: 0,
  };
  decoder.all(
    'InstrumentationScope',
    table({
      0x0a: () => (scope.name = decoder.values.text()),
      0x12: () => (scope.version = decoder.values.text()),
      0x1a: () => attributes.push(decoder.values.attribute()),
      0x20: () => (scope.droppedAttributesCount = decoder.reader.varint()),
    }),
  );
  return scope;
}

function decodeEvent(decoder: MessageDecoder): SpanEvent {
  const { reader, values } = decoder;
  const attributes: Attribute[] = [];
  const event: Mutable<SpanEvent> = {
    timeUnixNano: '0',
    name: '',
    attributes,
    droppedAttributesCount: 0,
  };
  decoder.inner((tag) => {
    if (tag === 0x09) event.timeUnixNano = decoder.time();
    else if (tag === 0x12) event.name = values.text();
    else if (tag === 0x1a) attributes.push(values.attribute());
    else if (tag === 0x20) event.droppedAttributesCount = reader.varint();
    else return false;
    return true;
  });
  return event;
}

function decodeLink(decoder: MessageDecoder): SpanLink {
  const { reader, values } = decoder;
  const attributes: Attribute[] = [];
  const link: Mutable<SpanLink> = {
    traceId: '',
    spanId: '',
    traceState: '',
    attributes,
    droppedAttributesCount: 0,
    flags: 0,
  };
  decoder.inner((tag) => {
    if (tag === 0x0a) link.traceId = values.id();
    else if (tag === 0x12) link.spanId = values.id();
    else if (tag === 0x1a) link.traceState = values.text();
    else if (tag === 0x22) attributes.push(values.attribute());
    else if (tag === 0x28) link.droppedAttributesCount = reader.varint();
    else if (tag === 0x35) link.flags = reader.fixed32();
    else return false;
    return true;
  });
  return link;
}

function decodeStatus(decoder: MessageDecoder, status: Mutable<SpanStatus>): void {
  decoder.inner((tag) => {
    if (tag === 0x12) status.message = decoder.values.text();
    else if (tag === 0x18) status.code = decoder.reader.varint();
    else return false;
    return true;
  });
}

/** A field reader from functions by tag. */
function table(fields: Readonly<Record<number, () => unknown>>): FieldReader {
  return (tag) => {
    const read = fields[tag];
    if (read === undefined) return false;
    read();
    return true;
  };
}
