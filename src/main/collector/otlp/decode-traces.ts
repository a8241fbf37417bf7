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
import { microseconds, type WireReader } from './wire.ts';

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

class SpanDecoder implements RecordDecoder<SpanRecord> {
  readonly signal = 'traces';
  readonly kind = 'span';
  readonly minBytes = MIN_SPAN_BYTES;
  refusal = '';
  private readonly scanner: AttributeScanner;
  private readonly limits: DecodeLimits;

  constructor(scanner: AttributeScanner, limits: DecodeLimits) {
    this.scanner = scanner;
    this.limits = limits;
    scanner.clearValues(KNOWN_SPAN_ATTRIBUTES.length);
  }

  units(): number {
    return 1;
  }

  decode(
    reader: WireReader,
    start: number,
    bytes: Uint8Array,
    resource: number,
    scope: number,
  ): SpanRecord | undefined {
    const { scanner } = this;
    const { maxAttributes } = this.limits;
    const buffer = reader.buffer as Buffer;
    let traceIdAt = -1;
    let spanIdAt = -1;
    let parentIdAt = -1;
    let nameStart = 0;
    let nameEnd = 0;
    let kind = 0;
    let status = 0;
    let startLow = 0;
    let startHigh = 0;
    let endLow = 0;
    let endHigh = 0;
    let attributes = 0;
    let hasEvents = false;
    let hasLinks = false;
    scanner.clearValues(0);
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      switch (tag) {
        case TRACE_ID:
          traceIdAt = idOffset(reader, 16);
          break;
        case SPAN_ID:
          spanIdAt = idOffset(reader, 8);
          break;
        case PARENT_SPAN_ID:
          parentIdAt = idOffset(reader, 8);
          break;
        case NAME:
          nameEnd = reader.delimitedEnd();
          nameStart = reader.position;
          if (reader.failedAt < 0) reader.position = nameEnd;
          break;
        case KIND:
          kind = reader.varint();
          break;
        case START_TIME:
          startLow = reader.fixed64();
          startHigh = reader.high;
          break;
        case END_TIME:
          endLow = reader.fixed64();
          endHigh = reader.high;
          break;
        case ATTRIBUTE:
          if (++attributes > maxAttributes) return this.refuse('span', maxAttributes);
          if (!scanner.scanKnown(reader, SPAN_KEYS)) return this.refuseDepth();
          break;
        case EVENT:
          hasEvents = true;
          if (!this.scanPart(reader, 'event', EVENT_ATTRIBUTE)) return undefined;
          break;
        case LINK:
          hasLinks = true;
          if (!this.scanPart(reader, 'link', LINK_ATTRIBUTE)) return undefined;
          break;
        case STATUS:
          status = scanStatus(reader, status);
          break;
        default:
          reader.skip(tag);
      }
    }
    if (reader.failedAt >= 0) return undefined;
    if (traceIdAt < 0 || isZero(buffer, traceIdAt, 16)) {
      this.refusal = 'trace_id is not 16 bytes, or all zero';
      return undefined;
    }
    if (spanIdAt < 0 || isZero(buffer, spanIdAt, 8)) {
      this.refusal = 'span_id is not 8 bytes, or all zero';
      return undefined;
    }
    const name = fieldText(buffer, nameStart, nameEnd);
    // A span without a start is shown where it ends rather than in 1970.
    if (startLow === 0 && startHigh === 0) {
      startLow = endLow;
      startHigh = endHigh;
    }
    const fields = scanner.foundKnown ? extractSpanFields(scanner.values, name) : NO_FIELDS;
    // A status that is set counts; without one, what the span's dialect says of failure.
    if (status === 0 && fields.failed === true) status = STATUS_ERROR;
    const nanoseconds = (endHigh - startHigh) * 4294967296 + (endLow - startLow);
    return {
      bytes,
      resource,
      scope,
      traceIdAt: traceIdAt - start,
      spanIdAt: spanIdAt - start,
      parentIdAt: parentIdAt < 0 || isZero(buffer, parentIdAt, 8) ? -1 : parentIdAt - start,
      startUs: microseconds(startLow, startHigh),
      durationUs: nanoseconds > 0 ? Math.floor(nanoseconds / 1000) : 0,
      kind: kind > MAX_KIND ? 0 : kind,
      status: status > MAX_STATUS ? 0 : status,
      name,
      hasEvents,
      hasLinks,
      fields,
    };
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
      else if (++count > maxAttributes) {
        this.refuse(part, maxAttributes);
        return false;
      } else if (!this.scanner.scan(reader)) {
        this.refuseDepth();
        return false;
      }
    }
    reader.leave(outer);
    return true;
  }

  /** Links are found by where they lead, see `store/reader/linking-spans.ts`. */
  private hashLink(reader: WireReader): void {
    const at = idOffset(reader, 16);
    if (at >= 0) this.scanner.addHash(linkHash(reader.buffer, at));
  }

  private refuse(part: string, maxAttributes: number): undefined {
    this.refusal = `${part} has more than ${maxAttributes} attributes`;
  }

  private refuseDepth(): undefined {
    this.refusal = `attribute nests deeper than ${this.limits.maxDepth}`;
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
