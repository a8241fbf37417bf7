import type { SpanTable } from '../../../../shared/span-table.ts';
import type { SpanTree } from './span-tree.ts';

/**
 * Time of each span in which none of its children ran, in nanoseconds: what is left of its duration without the union
 * of their times, cut to its own. One pass, as the table is in order of start.
 */
export function selfTimes(table: SpanTable, tree: SpanTree): Float64Array {
  const { count, startNs, durationNs } = table;
  const self = Float64Array.from(durationNs);
  /** Up to where the children seen so far cover their parent. */
  const coveredTo = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let span = 0; span < count; span++) {
    const parent = tree.parent[span]!;
    if (parent === -1) continue;
    const from = Math.max(startNs[span]!, startNs[parent]!, coveredTo[parent]!);
    const end = startNs[parent]! + durationNs[parent]!;
    const to = Math.min(startNs[span]! + durationNs[span]!, end);
    if (to <= from) continue;
    self[parent]! -= to - from;
    coveredTo[parent] = to;
  }
  return self;
}
