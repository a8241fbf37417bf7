import { HOT_LEVEL, MAX_SEGMENT_RECORDS } from '../limits.ts';
import { ColumnReader, ColumnWriter } from './columns.ts';
import { packSection, unpackSection } from './section.ts';

const writer = new ColumnWriter();

/** What is known of the metrics of a segment without reading their bodies; by ordinal, in order of name and time. */
export interface MetricHeader {
  readonly count: number;
  readonly strings: readonly string[];
  /** Index into `strings`, where 0 is ''. */
  readonly name: Uint32Array;
  /** Earliest and latest data point, microseconds since the epoch; 0 when there is none. */
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
  readonly points: Uint32Array;
  /** Bytes of the metric's body. */
  readonly length: Uint32Array;
  /** Indexes into the segment's context. */
  readonly resource: Uint32Array;
  readonly scope: Uint32Array;
}

export function encodeMetricHeader(header: MetricHeader, level = HOT_LEVEL): Uint8Array {
  const { count } = header;
  const out = writer.reset();
  out.numbers([count], 1);
  out.strings(header.strings);
  out.numbers(header.name, count);
  out.numbers(header.startUs, count);
  out.numbers(header.endUs, count);
  out.numbers(header.points, count);
  out.numbers(header.length, count);
  out.numbers(header.resource, count);
  out.numbers(header.scope, count);
  return packSection(out.finish(), level);
}

/** Reads what {@link encodeMetricHeader} made. Throws `SegmentError` when it is damaged. */
export function decodeMetricHeader(stored: Uint8Array): MetricHeader {
  const input = new ColumnReader(unpackSection(stored));
  const count = input.sizes(1, MAX_SEGMENT_RECORDS)[0]!;
  const strings = input.strings();
  return {
    count,
    strings,
    name: input.indexes(count, strings.length),
    startUs: input.f64(count),
    endUs: input.f64(count),
    points: input.u32(count),
    length: input.u32(count),
    resource: input.u32(count),
    scope: input.u32(count),
  };
}
