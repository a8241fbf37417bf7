import type { SpanTable } from '../../../../shared/span-table.ts';
import { SPAN_COLORS } from '../../../ui/theme-color.ts';

/** Color number (0-19) of each service of a table, given out in the order in which services first appear. */
export function serviceColors(table: SpanTable): Uint8Array {
  const colors = new Uint8Array(table.services.length);
  const seen = new Uint8Array(table.services.length);
  let next = 0;
  for (let span = 0; span < table.count && next < table.services.length; span++) {
    const service = table.service[span]!;
    if (seen[service] === 1) continue;
    seen[service] = 1;
    colors[service] = next++ % SPAN_COLORS;
  }
  return colors;
}

/** Services that have spans, in that same order. */
export function servicesSeen(table: SpanTable): string[] {
  const seen = new Set<number>();
  for (let span = 0; span < table.count; span++) seen.add(table.service[span]!);
  return [...seen].map((service) => table.services[service]!);
}
