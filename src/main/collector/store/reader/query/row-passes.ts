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
