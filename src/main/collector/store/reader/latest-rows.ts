import type { RowSelection } from './row-selection.ts';
import type { Ranking } from './row-ranking.ts';
import { compareIds, compareToId, idWords } from './trace-id.ts';
import type { TraceCursor } from '../../../../shared/contract/traces.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Rows that share a bound: 512, so that little more than a page is sorted. */
const BLOCK_BITS = 9;
/** Blocks looked at before the search is given up: rows that came in no order of time are ranked in another way. */
const MAX_BLOCKS = 16;

/** Upper bounds of the start times of stretches of rows. Traces come about in order, so the latest are at the end. */
export class StartBounds {
  private max = new Float64Array(16).fill(-Infinity);

  /** Takes note of a row's start, microseconds. */
  raise(row: number, startUs: number): void {
    const block = row >>> BLOCK_BITS;
    if (block >= this.max.length) {
      const grown = new Float64Array(block * 2).fill(-Infinity);
      grown.set(this.max);
      this.max = grown;
    }
    if (startUs > this.max[block]!) this.max[block] = startUs;
  }

  /** No row before the block of this one starts later. */
  before(row: number): number {
    let bound = -Infinity;
    for (let block = (row >>> BLOCK_BITS) - 1; block >= 0; block--) {
      if (this.max[block]! > bound) bound = this.max[block]!;
    }
    return bound;
  }
}

/**
 * The page of a selection with the latest starts, as `rankRows` would give it, read from the end of the selection;
 * undefined when the end of it does not tell.
 */
export function latestRows(
  c: TraceColumns,
  bounds: StartBounds,
  { rows, count }: RowSelection,
  limit: number,
  after: TraceCursor | undefined,
): Ranking | undefined {
  const { startUs } = c;
  const cursor = after === undefined ? undefined : idWords(after.traceId);
  const later = (a: number, b: number): number =>
    startUs[b]! - startUs[a]! || compareIds(c.ids, a, b);
  let found: number[] = [];
  let at = count - 1;
  for (let blocks = 0; at >= 0; blocks++) {
    if (blocks === MAX_BLOCKS) return undefined;
    const block = rows[at]! >>> BLOCK_BITS;
    const bound = bounds.before(rows[at]!);
    for (; at >= 0 && rows[at]! >>> BLOCK_BITS === block; at--) {
      const row = rows[at]!;
      if (after !== undefined) {
        const start = startUs[row]!;
        if (start > after.value) continue;
        if (start === after.value && compareToId(c.ids, row, cursor!) <= 0) continue;
      }
      found.push(row);
    }
    if (found.length <= limit) continue;
    found = found.toSorted(later).slice(0, limit + 1);
    // What is left starts before the last row of the page, so it comes after it.
    if (bound < startUs[found[limit - 1]!]!) break;
  }
  const page = found.toSorted(later).slice(0, limit);
  return { rows: page, more: found.length > limit };
}
