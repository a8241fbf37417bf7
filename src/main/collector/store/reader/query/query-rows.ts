import type { TraceFilter } from '../../../../../shared/contract/traces.ts';
import type { Only } from '../protocol.ts';
import { rowNumbers } from '../row-selection.ts';
import type { TraceIndex } from '../trace-index.ts';
import { filterPlan } from './filter-plan.ts';
import { matchingRows } from './trace-matcher.ts';
import { withoutField, type FacetField } from './without-field.ts';

/**
 * Rows that a query is limited to, ascending: of these traces, or of those that pass the query and the attributes of a
 * filter by what a scan found. Traces that the index does not hold are left out. Undefined without a limit.
 *
 * @param apart leaves conditions of the query on this field out
 */
export function rowsOf(
  index: TraceIndex,
  filter: TraceFilter,
  only: Only | undefined,
  apart?: FacetField,
): Uint32Array | undefined {
  if (only === undefined) return undefined;
  if (only instanceof Uint8Array) return rowsOfIds(index, only);
  const plan = filterPlan(filter);
  const { root } = apart === undefined ? plan : withoutField(plan, apart);
  const all = rowNumbers(index.count).subarray(0, index.count);
  return root === null ? all : matchingRows(index, root, all, only);
}

function rowsOfIds(index: TraceIndex, ids: Uint8Array): Uint32Array {
  const rows: number[] = [];
  for (let at = 0; at < ids.length; at += 16) {
    const row = index.rowOfBytes(ids, at);
    if (row >= 0) rows.push(row);
  }
  return Uint32Array.from(rows).sort();
}
