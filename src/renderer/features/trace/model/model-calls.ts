import type { SpanTable } from '../../../../shared/span-table.ts';

/** Operations that exchange messages with a model. */
const CALLS = new Set(['chat', 'text_completion', 'completion', 'generate_content']);

/** Spans of model calls, by start time. */
export function modelCalls(table: SpanTable): Int32Array {
  const wanted = Uint8Array.from(table.operations, (name) => (CALLS.has(name) ? 1 : 0));
  const calls = new Int32Array(table.count);
  let count = 0;
  for (let span = 0; span < table.count; span++) {
    if (wanted[table.operation[span]!] === 1) calls[count++] = span;
  }
  // The table is in start order already.
  return calls.slice(0, count);
}
