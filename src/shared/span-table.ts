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
  /** Start of the trace, microseconds since the Unix epoch. */
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
  /** Row of the parent; -1: no parent id (a root); -2: the parent is not in this trace (an orphan). */
  readonly parents: Int32Array;
  /** Nanoseconds after the start of the trace; negative where a clock was skewed. */
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

export const SPAN_FLAG = { events: 1, links: 2, logs: 4 } as const;

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

const align8 = (bytes: number): number => (bytes + 7) & ~7;

interface Header {
  count: number;
  startUs: number;
  names: readonly string[];
  services: readonly string[];
  models: readonly string[];
  operations: readonly string[];
  costs?: CostSources | undefined;
}

/** Packs a table: u32 header length, JSON header, then each column 8-byte aligned, little-endian. */
export function encodeSpanTable(table: SpanTable): ArrayBuffer {
  const { count, startUs, names, services, models, operations, costs } = table;
  const header: Header = { count, startUs, names, services, models, operations, costs };
  const json = new TextEncoder().encode(JSON.stringify(header));
  let size = align8(4 + json.length);
  for (const [name] of COLUMNS) size += align8(table[name].byteLength);
  const out = new Uint8Array(size);
  new DataView(out.buffer).setUint32(0, json.length, true);
  out.set(json, 4);
  let at = align8(4 + json.length);
  for (const [name] of COLUMNS) {
    const column = table[name];
    out.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += align8(column.byteLength);
  }
  return out.buffer;
}

/** Reads what {@link encodeSpanTable} made; the columns are views, nothing is copied. */
export function decodeSpanTable(buffer: ArrayBuffer): SpanTable {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length))) as Header;
  let at = align8(4 + length);
  const columns: Record<string, unknown> = {};
  for (const [name, Column, width] of COLUMNS) {
    const column = new Column(buffer, at, header.count * width);
    columns[name] = column;
    at += align8(column.byteLength);
  }
  return { ...header, ...columns } as unknown as SpanTable;
}
