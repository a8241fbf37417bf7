import type { SpanTable } from '../../../../shared/span-table.ts';
import { serviceColor } from '../../../ui/service-colors.ts';

/** Color number (0-19) of each service of a table that has spans. */
export function serviceColors(table: SpanTable): Uint8Array {
  const colors = new Uint8Array(table.services.length);
  const seen = new Uint8Array(table.services.length);
  for (let span = 0; span < table.count; span++) {
    const service = table.service[span]!;
    if (seen[service] === 1) continue;
    seen[service] = 1;
    colors[service] = serviceColor(table.services[service]!);
  }
  return colors;
}

/** Services that have spans, in the order in which they first appear. */
export function servicesSeen(table: SpanTable): string[] {
  const seen = new Set<number>();
  for (let span = 0; span < table.count; span++) seen.add(table.service[span]!);
  return [...seen].map((service) => table.services[service]!);
}
