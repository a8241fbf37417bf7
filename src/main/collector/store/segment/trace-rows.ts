import { SegmentError } from './segment-error.ts';

/**
 * What the writer needs to know of a new segment to find duplicates and to enter its traces in the
 * index: one entry a trace, not stored itself.
 */
export interface TraceRows {
  readonly traces: number;
  /** See `trace-key.ts`. */
  readonly keys: Float64Array;
  /** Earliest and latest start of its records here, microseconds since the epoch. */
  readonly fromUs: Float64Array;
  readonly toUs: Float64Array;
  /** Its records are among the ordinals first to first + count - 1; spans: exactly these. */
  readonly first: Uint32Array;
  readonly count: Uint32Array;
  /** 16 bytes a trace. */
  readonly traceIds: Uint8Array;
  /** 8 bytes a record by ordinal; empty for logs and metrics, which are never taken for duplicates. */
  readonly spanIds: Uint8Array;
}

const TRACE_BYTES = 3 * 8 + 2 * 4 + 16;

/** Lays the columns out in one buffer: f64 number of traces, the columns, the span ids. */
export function allocateTraceRows(
  traces: number,
  spans: number,
): { buffer: ArrayBuffer; rows: TraceRows } {
  const buffer = new ArrayBuffer(8 + traces * TRACE_BYTES + spans * 8);
  new Float64Array(buffer, 0, 1)[0] = traces;
  return { buffer, rows: viewTraceRows(buffer) };
}

/** Views of a buffer made by {@link allocateTraceRows}. */
export function viewTraceRows(buffer: ArrayBuffer): TraceRows {
  const traces = buffer.byteLength >= 8 ? new Float64Array(buffer, 0, 1)[0]! : -1;
  const end = 8 + traces * TRACE_BYTES;
  if (!(traces >= 0) || end > buffer.byteLength) {
    throw new SegmentError('the trace rows of a prepared segment are cut short');
  }
  return {
    traces,
    keys: new Float64Array(buffer, 8, traces),
    fromUs: new Float64Array(buffer, 8 + traces * 8, traces),
    toUs: new Float64Array(buffer, 8 + traces * 16, traces),
    first: new Uint32Array(buffer, 8 + traces * 24, traces),
    count: new Uint32Array(buffer, 8 + traces * 28, traces),
    traceIds: new Uint8Array(buffer, 8 + traces * 32, traces * 16),
    spanIds: new Uint8Array(buffer, end),
  };
}
