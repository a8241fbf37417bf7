import type { TraceFilter } from '../../../../../shared/contract/traces.ts';
import type { QueryPlan, TraceCondition } from '../../../../../shared/query/plan.ts';
import { planQuery } from '../../../../../shared/query/resolve.ts';

/**
 * What of a filter is more than comparing columns with its fields: the written query, and attributes.
 *
 * Throws `QueryError` for a query that cannot be read.
 */
export function filterPlan({
  query = '',
  attributes = [],
}: Pick<TraceFilter, 'query' | 'attributes'>): QueryPlan {
  const plan = planQuery(query);
  if (attributes.length === 0) return plan;
  const leaves = [...plan.leaves];
  const parts = attributes.map(({ key, value }): TraceCondition => {
    const condition = { kind: 'attribute', key, test: { kind: 'is', values: [value] } } as const;
    return { kind: 'spans', leaf: leaves.push({ condition, isCounted: false }) - 1, count: null };
  });
  if (plan.root !== null) parts.push(plan.root);
  return { ...plan, root: { kind: 'and', parts }, leaves };
}
