import { KNOWN_SPAN_ATTRIBUTES } from '../genai/known-attributes.ts';
import { extractSpanFields, NO_FIELDS } from '../genai/span-fields.ts';
import { fieldText, type AttributeScanner } from './attribute-scanner.ts';
import {
  decodeRequest,
  type CreateDecoder,
  type DecodeOptions,
  type RecordDecoder,
} from './decode-request.ts';
import { idOffset, isZero } from './record-ids.ts';
import { KnownKeys } from './known-keys.ts';
import { linkHash } from './link-hash.ts';
import type { DecodedBatch, DecodeLimits, SpanRecord } from './types.ts';
import { SpanIds } from './span-ids.ts';
import { FIELD, sharedScan, type SpanScan } from './span-scan.ts';
import { microseconds, restOfMicrosecond, type WireReader } from './wire.ts';

const SPAN_KEYS = new KnownKeys(KNOWN_SPAN_ATTRIBUTES);

/** Tags of Span fields (field number << 3 | wire type), `trace.proto`. */
const TRACE_ID = 0x0a;
const SPAN_ID = 0x12;
const PARENT_SPAN_ID = 0x22;
const NAME = 0x2a;
const KIND = 0x30;
const START_TIME = 0x39;
const END_TIME = 0x41;
const ATTRIBUTE = 0x4a;
const EVENT = 0x5a;
const LINK = 0x6a;
const STATUS = 0x7a;
const EVENT_ATTRIBUTE = 0x1a;
const LINK_TRACE_ID = 0x0a;
const LINK_ATTRIBUTE = 0x22;
const STATUS_CODE = 0x18;

const MAX_KIND = 5;
const MAX_STATUS = 2;
const STATUS_ERROR = 2;

/** Two ids with their tags and lengths. */
const MIN_SPAN_BYTES = 28;

/**
 * Decodes an ExportTraceServiceRequest (protobuf) into spans ready to be stored.
 *
 * A span is refused, and counted, when its trace id is not 16 bytes or its span id not 8 bytes or either is all zero,
 * when it is over a limit, or when its body is malformed. A span that ends before it starts has duration 0.
 * Throws MalformedError when the framing around the spans is broken.
 */
export function decodeTraces(body: Uint8Array, options: DecodeOptions): DecodedBatch<SpanRecord> {
  return decodeRequest(body, options, createSpanDecoder);
}

const createSpanDecoder: CreateDecoder<SpanRecord> = (scanner, limits) =>
  new SpanDecoder(scanner, limits);

/** What is read of one span; offsets are those of the reader. */
class SpanView {
  traceIdAt = -1;
  spanIdAt = -1;
  parentIdAt = -1;
  nameStart = 0;
  nameEnd = 0;
  /** Of the name, where it is known already. */
  nameHash: number | undefined;
  kind = 0;
  status = 0;
  startLow = 0;
  startHigh = 0;
  endLow = 0;
  endHigh = 0;
  startUs = 0;
  startNs = 0;
  durationUs = 0;
  durationNs = 0;
  attributes = 0;
  hasEvents = false;
  hasLinks = false;

  clear(): void {
    this.traceIdAt = this.spanIdAt = this.parentIdAt = -1;
    this.nameStart = this.nameEnd = this.kind = this.status = this.attributes = 0;
    this.startLow = this.startHigh = this.endLow = this.endHigh = 0;
    this.nameHash = undefined;
    this.hasEvents = this.hasLinks = false;
  }

  /** Works the start and the duration out of the times that were read. */
  measure(): void {
    let { startLow, startHigh } = this;
    const { endLow, endHigh } = this;
    // A span without a start is shown where it ends rather than in 1970.
    if (startLow === 0 && startHigh === 0) {
      startLow = endLow;
      startHigh = endHigh;
    }
    const low = endLow - startLow;
    const high = endHigh - startHigh;
    const nanoseconds = high * 4294967296 + low;
    this.startUs = microseconds(startLow, startHigh);
    this.startNs = restOfMicrosecond(startLow, startHigh);
    this.durationUs = nanoseconds > 0 ? Math.floor(nanoseconds / 1000) : 0;
    this.durationNs = nanoseconds > 0 ? restOfMicrosecond(low, high) : 0;
  }
}

/** Reads span by span; used by {@link decodeTraces}. */
export class SpanDecoder implements RecordDecoder<SpanRecord> {
  readonly signal = 'traces';
  readonly kind = 'span';
  readonly minBytes = MIN_SPAN_BYTES;
  refusal = '';
  private readonly scanner: AttributeScanner;
  private readonly limits: DecodeLimits;
  private readonly scan: SpanScan | null;
  private readonly span = new SpanView();
  private readonly ids = new SpanIds();

  /** @param scan reads most spans; `null`: all are read here */
  constructor(
    scanner: AttributeScanner,
    limits: DecodeLimits,
    scan: SpanScan | null = sharedScan(),
  ) {
    this.scan = scan;
    this.scanner = scanner;
    this.limits = limits;
    scanner.clearValues(KNOWN_SPAN_ATTRIBUTES.length);
  }

  units(): number {
    return 1;
  }

  forgetHashes(): void {
    this.scan?.forgetSeen();
  }

  decode(
    reader: WireReader,
    start: number,
    bytes: Uint8Array,
    resource: number,
    scope: number,
  ): SpanRecord | undefined {
    const { scanner, span, ids } = this;
    const buffer = reader.buffer as Buffer;
    scanner.clearValues(0);
    span.clear();
    if (!(this.takeScan(reader, start, bytes) ?? this.readWhole(reader))) return undefined;
    if (reader.failedAt >= 0) return undefined;
    const { traceIdAt, spanIdAt, parentIdAt, kind } = span;
    const idsAt = ids.take(buffer, traceIdAt, spanIdAt, parentIdAt);
    const name = fieldText(buffer, span.nameStart, span.nameEnd, span.nameHash);
    const fields = scanner.foundKnown ? extractSpanFields(scanner.values, name) : NO_FIELDS;
    let { status } = span;
    // A status that is set counts; without one, what the span's dialect says of failure.
    if (status === 0 && fields.failed === true) status = STATUS_ERROR;
    return {
      bytes,
      resource,
      scope,
      ids: ids.words,
      idsAt,
      startUs: span.startUs,
      durationUs: span.durationUs,
      startNs: span.startNs,
      durationNs: span.durationNs,
      kind: kind > MAX_KIND ? 0 : kind,
      status: status > MAX_STATUS ? 0 : status,
      name,
      hasEvents: span.hasEvents,
      hasLinks: span.hasLinks,
      fields,
    };
  }

  /** Reads a span field by field; false when it is refused. */
  private readWhole(reader: WireReader): boolean {
    const { span } = this;
    const buffer = reader.buffer as Buffer;
    if (!this.readFields(reader)) return false;
    if (reader.failedAt >= 0) return true;
    if (span.traceIdAt < 0 || isZero(buffer, span.traceIdAt, 16)) {
      this.refusal = 'trace_id is not 16 bytes, or all zero';
      return false;
    }
    if (span.spanIdAt < 0 || isZero(buffer, span.spanIdAt, 8)) {
      this.refusal = 'span_id is not 8 bytes, or all zero';
      return false;
    }
    if (span.parentIdAt >= 0 && isZero(buffer, span.parentIdAt, 8)) span.parentIdAt = -1;
    span.measure();
    return true;
  }

  /**
   * Reads the span in WebAssembly and what that leaves to others with {@link readFields}; undefined where it is to be
   * read by that alone.
   */
  private takeScan(reader: WireReader, start: number, bytes: Uint8Array): boolean | undefined {
    const { scan, scanner, span } = this;
    if (scan === null || !scan.read(bytes)) return undefined;
    const { fields, times, hashes, parts } = scan;
    if (fields[FIELD.attributes]! > this.limits.maxAttributes) return undefined;
    span.traceIdAt = start + fields[FIELD.traceId]!;
    span.spanIdAt = start + fields[FIELD.spanId]!;
    if (fields[FIELD.parentId]! >= 0) span.parentIdAt = start + fields[FIELD.parentId]!;
    span.nameStart = start + fields[FIELD.nameStart]!;
    span.nameEnd = start + fields[FIELD.nameEnd]!;
    span.nameHash = fields[FIELD.nameHash]!;
    span.kind = fields[FIELD.kind]!;
    span.status = fields[FIELD.status]!;
    span.startUs = times[0]!;
    span.startNs = fields[FIELD.startNs]!;
    span.durationUs = times[1]!;
    span.durationNs = fields[FIELD.durationNs]!;
    const count = fields[FIELD.hashes]!;
    for (let index = 0; index < count; index++) scanner.addHash(hashes[index]!);
    for (let index = 0; index < fields[FIELD.known]!; index++) {
      const value = scan.valueOf(index, reader.buffer as Buffer, start);
      scanner.setValue(scan.keyOf(index), value);
    }
    const end = reader.limit;
    for (let index = 0; index < fields[FIELD.parts]!; index++) {
      reader.position = start + parts[index * 2]!;
      reader.limit = start + parts[index * 2 + 1]!;
      if (!this.readFields(reader)) return false;
      // A reader that failed goes no further, wherever it is put.
      if (reader.failedAt >= 0) return true;
    }
    reader.limit = end;
    return true;
  }

  /** Reads fields of a span, all or some, up to the reader's limit; false when the span is refused. */
  private readFields(reader: WireReader): boolean {
    const { scanner, span } = this;
    const { maxAttributes } = this.limits;
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      switch (tag) {
        case TRACE_ID:
          span.traceIdAt = idOffset(reader, 16);
          break;
        case SPAN_ID:
          span.spanIdAt = idOffset(reader, 8);
          break;
        case PARENT_SPAN_ID:
          span.parentIdAt = idOffset(reader, 8);
          break;
        case NAME:
          span.nameEnd = reader.delimitedEnd();
          span.nameStart = reader.position;
          if (reader.failedAt < 0) reader.position = span.nameEnd;
          break;
        case KIND:
          span.kind = reader.varint();
          break;
        case START_TIME:
          span.startLow = reader.fixed64();
          span.startHigh = reader.high;
          break;
        case END_TIME:
          span.endLow = reader.fixed64();
          span.endHigh = reader.high;
          break;
        case ATTRIBUTE:
          if (++span.attributes > maxAttributes) return this.refuse('span', maxAttributes);
          if (!scanner.scanKnown(reader, SPAN_KEYS)) return this.refuseDepth();
          break;
        case EVENT:
          span.hasEvents = true;
          if (!this.scanPart(reader, 'event', EVENT_ATTRIBUTE)) return false;
          break;
        case LINK:
          span.hasLinks = true;
          if (!this.scanPart(reader, 'link', LINK_ATTRIBUTE)) return false;
          break;
        case STATUS:
          span.status = scanStatus(reader, span.status);
          break;
        default:
          reader.skip(tag);
      }
    }
    return true;
  }

  /** Scans the attributes of an event or link; false when it is over a limit. */
  private scanPart(reader: WireReader, part: 'event' | 'link', attributeTag: number): boolean {
    const { maxAttributes } = this.limits;
    const outer = reader.enter();
    let count = 0;
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      if (tag === LINK_TRACE_ID && part === 'link') this.hashLink(reader);
      else if (tag !== attributeTag) reader.skip(tag);
      else if (++count > maxAttributes) return this.refuse(part, maxAttributes);
      else if (!this.scanner.scan(reader)) return this.refuseDepth();
    }
    reader.leave(outer);
    return true;
  }

  /** Links are found by where they lead, see `store/reader/linking-spans.ts`. */
  private hashLink(reader: WireReader): void {
    const at = idOffset(reader, 16);
    if (at >= 0) this.scanner.addHash(linkHash(reader.buffer, at));
  }

  private refuse(part: string, maxAttributes: number): false {
    this.refusal = `${part} has more than ${maxAttributes} attributes`;
    return false;
  }

  private refuseDepth(): false {
    this.refusal = `attribute nests deeper than ${this.limits.maxDepth}`;
    return false;
  }
}

/** Reads a Status; its code, or the one before when this part of it has none (messages given twice merge). */
function scanStatus(reader: WireReader, before: number): number {
  const outer = reader.enter();
  let code = before;
  while (reader.position < reader.limit) {
    const tag = reader.tag();
    if (tag === STATUS_CODE) code = reader.varint();
    else reader.skip(tag);
  }
  reader.leave(outer);
  return code;
}
