import type { SpanHeader } from '../segment/span-header.ts';
import type { Slices } from './slices.ts';
import type { TraceSegment } from './trace-segments.ts';

/** Where the rows of a table come from; a row is a span's place in the order of start. */
export interface StartOrder {
  readonly count: number;
  /** In the order in which their spans are numbered. */
  readonly segments: readonly TraceSegment<SpanHeader>[];
  /** Row → number in `segments`, and ordinal in that segment. */
  readonly segment: Uint32Array;
  readonly ordinal: Uint32Array;
  /** Span, numbered segment by segment → row. */
  readonly row: Uint32Array;
}

/**
 * The spans of segments by start, exact to the nanosecond.
 *
 * Spans that start together: the longer comes first, a parent before its children; equal ones by their ids, so that a
 * trace looks the same each time it is opened. Stretches that are in order are merged: spans arrive about in the order
 * of their start, so that there are few.
 */
export async function startOrder(
  found: readonly TraceSegment<SpanHeader>[],
  slices: Slices,
): Promise<StartOrder> {
  const segments = found.toSorted((a, b) => firstUs(a) - firstUs(b));
  const count = segments.reduce((sum, { ordinals }) => sum + ordinals.length, 0);
  const segmentOf = new Uint32Array(count);
  const ordinalOf = new Uint32Array(count);
  const startUs = new Float64Array(count);
  let at = 0;
  for (const [number, { header, ordinals }] of segments.entries()) {
    for (const i of ordinals) {
      segmentOf[at] = number;
      ordinalOf[at] = i;
      startUs[at++] = header.startUs[i]!;
    }
    if (slices.due) await slices.next();
  }
  const compare = (a: number, b: number): number =>
    startUs[a]! - startUs[b]! ||
    compareEqual(
      segments[segmentOf[a]!]!.header,
      ordinalOf[a]!,
      segments[segmentOf[b]!]!.header,
      ordinalOf[b]!,
    );
  const order = await mergeRuns(count, compare, slices);
  const row = new Uint32Array(count);
  const segment = new Uint32Array(count);
  const ordinal = new Uint32Array(count);
  for (let to = 0; to < count; to++) {
    const span = order[to]!;
    row[span] = to;
    segment[to] = segmentOf[span]!;
    ordinal[to] = ordinalOf[span]!;
  }
  return { count, segments, segment, ordinal, row };
}

function firstUs({ header, ordinals }: TraceSegment<SpanHeader>): number {
  return ordinals.length === 0 ? 0 : header.startUs[ordinals[0]!]!;
}

/** The numbers below `count` in order; equal ones stay as they are. */
async function mergeRuns(
  count: number,
  compare: (a: number, b: number) => number,
  slices: Slices,
): Promise<Uint32Array> {
  let order = new Uint32Array(count);
  /** Where each stretch that is in order begins, and the end. */
  let runs = [0];
  for (let i = 1; i < count; i++) {
    order[i] = i;
    if (compare(i - 1, i) > 0) runs.push(i);
  }
  runs.push(count);
  let other = runs.length > 2 ? new Uint32Array(count) : order;
  while (runs.length > 2) {
    const next: number[] = [];
    for (let k = 0; k < runs.length - 1; k += 2) {
      const from = runs[k]!;
      const middle = runs[k + 1]!;
      const to = runs[k + 2] ?? middle;
      next.push(from);
      let left = from;
      let right = middle;
      for (let at = from; at < to; at++) {
        const takesLeft =
          right === to || (left < middle && compare(order[left]!, order[right]!) <= 0);
        other[at] = takesLeft ? order[left++]! : order[right++]!;
      }
      if (slices.due) await slices.next();
    }
    next.push(count);
    runs = next;
    [order, other] = [other, order];
  }
  return order;
}

/** Spans that start in the same microsecond. */
function compareEqual(left: SpanHeader, i: number, right: SpanHeader, j: number): number {
  return (
    left.startNs[i]! - right.startNs[j]! ||
    right.durationUs[j]! - left.durationUs[i]! ||
    compareIds(left.spanIds, i * 8, right.spanIds, j * 8)
  );
}

function compareIds(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): number {
  for (let k = 0; k < 8; k++) {
    const difference = a[aAt + k]! - b[bAt + k]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
