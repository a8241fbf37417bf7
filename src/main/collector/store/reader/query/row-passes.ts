import type { Test } from '../../../../../shared/query/plan.ts';

/** Picks rows, ascending as they came. */
export type Pass = (rows: Uint32Array) => Uint32Array;

/** Room to pick in, kept between queries; results are copied out of it. */
let scratch = new Uint32Array(0);

function room(length: number): Uint32Array {
  if (scratch.length < length) scratch = new Uint32Array(Math.ceil(length * 1.25));
  return scratch;
}

export function keepIf(rows: Uint32Array, passes: (row: number) => boolean): Uint32Array {
  const out = room(rows.length);
  let kept = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    out[kept] = row;
    // Counted instead of branched on: a branch taken at random costs more than the test.
    kept += Number(passes(row));
  }
  return out.slice(0, kept);
}

/** Rows whose number in a column is marked. */
export function keepMarked(rows: Uint32Array, column: Uint32Array, mask: Uint8Array): Uint32Array {
  const out = room(rows.length);
  let kept = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    out[kept] = row;
    kept += mask[column[row]!]!;
  }
  return out.slice(0, kept);
}

/** Rows whose number in a column, or 1 for any above it, is marked in two verdicts. */
export function keepTold(
  rows: Uint32Array,
  column: Uint32Array,
  verdicts: readonly [none: boolean, some: boolean],
): Uint32Array {
  const out = room(rows.length);
  const none = Number(verdicts[0]);
  const change = Number(verdicts[1]) - none;
  let kept = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    out[kept] = row;
    kept += none + change * Math.min(column[row]!, 1);
  }
  return out.slice(0, kept);
}

/** Values of the rows at hand, kept between queries. */
let values = new Float64Array(0);

/**
 * Rows whose value is within bounds; NaN is not.
 *
 * @param fill writes the value of each row to its place
 */
export function keepWithin(
  rows: Uint32Array,
  { low, high }: Extract<Test, { kind: 'between' }>,
  fill: (rows: Uint32Array, values: Float64Array) => void,
): Uint32Array {
  if (values.length < rows.length) values = new Float64Array(Math.ceil(rows.length * 1.25));
  fill(rows, values);
  const from = Number(low?.value ?? -Infinity);
  const to = Number(high?.value ?? Infinity);
  const hasFrom = Number(low?.isOpen !== true);
  const hasTo = Number(high?.isOpen !== true);
  const out = room(rows.length);
  let kept = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[i]!;
    out[kept] = rows[i]!;
    kept +=
      (Number(value > from) | (Number(value === from) & hasFrom)) &
      (Number(value < to) | (Number(value === to) & hasTo));
  }
  return out.slice(0, kept);
}

/** Rows of either list; both ascending. */
export function union(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = room(a.length + b.length);
  let kept = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const one = a[i]!;
    const other = b[j]!;
    out[kept++] = Math.min(one, other);
    if (one <= other) i++;
    if (other <= one) j++;
  }
  while (i < a.length) out[kept++] = a[i++]!;
  while (j < b.length) out[kept++] = b[j++]!;
  return out.slice(0, kept);
}

/** Rows that are not in a part of them; both ascending. */
export function without(rows: Uint32Array, part: Uint32Array): Uint32Array {
  const out = room(rows.length);
  let kept = 0;
  let next = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (part[next] === row) next++;
    else out[kept++] = row;
  }
  return out.slice(0, kept);
}
