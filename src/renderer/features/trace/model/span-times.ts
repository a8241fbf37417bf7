import { SPAN_FLAG, type SpanTable } from '../../../../shared/span-table.ts';
import { formatDurationNs } from '../../../ui/format.ts';

/** Whether a span says when it began; one that does not is placed with its parent, and has no duration. */
export function hasStart(table: SpanTable, span: number): boolean {
  return (table.flags[span]! & SPAN_FLAG.noStart) === 0;
}

/** Time after the start of the trace. */
export function startText(table: SpanTable, span: number): string {
  return hasStart(table, span) ? formatDurationNs(table.startNs[span]!) : 'none';
}

export function durationText(table: SpanTable, span: number): string {
  return hasStart(table, span) ? formatDurationNs(table.durationNs[span]!) : 'unknown';
}
