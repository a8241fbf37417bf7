import type { LogEntry } from '../../otlp/types.ts';
import { traceKey } from '../trace-key.ts';
import type { PreparedSegment } from '../types.ts';
import { packBody } from './body.ts';
import { encodeContext } from './context.ts';
import { buildFilter } from './filter.ts';
import { cutFrames, packFrames } from './frames.ts';
import { encodeLogHeader, type LogHeader } from './log-header.ts';
import { joinRecords, mergeContext, requestsOf, type SegmentInput } from './merge-context.ts';
import { allocateTraceRows } from './trace-rows.ts';

/** Makes one segment of the log records of one or more requests of a project, in order of time. */
export function buildLogSegment(inputs: readonly SegmentInput<LogEntry>[]): PreparedSegment {
  const joined = joinRecords(inputs);
  const { records, inputOf } = joined;
  const count = records.length;
  const order = Uint32Array.from(records, (_, i) => i);
  order.sort((x, y) => records[x]!.timeUs - records[y]!.timeUs || x - y);
  const context = mergeContext(inputs, joined, order);
  const traces = new TraceRanges();
  const header: LogHeader = {
    count,
    traceIds: new Uint8Array(0),
    trace: new Uint32Array(count),
    spanIds: new Uint8Array(count * 8),
    timeUs: new Float64Array(count),
    severity: new Uint8Array(count),
    length: new Uint32Array(count),
    resource: new Uint32Array(count),
    scope: new Uint32Array(count),
  };
  let minUs = Infinity;
  let maxUs = 0;
  for (let i = 0; i < count; i++) {
    const entry = records[order[i]!]!;
    const input = inputOf[order[i]!]!;
    const { bytes, timeUs, traceIdAt, spanIdAt } = entry;
    if (traceIdAt >= 0) header.trace[i] = 1 + traces.add(bytes, traceIdAt, i, timeUs);
    if (spanIdAt >= 0) header.spanIds.set(bytes.subarray(spanIdAt, spanIdAt + 8), i * 8);
    header.timeUs[i] = timeUs;
    header.severity[i] = entry.severity;
    header.length[i] = bytes.length;
    header.resource[i] = context.resourceMaps[input]![entry.resource]!;
    header.scope[i] = context.scopeMaps[input]![entry.scope]!;
    if (timeUs > 0) minUs = Math.min(minUs, timeUs);
    maxUs = Math.max(maxUs, timeUs);
  }
  const cuts = cutFrames(header.length, count, () => true);
  const { traceIds, rows } = traces.finish();
  const body = packBody({
    parts: new Uint8Array(0),
    header: encodeLogHeader({ ...header, traceIds }),
    context: encodeContext(context),
    filter: buildFilter(inputs.map(({ batch }) => batch.attributeHashes)),
    frames: packFrames(header.length, cuts, (i) => records[order[i]!]!.bytes),
  });
  return {
    signal: 'logs',
    records: count,
    minUs: Math.min(minUs, maxUs),
    maxUs,
    parts: { body, rows },
    requestOf: requestsOf(order, inputOf, inputs),
  };
}

interface TraceRange {
  readonly id: Uint8Array;
  readonly first: number;
  readonly fromUs: number;
  last: number;
  toUs: number;
}

/** For each trace that log records name, the stretch of ordinals among which its records are. */
class TraceRanges {
  readonly #known = new Map<string, number>();
  readonly #list: TraceRange[] = [];

  /** Number of the trace whose id is at `at`. */
  add(bytes: Uint8Array, at: number, ordinal: number, timeUs: number): number {
    const id = bytes.subarray(at, at + 16);
    const key = Buffer.from(id.buffer, id.byteOffset, 16).toString('latin1');
    const known = this.#known.get(key);
    if (known === undefined) {
      const range = { id, first: ordinal, last: ordinal, fromUs: timeUs, toUs: timeUs };
      const index = this.#list.push(range) - 1;
      this.#known.set(key, index);
      return index;
    }
    const range = this.#list[known]!;
    range.last = ordinal;
    range.toUs = timeUs;
    return known;
  }

  /** All trace ids by number, and the rows of the index in the order of their keys. */
  finish(): { traceIds: Uint8Array; rows: ArrayBuffer } {
    const traceIds = Buffer.concat(this.#list.map(({ id }) => id));
    const { buffer, rows } = allocateTraceRows(this.#list.length, 0);
    const keyed = this.#list.map((range) => ({ range, key: traceKey(range.id, 0) }));
    keyed.sort((x, y) => x.key - y.key);
    for (const [row, { range, key }] of keyed.entries()) {
      rows.keys[row] = key;
      rows.fromUs[row] = range.fromUs;
      rows.toUs[row] = range.toUs;
      rows.first[row] = range.first;
      rows.count[row] = range.last - range.first + 1;
      rows.traceIds.set(range.id, row * 16);
    }
    return { traceIds, rows: buffer };
  }
}
