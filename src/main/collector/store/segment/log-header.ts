import { HOT_LEVEL, MAX_SEGMENT_RECORDS } from '../limits.ts';
import { ColumnReader, ColumnWriter } from './columns.ts';
import { packSection, unpackSection } from './section.ts';

const writer = new ColumnWriter();

/** What is known of the log records of a segment without reading their bodies; by ordinal, in order of time. */
export interface LogHeader {
  readonly count: number;
  /** 16 bytes for each trace that a record names. */
  readonly traceIds: Uint8Array;
  /** 0: no trace id; else 1 + index into `traceIds`. */
  readonly trace: Uint32Array;
  /** 8 bytes a record, zeros for none. */
  readonly spanIds: Uint8Array;
  /** Microseconds since the epoch; 0 when the record has no time. */
  readonly timeUs: Float64Array;
  /** OTLP severity number 0-24. */
  readonly severity: Uint8Array;
  /** Bytes of the record's body. */
  readonly length: Uint32Array;
  /** Indexes into the segment's context. */
  readonly resource: Uint32Array;
  readonly scope: Uint32Array;
}

export function encodeLogHeader(header: LogHeader, level = HOT_LEVEL): Uint8Array {
  const { count } = header;
  const out = writer.reset();
  out.numbers([count, header.traceIds.length / 16], 2);
  out.bytes(header.traceIds);
  out.numbers(header.trace, count);
  out.bytes(header.spanIds);
  out.numbers(header.timeUs, count);
  out.numbers(header.severity, count);
  out.numbers(header.length, count);
  out.numbers(header.resource, count);
  out.numbers(header.scope, count);
  return packSection(out.finish(), level);
}

/** Reads what {@link encodeLogHeader} made. Throws `SegmentError` when it is damaged. */
export function decodeLogHeader(stored: Uint8Array): LogHeader {
  const input = new ColumnReader(unpackSection(stored));
  const [count, traces] = input.sizes(2, MAX_SEGMENT_RECORDS) as [number, number];
  return {
    count,
    traceIds: input.bytes(traces * 16),
    trace: input.indexes(count, traces + 1),
    spanIds: input.bytes(count * 8),
    timeUs: input.f64(count),
    severity: input.u8(count),
    length: input.u32(count),
    resource: input.u32(count),
    scope: input.u32(count),
  };
}
