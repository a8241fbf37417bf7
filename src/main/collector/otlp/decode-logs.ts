import type { AttributeScanner } from './attribute-scanner.ts';
import {
  decodeRequest,
  type CreateDecoder,
  type DecodeOptions,
  type RecordDecoder,
} from './decode-request.ts';
import { idOffset, isZero } from './record-ids.ts';
import type { DecodedBatch, DecodeLimits, LogEntry } from './types.ts';
import { microseconds, type WireReader } from './wire.ts';

/** Tags of LogRecord fields (field number << 3 | wire type), `logs.proto`. */
const TIME = 0x09;
const SEVERITY = 0x10;
const BODY = 0x2a;
const ATTRIBUTE = 0x32;
const TRACE_ID = 0x4a;
const SPAN_ID = 0x52;
const OBSERVED_TIME = 0x59;

const MAX_SEVERITY = 24;

/**
 * Decodes an ExportLogsServiceRequest (protobuf) into log records ready to be stored.
 *
 * A trace or span id that is not valid counts as absent, as `logs.proto` asks. Records over a limit or malformed are
 * refused one by one. Throws MalformedError when the framing around them is broken.
 */
export function decodeLogs(body: Uint8Array, options: DecodeOptions): DecodedBatch<LogEntry> {
  return decodeRequest(body, options, createLogDecoder);
}

const createLogDecoder: CreateDecoder<LogEntry> = (scanner, limits) =>
  new LogDecoder(scanner, limits);

class LogDecoder implements RecordDecoder<LogEntry> {
  readonly signal = 'logs';
  readonly kind = 'log';
  readonly minBytes = 0;
  refusal = '';
  private readonly scanner: AttributeScanner;
  private readonly limits: DecodeLimits;

  constructor(scanner: AttributeScanner, limits: DecodeLimits) {
    this.scanner = scanner;
    this.limits = limits;
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
  ): LogEntry | undefined {
    const { scanner } = this;
    const { maxAttributes, maxDepth } = this.limits;
    let traceIdAt = -1;
    let spanIdAt = -1;
    let severity = 0;
    let timeUs = 0;
    let observedUs = 0;
    let attributes = 0;
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      switch (tag) {
        case TIME:
          timeUs = microseconds(reader.fixed64(), reader.high);
          break;
        case OBSERVED_TIME:
          observedUs = microseconds(reader.fixed64(), reader.high);
          break;
        case SEVERITY:
          severity = reader.varint();
          break;
        case TRACE_ID:
          traceIdAt = idOffset(reader, 16);
          break;
        case SPAN_ID:
          spanIdAt = idOffset(reader, 8);
          break;
        case ATTRIBUTE:
          if (++attributes > maxAttributes) {
            this.refusal = `log has more than ${maxAttributes} attributes`;
            return undefined;
          }
          if (!scanner.scan(reader)) return this.refuseDepth(maxDepth);
          break;
        case BODY: {
          const outer = reader.enter();
          if (!scanner.scanValue(reader)) return this.refuseDepth(maxDepth);
          reader.leave(outer);
          break;
        }
        default:
          reader.skip(tag);
      }
    }
    if (reader.failedAt >= 0) return undefined;
    return {
      bytes,
      resource,
      scope,
      traceIdAt: usableId(reader.buffer, traceIdAt, 16, start),
      spanIdAt: usableId(reader.buffer, spanIdAt, 8, start),
      timeUs: timeUs > 0 ? timeUs : observedUs,
      severity: severity > MAX_SEVERITY ? 0 : severity,
    };
  }

  private refuseDepth(maxDepth: number): undefined {
    this.refusal = `log body or attribute nests deeper than ${maxDepth}`;
  }
}

/** The offset of an id relative to its record, or -1 for one that is absent or all zero. */
function usableId(buffer: Uint8Array, at: number, size: number, start: number): number {
  return at < 0 || isZero(buffer, at, size) ? -1 : at - start;
}
