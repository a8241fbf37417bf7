import type { SpanTable } from '../../../../shared/span-table.ts';
import type { DerivedField } from '../../../../shared/visibility.ts';

/** A table without the columns its reader may not see: texts are '', tokens 0, cost unknown, status unset. */
export function blankColumns(table: SpanTable, hidden: ReadonlySet<DerivedField>): SpanTable {
  if (hidden.size === 0) return table;
  const { count } = table;
  const blank: { -readonly [K in keyof SpanTable]?: SpanTable[K] } = {};
  const nowhere = (): Uint32Array => new Uint32Array(count);
  if (hidden.has('service')) Object.assign(blank, { services: [''], service: nowhere() });
  if (hidden.has('model')) Object.assign(blank, { models: [''], model: nowhere() });
  if (hidden.has('operation')) Object.assign(blank, { operations: [''], operation: nowhere() });
  if (hidden.has('inputTokens')) blank.inputTokens = new Float64Array(count);
  if (hidden.has('outputTokens')) blank.outputTokens = new Float64Array(count);
  if (hidden.has('costUsd')) {
    blank.costUsd = new Float64Array(count).fill(Number.NaN);
    blank.costs = undefined;
  }
  if (hidden.has('status')) blank.status = new Uint8Array(count);
  return { ...table, ...blank };
}
