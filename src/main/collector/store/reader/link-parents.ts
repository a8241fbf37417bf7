import type { Slices } from './slices.ts';
import { SpanIdTable } from './span-id-table.ts';

/** Rows linked before the clock is looked at. */
const STRIDE = 4096;
/** No parent id. */
export const ROOT = -1;
/** The parent is not in this trace. */
const ORPHAN = -2;
/** A ring of parents is cut at this span. */
const LOOP = -3;

/** The row of a parent by its id at an offset of `bytes`, or what says that it is not in this trace. */
export type FindParent = (bytes: Uint8Array, at: number) => number;

/**
 * Rows of the parents: -1 for a root, -2 for an orphan, -3 where a ring is cut.
 *
 * `parentOf` answers what `find` makes of the parent's id, or {@link ROOT} where a row has none.
 *
 * Ids come from outside, so spans can be each other's parents: the earliest span of such a ring has
 * no parent then, and every walk upwards ends.
 */
export async function linkParents(
  spanIds: Uint8Array,
  count: number,
  slices: Slices,
  parentOf: (row: number, find: FindParent) => number,
): Promise<Int32Array> {
  const rows = new SpanIdTable(spanIds, count);
  for (let row = 0; row < count; row++) rows.add(row);
  const find: FindParent = (bytes, at) => {
    const row = rows.find(bytes, at);
    return row < 0 ? ORPHAN : row;
  };
  const parents = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    parents[row] = parentOf(row, find);
    if (row % STRIDE === STRIDE - 1 && slices.due) await slices.next();
  }
  breakRings(parents);
  return parents;
}

function breakRings(parents: Int32Array): void {
  /** 0 not seen; else the number of the walk that came through. */
  const walkOf = new Uint32Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    let row = start;
    while (row >= 0 && walkOf[row] === 0) {
      walkOf[row] = start + 1;
      row = parents[row]!;
    }
    if (row >= 0 && walkOf[row] === start + 1) parents[earliestOfRing(parents, row)] = LOOP;
  }
}

function earliestOfRing(parents: Int32Array, from: number): number {
  let earliest = from;
  for (let row = parents[from]!; row !== from; row = parents[row]!)
    earliest = Math.min(earliest, row);
  return earliest;
}
