import { LINKS_HASHED } from '../../otlp/link-hash.ts';
import { ID_WORD, ID_WORDS } from '../../otlp/span-ids.ts';
import { USAGE_CALL, USAGE_NONE, USAGE_WRAPPER, type SpanRecord } from '../../otlp/types.ts';
import { summarize } from '../summarize.ts';
import { traceKey } from '../trace-key.ts';
import type { PreparedSegment } from '../types.ts';
import { packBody } from './body.ts';
import { ColumnSpace } from './column-space.ts';
import { encodeContext } from './context.ts';
import { buildFilter } from './filter.ts';
import { cutFrames, packFrames } from './frames.ts';
import { OutsideIds } from './outside-ids.ts';
import {
  joinRecords,
  mergeContext,
  requestsOf,
  type MergedContext,
  type SegmentInput,
} from './merge-context.ts';
import { encodeSpanHeader, HEADER_FLAG, type SpanHeader } from './span-header.ts';
import { orderSpans, type SpanOrder } from './span-order.ts';
import { segmentCalls } from './segment-calls.ts';
import { StringTable } from './string-table.ts';
import { encodeTraceParts } from './trace-parts-codec.ts';
import { allocateTraceRows } from './trace-rows.ts';

/**
 * Makes one segment of the spans of one or more requests of a project.
 *
 * A span that occurs twice is kept once, as it came first; `innerDuplicates` says how many each request lost.
 */
export function buildSpanSegment(inputs: readonly SegmentInput<SpanRecord>[]): PreparedSegment {
  const joined = joinRecords(inputs);
  const { records, inputOf } = joined;
  const order = orderSpans(records);
  const context = mergeContext(inputs, joined, order.order);
  const header = fillHeader(records, inputOf, inputs, context, order);
  const count = header.count;

  const innerDuplicates: number[] = [];
  for (const index of order.repeated) {
    const { request } = inputs[inputOf[index]!]!;
    innerDuplicates[request] = (innerDuplicates[request] ?? 0) + 1;
  }
  const starts = new Uint8Array(count);
  for (let run = 0; run < header.traces; run++) starts[header.runAt[run]!] = 1;
  const cuts = cutFrames(header.length, count, (ordinal) => starts[ordinal] === 1);
  const { rows, range } = traceRows(header);
  const body = packBody({
    parts: encodeTraceParts(summarize(header)),
    header: encodeSpanHeader(header),
    context: encodeContext(context),
    filter: buildFilter([...inputs.map(({ batch }) => batch.attributeHashes), LINKS_HASHED]),
    frames: packFrames(header.length, cuts, (i) => records[order.order[i]!]!.bytes),
  });
  const requestOf = requestsOf(order.order, inputOf, inputs);
  return {
    signal: 'traces',
    records: count,
    minUs: range.minUs,
    maxUs: range.maxUs,
    parts: { body, rows },
    requestOf,
    calls: segmentCalls(header, requestOf),
    innerDuplicates: Array.from(innerDuplicates, (lost) => lost ?? 0),
  };
}

/** Writes ids, whose words are big-endian. */
function viewOf(ids: Uint8Array): DataView {
  return new DataView(ids.buffer, ids.byteOffset, ids.length);
}

/** The header's columns, allocated; `count` spans of `traces` traces. */
function allocateHeader(count: number, traces: number) {
  const bytes = traces * 16 + count * 8;
  const numbers = ColumnSpace.bytes(count, { u8: 5, u16: 2, u32: 14, f64: 8 });
  const space = new ColumnSpace(bytes + numbers);
  const u32 = (): Uint32Array => space.u32(count);
  const f64 = (): Float64Array => space.f64(count);
  const u8 = (): Uint8Array => space.u8(count);
  return {
    traceIds: space.u8(traces * 16),
    spanIds: space.u8(count * 8),
    parent: u32(),
    startUs: f64(),
    startNs: space.u16(count),
    durationUs: f64(),
    durationNs: space.u16(count),
    length: u32(),
    resource: u32(),
    scope: u32(),
    name: u32(),
    service: u32(),
    environment: u32(),
    release: u32(),
    provider: u32(),
    model: u32(),
    operation: u32(),
    session: u32(),
    user: u32(),
    kind: u8(),
    status: u8(),
    flags: u8(),
    usage: u8(),
    inputTokens: f64(),
    outputTokens: f64(),
    cachedTokens: f64(),
    cacheWriteTokens: f64(),
    reasoningTokens: f64(),
    cost: f64(),
    costSource: u8(),
    price: u32(),
  };
}

function fillHeader(
  records: readonly SpanRecord[],
  inputOf: Uint16Array,
  inputs: readonly SegmentInput<SpanRecord>[],
  context: MergedContext,
  spanOrder: SpanOrder,
): SpanHeader {
  const { ids, order, runAt } = spanOrder;
  const count = order.length;
  const traces = runAt.length - 1;
  const columns = allocateHeader(count, traces);
  const spanIds = viewOf(columns.spanIds);
  const traceIds = viewOf(columns.traceIds);
  const strings = new StringTable();
  const resources = context.resources.map(({ service, environment, release }) => ({
    service: strings.index(service),
    environment: strings.index(environment),
    release: strings.index(release),
  }));
  for (let i = 0; i < count; i++) {
    const record = records[order[i]!]!;
    const input = inputOf[order[i]!]!;
    const { bytes, fields } = record;
    const resourceAt = context.resourceMaps[input]![record.resource]!;
    const resource = resources[resourceAt]!;
    const id = order[i]! * ID_WORDS + ID_WORD.span;
    spanIds.setInt32(i * 8, ids[id]!);
    spanIds.setInt32(i * 8 + 4, ids[id + 1]!);
    columns.startUs[i] = record.startUs;
    columns.startNs[i] = record.startNs;
    columns.durationUs[i] = record.durationUs;
    columns.durationNs[i] = record.durationNs;
    columns.length[i] = bytes.length;
    columns.resource[i] = resourceAt;
    columns.scope[i] = context.scopeMaps[input]![record.scope]!;
    columns.name[i] = strings.index(record.name);
    columns.service[i] = resource.service;
    columns.environment[i] = resource.environment || strings.index(fields.environment);
    columns.release[i] = resource.release || strings.index(fields.release);
    columns.provider[i] = strings.index(fields.provider);
    columns.model[i] = strings.index(fields.model);
    columns.operation[i] = strings.index(fields.operation);
    columns.session[i] = strings.index(fields.session);
    columns.user[i] = strings.index(fields.user);
    columns.kind[i] = record.kind;
    columns.status[i] = record.status;
    columns.flags[i] =
      (record.hasEvents ? HEADER_FLAG.events : 0) | (record.hasLinks ? HEADER_FLAG.links : 0);
    columns.usage[i] = fields.usage;
    columns.inputTokens[i] = fields.inputTokens;
    columns.outputTokens[i] = fields.outputTokens;
    columns.cachedTokens[i] = fields.cachedTokens;
    columns.cacheWriteTokens[i] = fields.cacheWriteTokens;
    columns.reasoningTokens[i] = fields.reasoningTokens;
    columns.cost[i] = fields.cost;
    columns.costSource[i] = fields.costSource;
    columns.price[i] = strings.index(fields.price ?? '');
  }
  for (let run = 0; run < traces; run++) {
    const id = order[runAt[run]!]! * ID_WORDS + ID_WORD.trace;
    for (let k = 0; k < 4; k++) traceIds.setInt32(run * 16 + k * 4, ids[id + k]!);
  }
  const parentIds = linkParents(spanOrder, columns);
  return { count, traces, runAt, strings: strings.list, parentIds, ...columns };
}

/** Fills `parent`, turns calls above calls into wrappers, and returns the ids of parents that are elsewhere. */
function linkParents(
  { ids, order, runAt, find }: SpanOrder,
  columns: ReturnType<typeof allocateHeader>,
): Uint8Array {
  const ordinalOf = new Uint32Array(ids.length / ID_WORDS);
  for (let i = 0; i < order.length; i++) ordinalOf[order[i]!] = i;
  const outside = new OutsideIds(order.length);
  for (let run = 0; run + 1 < runAt.length; run++) {
    const first = runAt[run]!;
    outside.beginTrace();
    for (let i = first; i < runAt[run + 1]!; i++) {
      const id = order[i]! * ID_WORDS + ID_WORD.parent;
      const high = ids[id]!;
      const low = ids[id + 1]!;
      if (high === 0 && low === 0) continue;
      const found = find(order[i]!, high, low);
      if (found >= 0) {
        const parent = ordinalOf[found]!;
        columns.parent[i] = 1 + 2 * (parent - first);
        if (isPaidCall(columns, i) && columns.usage[parent] === USAGE_CALL && parent !== i) {
          columns.usage[parent] = USAGE_WRAPPER;
        }
        continue;
      }
      columns.parent[i] = 2 + 2 * outside.indexOf(high, low);
    }
  }
  return outside.bytes();
}

/** A model call that says what it used: only such a call makes its parent a wrapper. */
function isPaidCall(columns: ReturnType<typeof allocateHeader>, i: number): boolean {
  const tokens = columns.inputTokens[i]! + columns.outputTokens[i]!;
  return columns.usage[i] !== USAGE_NONE && (tokens > 0 || columns.costSource[i] !== 0);
}

function traceRows(header: SpanHeader): {
  rows: ArrayBuffer;
  range: { minUs: number; maxUs: number };
} {
  const { traces, runAt, startUs, durationUs } = header;
  const { buffer, rows } = allocateTraceRows(traces, header.count);
  rows.traceIds.set(header.traceIds);
  rows.spanIds.set(header.spanIds);
  let minUs = Infinity;
  let maxUs = 0;
  for (let run = 0; run < traces; run++) {
    const first = runAt[run]!;
    const end = runAt[run + 1]!;
    rows.keys[run] = traceKey(header.traceIds, run * 16);
    rows.first[run] = first;
    rows.count[run] = end - first;
    rows.fromUs[run] = startUs[first]!;
    rows.toUs[run] = startUs[end - 1]!;
    minUs = Math.min(minUs, startUs[first]!);
    for (let i = first; i < end; i++) maxUs = Math.max(maxUs, startUs[i]! + durationUs[i]!);
  }
  return { rows: buffer, range: { minUs: Math.min(minUs, maxUs), maxUs } };
}
