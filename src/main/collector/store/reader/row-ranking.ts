import type { TraceCursor, TraceSort } from '../../../../shared/contract/traces.ts';
import type { RowSelection } from './row-selection.ts';
import { compareIds, compareToId, idPrefix, idWords } from './trace-id.ts';
import type { TraceColumns } from './trace-columns.ts';
import { smallestPositions } from './smallest.ts';

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

/** Room for keys and rows, kept between queries: fresh memory would cost more than the query itself. */
let scratch = new Float64Array(0);
let rowScratch = new Uint32Array(0);

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
      return c.tokens[row]!;
    default: {
      const cost = c.costUsd[row]!;
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
  if (scratch.length < count) scratch = new Float64Array(count * 1.25);
  const keys = scratch;
  fillKeys(c, rows, count, sort, sign, keys);
  if (after !== undefined) {
    if (rowScratch.length < count) rowScratch = new Uint32Array(Math.ceil(count * 1.25));
    count = keepAfter(c, rows, keys, count, sign * after.value, after.traceId, rowScratch);
    rows = rowScratch;
  }
  const prefix = (position: number): number => idPrefix(c.ids, rows[position]!);
  const first = smallestPositions(keys, count, limit, prefix);
  first.sort((a, b) => keys[a]! - keys[b]! || compareIds(c.ids, rows[a]!, rows[b]!));
  return { rows: first.slice(0, limit).map((at) => rows[at]!), more: count > limit };
}

function fillKeys(
  c: TraceColumns,
  rows: Uint32Array,
  count: number,
  sort: TraceSort,
  sign: number,
  keys: Float64Array,
): void {
  // A loop for each kind of column: one that meets several kinds takes twice as long.
  switch (sort) {
    case 'start':
      return fillFrom(c.startUs, rows, count, sign, keys);
    case 'tokens':
      return fillFrom(c.tokens, rows, count, sign, keys);
    case 'spans':
      return fillFromCounts(c.spans, rows, count, sign, keys);
    case 'errors':
      return fillFromCounts(c.errors, rows, count, sign, keys);
    case 'duration': {
      const { startUs, endUs } = c;
      for (let i = 0; i < count; i++) keys[i] = sign * (endUs[rows[i]!]! - startUs[rows[i]!]!);
      return;
    }
    default:
      for (let i = 0; i < count; i++) keys[i] = sign * sortValue(c, rows[i]!, sort);
  }
}

function fillFrom(
  column: Float64Array,
  rows: Uint32Array,
  count: number,
  sign: number,
  keys: Float64Array,
): void {
  for (let i = 0; i < count; i++) keys[i] = sign * column[rows[i]!]!;
}

function fillFromCounts(
  column: Uint32Array,
  rows: Uint32Array,
  count: number,
  sign: number,
  keys: Float64Array,
): void {
  for (let i = 0; i < count; i++) keys[i] = sign * column[rows[i]!]!;
}

/** Writes the rows that come after the cursor to `to`, their keys to the front of `keys`. */
function keepAfter(
  c: TraceColumns,
  rows: Uint32Array,
  keys: Float64Array,
  count: number,
  key: number,
  traceId: string,
  to: Uint32Array,
): number {
  const words = idWords(traceId);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const own = keys[i]!;
    if (own < key || (own === key && compareToId(c.ids, row, words) <= 0)) continue;
    to[kept] = row;
    keys[kept++] = own;
  }
  return kept;
}
