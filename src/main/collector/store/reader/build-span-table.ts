import { SPAN_FLAG, type SpanTable } from '../../../../shared/span-table.ts';
import { StringTable } from '../segment/string-table.ts';
import type { SpanHeader } from '../segment/span-header.ts';
import { linkParents, ROOT, type FindParent } from './link-parents.ts';
import { CostCount } from './cost-count.ts';
import { Slices } from './slices.ts';
import { startOrder, type StartOrder } from './start-order.ts';
import type { TraceSegment } from './trace-segments.ts';

/** The waterfall of a trace from the headers of its segments, see {@link startOrder}. */
export async function buildSpanTable(
  segments: readonly TraceSegment<SpanHeader>[],
): Promise<SpanTable> {
  const slices = new Slices();
  const places = await startOrder(segments, slices);
  const { count } = places;
  const tables = {
    names: new StringTable(),
    services: new StringTable(),
    models: new StringTable(),
    operations: new StringTable(),
  };
  const columns = {
    spanIds: new Uint8Array(count * 8),
    startNs: new Float64Array(count),
    durationNs: new Float64Array(count),
    name: new Uint32Array(count),
    service: new Uint32Array(count),
    model: new Uint32Array(count),
    operation: new Uint32Array(count),
    inputTokens: new Float64Array(count),
    outputTokens: new Float64Array(count),
    costUsd: new Float64Array(count),
    kind: new Uint8Array(count),
    status: new Uint8Array(count),
    flags: new Uint8Array(count),
  };
  const costs = new CostCount();
  const { startUs, timeless } = firstStart(places);
  let at = 0;
  // Segment by segment: the engine is several times slower where the arrays change from row to row.
  for (const { header, ordinals } of places.segments) {
    const nameOf = indexesIn(tables.names, header.strings);
    const serviceOf = indexesIn(tables.services, header.strings);
    const modelOf = indexesIn(tables.models, header.strings);
    const operationOf = indexesIn(tables.operations, header.strings);
    for (const i of ordinals) {
      const row = places.row[at++]!;
      for (let k = 0; k < 8; k++) columns.spanIds[row * 8 + k] = header.spanIds[i * 8 + k]!;
      columns.startNs[row] = (header.startUs[i]! - startUs) * 1000 + header.startNs[i]!;
      columns.durationNs[row] = header.durationUs[i]! * 1000 + header.durationNs[i]!;
      columns.name[row] = nameOf(header.name[i]!);
      columns.service[row] = serviceOf(header.service[i]!);
      columns.model[row] = modelOf(header.model[i]!);
      columns.operation[row] = operationOf(header.operation[i]!);
      columns.inputTokens[row] = header.inputTokens[i]!;
      columns.outputTokens[row] = header.outputTokens[i]!;
      columns.costUsd[row] = header.costSource[i] === 0 ? Number.NaN : header.cost[i]!;
      costs.add(header, i);
      columns.kind[row] = header.kind[i]!;
      columns.status[row] = header.status[i]!;
      columns.flags[row] = header.flags[i]!;
    }
    if (slices.due) await slices.next();
  }
  const parents = await linkParents(columns.spanIds, count, slices, (row, find) =>
    parentOf(places, row, find),
  );
  placeTimeless(columns, parents, timeless);
  return {
    count,
    startUs,
    names: tables.names.list,
    services: tables.services.list,
    models: tables.models.list,
    operations: tables.operations.list,
    costs: costs.sources(),
    parents,
    ...columns,
  };
}

/** Start of the first span that has one, microseconds since the Unix epoch, and how many come before it without. */
function firstStart({ count, segments, segment, ordinal }: StartOrder): {
  startUs: number;
  timeless: number;
} {
  for (let row = 0; row < count; row++) {
    const startUs = segments[segment[row]!]!.header.startUs[ordinal[row]!]!;
    if (startUs > 0) return { startUs, timeless: row };
  }
  return { startUs: 0, timeless: 0 };
}

/**
 * Puts the first `timeless` rows, whose spans came without times, at the start of their parents, or at that of the
 * trace. They would lie in 1970 otherwise, and all else would be a hair at the other end; how long they took is known as
 * little. (A span with an end alone has come here with that for a start.)
 */
function placeTimeless(
  { startNs, durationNs, flags }: Pick<SpanTable, 'startNs' | 'durationNs' | 'flags'>,
  parents: Int32Array,
  timeless: number,
): void {
  startNs.fill(Number.NaN, 0, timeless);
  for (let row = 0; row < timeless; row++) {
    let above = row;
    while (above >= 0 && Number.isNaN(startNs[above])) above = parents[above]!;
    const start = above < 0 ? 0 : startNs[above]!;
    for (let at = row; at !== above && at >= 0; at = parents[at]!) startNs[at] = start;
    durationNs[row] = 0;
    flags[row]! |= SPAN_FLAG.noStart;
  }
}

/** The row of a span's parent. */
function parentOf(
  { segments, segment, ordinal }: StartOrder,
  row: number,
  find: FindParent,
): number {
  const { header } = segments[segment[row]!]!;
  const i = ordinal[row]!;
  const value = header.parent[i]!;
  if (value === 0) return ROOT;
  const index = (value - 1) >>> 1;
  if (value % 2 === 0) return find(header.parentIds, index * 8);
  return find(header.spanIds, (runStart(header, i) + index) * 8);
}

/** First ordinal of the trace that an ordinal belongs to. */
function runStart({ runAt, traces }: SpanHeader, ordinal: number): number {
  let low = 0;
  let high = traces;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (runAt[middle]! <= ordinal) low = middle;
    else high = middle;
  }
  return runAt[low]!;
}

/** Indexes in a table of the whole trace of the strings of one header, each looked up once. */
function indexesIn(table: StringTable, strings: readonly string[]): (ref: number) => number {
  const known = new Uint32Array(strings.length);
  return (ref) => {
    if (ref === 0) return 0;
    if (known[ref] === 0) known[ref] = table.index(strings[ref]!);
    return known[ref]!;
  };
}
