/** How many spans of a trace carry their cost, and how many were costed from which versions of the price table. */
export interface CostSources {
  readonly sent: number;
  readonly computed: number;
  /** Dates; empty where they were not kept. */
  readonly versions: readonly string[];
}

/**
 * A trace for the waterfall as columns: one entry per span, ordered by start time.
 *
 * Columns instead of objects, because 100,000 spans must reach the window without a pause.
 */
export interface SpanTable {
  readonly count: number;
  /** Start of the trace, microseconds since the Unix epoch: of spans that have a start, if any has. */
  readonly startUs: number;
  /** Distinct names and services; the index columns point into them. */
  readonly names: readonly string[];
  readonly services: readonly string[];
  readonly models: readonly string[];
  /** GenAI operations (`chat`, `execute_tool`, ...); index 0 is ''. */
  readonly operations: readonly string[];
  /** Where the costs come from; absent: the spans have none. */
  readonly costs?: CostSources | undefined;
  /** 8 bytes a span. */
  readonly spanIds: Uint8Array;
  /**
   * Row of the parent; -1: no parent id (a root); -2: the parent is not in this trace (an orphan); -3: following the
   * parents led back to this span, and the ring is cut here.
   */
  readonly parents: Int32Array;
  /**
   * Nanoseconds after the start of the trace; negative where a clock was skewed. One of a span without times is
   * that of its parent, or 0, and it has no duration: see {@link SPAN_FLAG}.
   */
  readonly startNs: Float64Array;
  readonly durationNs: Float64Array;
  readonly name: Uint32Array;
  readonly service: Uint32Array;
  readonly model: Uint32Array;
  readonly operation: Uint32Array;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  /** US dollars, NaN when unknown. */
  readonly costUsd: Float64Array;
  /** OTLP SpanKind 0-5. */
  readonly kind: Uint8Array;
  /** OTLP StatusCode: 2 is an error. */
  readonly status: Uint8Array;
  /** Bits of {@link SPAN_FLAG}. */
  readonly flags: Uint8Array;
}

/** `noStart`: the sender gave no times, where a trace has spans with some. */
export const SPAN_FLAG = { events: 1, links: 2, logs: 4, noStart: 8 } as const;

const COLUMNS = [
  ['spanIds', Uint8Array, 8],
  ['parents', Int32Array, 1],
  ['startNs', Float64Array, 1],
  ['durationNs', Float64Array, 1],
  ['name', Uint32Array, 1],
  ['service', Uint32Array, 1],
  ['model', Uint32Array, 1],
  ['operation', Uint32Array, 1],
  ['inputTokens', Float64Array, 1],
  ['outputTokens', Float64Array, 1],
  ['costUsd', Float64Array, 1],
  ['kind', Uint8Array, 1],
  ['status', Uint8Array, 1],
  ['flags', Uint8Array, 1],
] as const;

type ColumnName = (typeof COLUMNS)[number][0];
type Column = SpanTable[ColumnName];

/** How a column is packed: its one value, in narrower numbers that hold every value, or as it is. */
type Packing = 'one' | 'u8' | 'u16' | 'u32' | 'whole';

const NARROW = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array } as const;

const align8 = (bytes: number): number => (bytes + 7) & ~7;

interface Header {
  count: number;
  startUs: number;
  names: readonly string[];
  services: readonly string[];
  models: readonly string[];
  operations: readonly string[];
  costs?: CostSources | undefined;
  /** How each of {@link COLUMNS} is packed, in their order. */
  packing: readonly Packing[];
}

/**
 * Packs a table: u32 header length, JSON header, then each column 8-byte aligned, little-endian.
 *
 * Columns are made narrower where that is free: a trace of a million spans goes over the wire in two thirds of its size.
 */
export function encodeSpanTable(table: SpanTable): ArrayBuffer {
  const { count, startUs, names, services, models, operations, costs } = table;
  const packed = COLUMNS.map(([name, , width]) => pack(table[name], width));
  const packing = packed.map((column) => column.packing);
  const header: Header = { count, startUs, names, services, models, operations, costs, packing };
  const json = new TextEncoder().encode(JSON.stringify(header));
  let size = align8(4 + json.length);
  for (const { column } of packed) size += align8(column.byteLength);
  const out = new Uint8Array(size);
  new DataView(out.buffer).setUint32(0, json.length, true);
  out.set(json, 4);
  let at = align8(4 + json.length);
  for (const { column } of packed) {
    out.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += align8(column.byteLength);
  }
  return out.buffer;
}

/** Reads what {@link encodeSpanTable} made; columns that were not packed are views, nothing is copied. */
export function decodeSpanTable(buffer: ArrayBuffer): SpanTable {
  const length = new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, length));
  const { packing, ...header } = JSON.parse(text) as Header;
  let at = align8(4 + length);
  const columns: Record<string, unknown> = {};
  for (const [i, [name, Whole, width]] of COLUMNS.entries()) {
    const how = packing[i]!;
    const isNarrow = how !== 'one' && how !== 'whole';
    const Stored = isNarrow ? NARROW[how] : Whole;
    const stored = new Stored(buffer, at, how === 'one' ? 1 : header.count * width);
    // The engine converts between kinds of arrays by itself, in one call.
    if (how === 'one') columns[name] = new Whole(header.count).fill(stored[0]!);
    else columns[name] = isNarrow ? new Whole(stored) : stored;
    at += align8(stored.byteLength);
  }
  return { ...header, ...columns } as unknown as SpanTable;
}

function pack(column: Column, width: number): { packing: Packing; column: Column | Uint16Array } {
  if (width === 1 && column.length > 1 && isOneValue(column)) {
    return { packing: 'one', column: column.subarray(0, 1) };
  }
  // Others are as narrow as they get, or have values below zero.
  if (!(column instanceof Float64Array) && !(column instanceof Uint32Array)) {
    return { packing: 'whole', column };
  }
  const max = column instanceof Float64Array ? maxOfDoubles(column) : maxOfWords(column);
  if (max <= 0xff) return { packing: 'u8', column: new Uint8Array(column) };
  if (max <= 0xffff) return { packing: 'u16', column: new Uint16Array(column) };
  if (max > 0xffffffff || column instanceof Uint32Array) return { packing: 'whole', column };
  return { packing: 'u32', column: new Uint32Array(column) };
}

function isOneValue(column: Column): boolean {
  const [first] = column;
  // NaN, a cost that is not known, is one too.
  for (let i = 1; i < column.length; i++) if (!Object.is(column[i], first)) return false;
  return true;
}

function maxOfWords(column: Uint32Array): number {
  let max = 0;
  for (let i = 0; i < column.length; i++) if (column[i]! > max) max = column[i]!;
  return max;
}

/** Infinity where any is not a whole number from zero on. */
function maxOfDoubles(column: Float64Array): number {
  let max = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    // NaN fails this test too.
    if (!(value >= 0 && value === Math.floor(value))) return Infinity;
    if (value > max) max = value;
  }
  return max;
}
