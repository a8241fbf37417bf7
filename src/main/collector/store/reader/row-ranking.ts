import type { TraceCursor, TraceSort } from '../../../../shared/contract/traces.ts';
import type { RowSelection } from './row-selection.ts';
import { compareIds, idWords } from './trace-id.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Above this many candidates a threshold taken from a sample keeps the sort small. */
const SORT_ALL = 4096;
const SAMPLE = 2048;

export interface RankOptions {
  readonly sort: TraceSort;
  readonly descending: boolean;
  readonly limit: number;
  readonly after?: TraceCursor | undefined;
}

/** The first rows of a selection in sort order, and whether more follow. */
export interface Ranking {
  readonly rows: readonly number[];
  readonly more: boolean;
}

/** What a row is sorted by; an unknown cost sorts below every known one, as -1. */
export function sortValue(c: TraceColumns, row: number, sort: TraceSort): number {
  switch (sort) {
    case 'start':
      return c.startUs[row]!;
    case 'duration':
      return c.endUs[row]! - c.startUs[row]!;
    case 'spans':
      return c.spans[row]!;
    case 'errors':
      return c.errors[row]!;
    case 'tokens':
      return c.tokens(row);
    default: {
      const cost = c.costUsd(row);
      return Number.isNaN(cost) ? -1 : cost;
    }
  }
}

/**
 * A page of a selection, by value and then by ascending trace id; the cursor is the last row of the page before.
 *
 * Values and ids decide alone, never positions, so rows that arrive meanwhile move no other row of later pages.
 */
export function rankRows(c: TraceColumns, selection: RowSelection, options: RankOptions): Ranking {
  const { sort, descending, limit, after } = options;
  const sign = descending ? -1 : 1;
  let { rows, count } = selection;
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = sign * sortValue(c, rows[i]!, sort);
  if (after !== undefined) {
    rows = rows.slice(0, count);
    count = keepAfter(c, rows, keys, count, sign * after.value, after.traceId);
  }
  const first = smallest(c, rows, keys, count, limit);
  first.sort((a, b) => keys[a]! - keys[b]! || compareIds(c.ids, rows[a]!, rows[b]!));
  return { rows: first.slice(0, limit).map((at) => rows[at]!), more: count > limit };
}

function keepAfter(
  c: TraceColumns,
  rows: Uint32Array,
  keys: Float64Array,
  count: number,
  key: number,
  traceId: string,
): number {
  const words = idWords(traceId);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const own = keys[i]!;
    if (own < key || (own === key && !isAfter(c.ids, row, words))) continue;
    rows[kept] = row;
    keys[kept++] = own;
  }
  return kept;
}

function isAfter(ids: Uint32Array, row: number, words: readonly number[]): boolean {
  for (let word = 0; word < 4; word++) {
    const difference = ids[row * 4 + word]! - words[word]!;
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** Positions that hold the `limit` smallest keys, ties by trace id, and perhaps a few more. */
function smallest(
  c: TraceColumns,
  rows: Uint32Array,
  keys: Float64Array,
  count: number,
  limit: number,
): number[] {
  const threshold = thresholdFor(keys, count, limit);
  const below = positionsWhere(keys, count, (key) => key < threshold);
  if (below.length >= limit) return below;
  const ties = positionsWhere(keys, count, (key) => key === threshold);
  const missing = limit - below.length;
  if (ties.length > Math.max(missing, SORT_ALL)) {
    // Most rows share a value (no errors, no tokens): the same again by the first bits of the trace id.
    const prefixes = Float64Array.from(ties, (at) => idPrefix(c.ids, rows[at]!));
    const limitPrefix = thresholdFor(prefixes, prefixes.length, missing);
    return below.concat(ties.filter((_, i) => prefixes[i]! <= limitPrefix));
  }
  return below.concat(ties);
}

/** A value that at least `limit` keys do not exceed, and usually not many more; Infinity when all are wanted. */
function thresholdFor(keys: Float64Array, count: number, limit: number): number {
  if (count <= Math.max(limit, SORT_ALL)) return Infinity;
  const sample = new Float64Array(SAMPLE);
  const stride = count / SAMPLE;
  for (let i = 0; i < SAMPLE; i++) sample[i] = keys[Math.floor(i * stride)]!;
  sample.sort();
  const expected = (limit / count) * SAMPLE;
  for (let rank = Math.ceil(expected + 4 * Math.sqrt(expected) + 4); rank < SAMPLE; rank *= 4) {
    const threshold = sample[rank]!;
    let within = 0;
    for (let i = 0; i < count; i++) if (keys[i]! <= threshold) within++;
    if (within >= limit) return threshold;
  }
  return Infinity;
}

function positionsWhere(
  keys: Float64Array,
  count: number,
  test: (key: number) => boolean,
): number[] {
  const positions: number[] = [];
  for (let i = 0; i < count; i++) if (test(keys[i]!)) positions.push(i);
  return positions;
}

function idPrefix(ids: Uint32Array, row: number): number {
  return ids[row * 4]! * 0x200000 + (ids[row * 4 + 1]! >>> 11);
}
