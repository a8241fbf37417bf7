import type { SpanTable } from '../../../../shared/span-table.ts';
import { StringTable } from '../segment/string-table.ts';
import type { SpanHeader } from '../segment/span-header.ts';
import { linkParents } from './link-parents.ts';
import { CostCount } from './cost-count.ts';
import { Slices } from './slices.ts';
import type { TraceSegment } from './trace-segments.ts';

/** Rows filled before the clock is looked at. */
const STRIDE = 1024;

/** Where a row of the table comes from. */
interface SpanPlaces {
  readonly count: number;
  /** Number in the list of segments, and ordinal in that segment. */
  readonly segment: Uint32Array;
  readonly ordinal: Uint32Array;
}

/**
 * The waterfall of a trace from the headers of its segments, in order of start, exact to the nanosecond.
 *
 * Spans of equal start keep the order of their ids, so that a trace looks the same each time it is opened.
 */
export async function buildSpanTable(
  segments: readonly TraceSegment<SpanHeader>[],
): Promise<SpanTable> {
  const slices = new Slices();
  const places = sortPlaces(segments);
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
  const startUs =
    count === 0 ? 0 : segments[places.segment[0]!]!.header.startUs[places.ordinal[0]!]!;
  for (let row = 0; row < count; row++) {
    const { header } = segments[places.segment[row]!]!;
    const i = places.ordinal[row]!;
    const text = (column: Uint32Array): string => header.strings[column[i]!]!;
    for (let k = 0; k < 8; k++) columns.spanIds[row * 8 + k] = header.spanIds[i * 8 + k]!;
    columns.startNs[row] = (header.startUs[i]! - startUs) * 1000 + header.startNs[i]!;
    columns.durationNs[row] = header.durationUs[i]! * 1000 + header.durationNs[i]!;
    columns.name[row] = tables.names.index(text(header.name));
    columns.service[row] = tables.services.index(text(header.service));
    columns.model[row] = tables.models.index(text(header.model));
    columns.operation[row] = tables.operations.index(text(header.operation));
    columns.inputTokens[row] = header.inputTokens[i]!;
    columns.outputTokens[row] = header.outputTokens[i]!;
    columns.costUsd[row] = header.costSource[i] === 0 ? Number.NaN : header.cost[i]!;
    costs.add(header, i);
    columns.kind[row] = header.kind[i]!;
    columns.status[row] = header.status[i]!;
    columns.flags[row] = header.flags[i]!;
    if (row % STRIDE === STRIDE - 1 && slices.due) await slices.next();
  }
  const parents = await linkParents(columns.spanIds, count, slices, (row) =>
    parentOf(segments, places, row),
  );
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

/** The parent's id as bytes and offset; undefined for a root. */
function parentOf(
  segments: readonly TraceSegment<SpanHeader>[],
  places: SpanPlaces,
  row: number,
): readonly [Uint8Array, number] | undefined {
  const { header } = segments[places.segment[row]!]!;
  const value = header.parent[places.ordinal[row]!]!;
  if (value === 0) return undefined;
  const index = (value - 1) >>> 1;
  if (value % 2 === 0) return [header.parentIds, index * 8];
  return [header.spanIds, (runStart(header, places.ordinal[row]!) + index) * 8];
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

function sortPlaces(segments: readonly TraceSegment<SpanHeader>[]): SpanPlaces {
  const count = segments.reduce((sum, { ordinals }) => sum + ordinals.length, 0);
  const segment = new Uint32Array(count);
  const ordinal = new Uint32Array(count);
  const startUs = new Float64Array(count);
  let at = 0;
  for (const [number, { header, ordinals }] of segments.entries()) {
    for (const i of ordinals) {
      segment[at] = number;
      ordinal[at] = i;
      startUs[at++] = header.startUs[i]!;
    }
  }
  const order = new Uint32Array(count);
  for (let row = 0; row < count; row++) order[row] = row;
  order.sort((a, b) => {
    const difference = startUs[a]! - startUs[b]!;
    if (difference !== 0) return difference;
    const left = segments[segment[a]!]!.header;
    const right = segments[segment[b]!]!.header;
    const i = ordinal[a]!;
    const j = ordinal[b]!;
    // Of spans that start together the longer comes first: a parent before its children.
    return (
      left.startNs[i]! - right.startNs[j]! ||
      right.durationUs[j]! - left.durationUs[i]! ||
      compareIds(left.spanIds, i * 8, right.spanIds, j * 8)
    );
  });
  return {
    count,
    segment: order.map((row) => segment[row]!),
    ordinal: order.map((row) => ordinal[row]!),
  };
}

function compareIds(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): number {
  for (let k = 0; k < 8; k++) {
    const difference = a[aAt + k]! - b[bAt + k]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
