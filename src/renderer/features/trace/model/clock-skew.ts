import type { SpanTable } from '../../../../shared/span-table.ts';
import { hasStart } from './span-times.ts';
import type { SpanTree } from './span-tree.ts';

/**
 * Start times with the differences of clocks taken out as far as the spans tell them; undefined where they tell none.
 *
 * A call of another service that starts before its caller is moved, with everything below it, to the middle of its
 * caller (the way there and back taken as equally long), or to its start where it is longer than that. What only ends
 * late stays: it need not have been waited for.
 */
export function withoutSkew(table: SpanTable, tree: SpanTree): Float64Array | undefined {
  const moved = new Float64Array(table.count);
  let isSkewed = false;
  for (const span of tree.order) {
    const parent = tree.parent[span]!;
    if (parent === -1) continue;
    // What is below goes along: the clock is that of the service above until it is told otherwise.
    moved[span] = moved[parent]!;
    if (table.service[span] === table.service[parent] || !hasStart(table, parent)) continue;
    const start = table.startNs[span]! + moved[span]!;
    const parentStart = table.startNs[parent]! + moved[parent]!;
    if (start >= parentStart) continue;
    const room = Math.max(table.durationNs[parent]! - table.durationNs[span]!, 0);
    moved[span]! += parentStart + room / 2 - start;
    isSkewed = true;
  }
  return isSkewed ? table.startNs.map((start, span) => start + moved[span]!) : undefined;
}
