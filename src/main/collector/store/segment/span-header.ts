import { HOT_LEVEL, MAX_SEGMENT_RECORDS } from '../limits.ts';
import { ColumnReader, ColumnWriter } from './columns.ts';
import { packSection, unpackSection } from './section.ts';
import { SegmentError } from './segment-error.ts';

const writer = new ColumnWriter();

/** Bits of {@link SpanHeader.flags}; events and links as in `SPAN_FLAG` of the span table. */
export const HEADER_FLAG = { events: 1, links: 2 } as const;

/** Everything about the spans of a segment that lists, sums and the waterfall need, as columns by ordinal. */
export interface SpanHeader {
  readonly count: number;
  readonly traces: number;
  readonly strings: readonly string[];
  /** 16 bytes a trace. */
  readonly traceIds: Uint8Array;
  /** Spans of trace t are the ordinals runAt[t] to runAt[t + 1], sorted by start. */
  readonly runAt: Uint32Array;
  /** 8 bytes a span. */
  readonly spanIds: Uint8Array;
  /**
   * 0: no parent id. 1 + 2k: the span at ordinal `runAt[trace] + k`.
   * 2 + 2k: a span that is not in this segment, its id at `parentIds[8k]`.
   */
  readonly parent: Uint32Array;
  readonly parentIds: Uint8Array;
  /** Start is `startUs` microseconds and `startNs` (0-999) nanoseconds after the Unix epoch. */
  readonly startUs: Float64Array;
  readonly startNs: Uint16Array;
  readonly durationUs: Float64Array;
  readonly durationNs: Uint16Array;
  /** Bytes of the record's body. */
  readonly length: Uint32Array;
  /** Indexes into the segment's context. */
  readonly resource: Uint32Array;
  readonly scope: Uint32Array;
  /** Indexes into `strings`, where 0 is ''. */
  readonly name: Uint32Array;
  readonly service: Uint32Array;
  readonly environment: Uint32Array;
  readonly release: Uint32Array;
  readonly provider: Uint32Array;
  readonly model: Uint32Array;
  readonly operation: Uint32Array;
  readonly session: Uint32Array;
  readonly user: Uint32Array;
  /** OTLP SpanKind and StatusCode. */
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  /** Bits of {@link HEADER_FLAG}. */
  readonly flags: Uint8Array;
  /** USAGE_NONE, USAGE_CALL or USAGE_WRAPPER; a call with a call below it in this segment is a wrapper. */
  readonly usage: Uint8Array;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly cachedTokens: Float64Array;
  readonly cacheWriteTokens: Float64Array;
  readonly reasoningTokens: Float64Array;
  /** US dollars; meaningless where `costSource` is 0. */
  readonly cost: Float64Array;
  /** 0 none, 1 carried by the span, 2 computed from the price table. */
  readonly costSource: Uint8Array;
  /** Indexes into `strings`: the price that gave the cost, see `prices/applied-price.ts`. */
  readonly price: Uint32Array;
}

/** String columns of a {@link SpanHeader}, in stored order. */
export const SPAN_STRINGS = [
  'name',
  'service',
  'environment',
  'release',
  'provider',
  'model',
  'operation',
  'session',
  'user',
] as const;
/** String columns that came later; those of segments from before are empty. */
export const LATER_STRINGS = ['price'] as const;
/** Columns of small whole numbers. */
export const SPAN_BYTES = ['kind', 'status', 'flags', 'usage', 'costSource'] as const;
/** Columns of numbers. */
export const SPAN_SUMS = [
  'inputTokens',
  'outputTokens',
  'cachedTokens',
  'cacheWriteTokens',
  'reasoningTokens',
  'cost',
] as const;

export function encodeSpanHeader(header: SpanHeader, level = HOT_LEVEL): Uint8Array {
  const { count, traces } = header;
  const out = writer.reset();
  out.numbers([count, traces], 2);
  out.strings(header.strings);
  out.bytes(header.traceIds);
  out.numbers(header.runAt, traces + 1);
  out.bytes(header.spanIds);
  out.numbers(header.parent, count);
  out.bytes(header.parentIds);
  out.numbers(header.startUs, count);
  out.numbers(header.startNs, count);
  out.numbers(header.durationUs, count);
  out.numbers(header.durationNs, count);
  out.numbers(header.length, count);
  out.numbers(header.resource, count);
  out.numbers(header.scope, count);
  for (const column of SPAN_STRINGS) out.numbers(header[column], count);
  for (const column of SPAN_BYTES) out.numbers(header[column], count);
  for (const column of SPAN_SUMS) out.numbers(header[column], count);
  for (const column of LATER_STRINGS) out.numbers(header[column], count);
  return packSection(out.finish(), level);
}

/** Columns that are there whatever is asked for: they take no time to read. */
type FreeColumn = 'count' | 'traces' | 'traceIds' | 'runAt' | 'spanIds' | 'parentIds';
/** Columns that can be left out. */
export type SpanColumn = Exclude<keyof SpanHeader, FreeColumn>;
/** Some columns of a header. */
export type SpanColumns<C extends SpanColumn> = Pick<SpanHeader, C | FreeColumn>;

/** Reads what {@link encodeSpanHeader} made. Throws {@link SegmentError} when it is damaged. */
export function decodeSpanHeader(stored: Uint8Array): SpanHeader {
  return decodeColumns(stored, undefined);
}

/**
 * As {@link decodeSpanHeader}, but only some columns: making arrays of all of them takes longer than to expand them.
 * What is damaged within the others is not noticed.
 */
export function decodeSpanColumns<C extends SpanColumn>(
  stored: Uint8Array,
  columns: ReadonlySet<C>,
): SpanColumns<C> {
  return decodeColumns(stored, columns);
}

const NO_BYTES = new Uint8Array(0);
const NO_SHORTS = new Uint16Array(0);
const NO_WORDS = new Uint32Array(0);
const NO_DOUBLES = new Float64Array(0);

/** Columns that are not wanted are empty. */
function decodeColumns(
  stored: Uint8Array,
  wanted: ReadonlySet<SpanColumn> | undefined,
): SpanHeader {
  const input = new ColumnReader(unpackSection(stored));
  const [count, traces] = input.sizes(2, MAX_SEGMENT_RECORDS) as [number, number];
  const read = <T>(column: SpanColumn, taken: () => T, none: T): T => {
    if (wanted === undefined || wanted.has(column)) return taken();
    input.pass(count);
    return none;
  };
  const isNamed = wanted === undefined || wanted.has('strings');
  const strings = isNamed ? input.strings() : [];
  const names = isNamed ? strings.length : input.passStrings();
  const words = (column: SpanColumn) => read(column, () => input.u32(count), NO_WORDS);
  const shorts = (column: SpanColumn) => read(column, () => input.u16(count), NO_SHORTS);
  const doubles = (column: SpanColumn) => read(column, () => input.f64(count), NO_DOUBLES);
  const indexes = (column: SpanColumn) => read(column, () => input.indexes(count, names), NO_WORDS);
  const head = {
    count,
    traces,
    strings,
    traceIds: input.bytes(traces * 16),
    runAt: input.offsets(traces, count),
    spanIds: input.bytes(count * 8),
    parent: words('parent'),
    parentIds: input.anyBytes(),
    startUs: doubles('startUs'),
    startNs: shorts('startNs'),
    durationUs: doubles('durationUs'),
    durationNs: shorts('durationNs'),
    length: words('length'),
    resource: words('resource'),
    scope: words('scope'),
  };
  if (head.parent !== NO_WORDS) checkParents(head);
  const refs = {} as Record<(typeof SPAN_STRINGS)[number], Uint32Array>;
  for (const column of SPAN_STRINGS) refs[column] = indexes(column);
  const bytes = {} as Record<(typeof SPAN_BYTES)[number], Uint8Array>;
  for (const column of SPAN_BYTES) bytes[column] = read(column, () => input.u8(count), NO_BYTES);
  const sums = {} as Record<(typeof SPAN_SUMS)[number], Float64Array>;
  for (const column of SPAN_SUMS) sums[column] = doubles(column);
  const later = {} as Record<(typeof LATER_STRINGS)[number], Uint32Array>;
  for (const column of LATER_STRINGS) {
    later[column] = input.atEnd ? new Uint32Array(count) : indexes(column);
  }
  return { ...head, ...refs, ...bytes, ...sums, ...later };
}

function checkParents(head: Pick<SpanHeader, 'traces' | 'runAt' | 'parent' | 'parentIds'>): void {
  const outside = head.parentIds.length / 8;
  for (let trace = 0; trace < head.traces; trace++) {
    const end = head.runAt[trace + 1]!;
    const inside = end - head.runAt[trace]!;
    for (let i = head.runAt[trace]!; i < end; i++) {
      const value = head.parent[i]!;
      if (value === 0) continue;
      const index = (value - 1) >>> 1;
      if (index >= (value % 2 === 1 ? inside : outside)) {
        throw new SegmentError('a parent points outside its segment');
      }
    }
  }
}
