import type { TraceModel } from '../../trace/model/trace-model.ts';
import type { AlignedSpans } from './align-spans.ts';

/** What may differ between the two spans of a row. */
export const CHANGE = {
  added: 1,
  removed: 2,
  name: 4,
  status: 8,
  model: 16,
  duration: 32,
} as const;

/** Shares and times of the longer of both below which another duration is no news: noise of any two runs. */
const NOTABLE_SHARE = 0.2;
const NOTABLE_NS = 1e6;

/** Bits of {@link CHANGE} for each row. `a` is what was, `b` what is: a span that only `b` has was added. */
export function pairChanges(left: TraceModel, right: TraceModel, rows: AlignedSpans): Uint8Array {
  const [l, r] = [left.table, right.table];
  return Uint8Array.from({ length: rows.count }, (_, row) => {
    const [a, b] = [rows.a[row]!, rows.b[row]!];
    if (a === -1) return CHANGE.added;
    if (b === -1) return CHANGE.removed;
    const [long, short] = [
      Math.max(l.durationNs[a]!, r.durationNs[b]!),
      Math.min(l.durationNs[a]!, r.durationNs[b]!),
    ];
    const isNotable = long - short > Math.max(long * NOTABLE_SHARE, NOTABLE_NS);
    return (
      (l.names[l.name[a]!] === r.names[r.name[b]!] ? 0 : CHANGE.name) |
      ((l.status[a] === 2) === (r.status[b] === 2) ? 0 : CHANGE.status) |
      (l.models[l.model[a]!] === r.models[r.model[b]!] ? 0 : CHANGE.model) |
      (isNotable ? CHANGE.duration : 0)
    );
  });
}

/** How many rows are of which sort. */
export interface ChangeCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly alike: number;
}

export function countChanges(changes: Uint8Array): ChangeCounts {
  const counts = { added: 0, removed: 0, changed: 0, alike: 0 };
  for (const bits of changes) {
    if (bits === CHANGE.added) counts.added += 1;
    else if (bits === CHANGE.removed) counts.removed += 1;
    else if (bits === 0) counts.alike += 1;
    else counts.changed += 1;
  }
  return counts;
}

/**
 * Rows to show from top to bottom.
 *
 * @param onlyChanges leaves out rows that are alike in both and have nothing else below them
 */
export function shownRows(
  rows: AlignedSpans,
  changes: Uint8Array,
  collapsed: ReadonlySet<number>,
  onlyChanges: boolean,
): Int32Array {
  const wanted = onlyChanges ? leadingToChanges(rows, changes) : undefined;
  const shown = new Int32Array(rows.count);
  let count = 0;
  for (let row = 0; row < rows.count;) {
    if (wanted !== undefined && wanted[row] === 0) {
      row += rows.descendants[row]! + 1;
      continue;
    }
    shown[count++] = row;
    row += collapsed.has(row) ? rows.descendants[row]! + 1 : 1;
  }
  return shown.slice(0, count);
}

/** 1 for rows that differ and for those above them. */
function leadingToChanges(rows: AlignedSpans, changes: Uint8Array): Uint8Array {
  const wanted = new Uint8Array(rows.count);
  /** Least depth of a wanted row met so far, from the end, that no row above it was found for. */
  const waiting: number[] = [];
  for (let row = rows.count - 1; row >= 0; row--) {
    const depth = rows.depth[row]!;
    let isAbove = false;
    while ((waiting.at(-1) ?? -1) > depth) {
      waiting.pop();
      isAbove = true;
    }
    if (!isAbove && changes[row] === 0) continue;
    wanted[row] = 1;
    if (waiting.at(-1) !== depth) waiting.push(depth);
  }
  return wanted;
}

/** The next row that differs, of those shown; undefined when there is none. */
export function nextChange(
  shown: Int32Array,
  changes: Uint8Array,
  selected: number | undefined,
  by: 1 | -1,
): number | undefined {
  const start = selected === undefined ? -1 : shown.indexOf(selected);
  for (let step = 1; step <= shown.length; step++) {
    const at = (start + by * step + shown.length * 2) % shown.length;
    if (changes[shown[at]!]! !== 0) return shown[at];
  }
  return undefined;
}
