import type { QueryPlan, TraceCondition } from '../../../../../shared/query/plan.ts';
import { planQuery } from '../../../../../shared/query/resolve.ts';
import type { PickedFilter } from '../../types.ts';

/**
 * What of a filter is more than comparing columns with its fields: the written query, and attributes.
 *
 * Throws `QueryError` for a query that cannot be read.
 */
export function filterPlan({
  query = '',
  attributes = [],
  nested = [],
}: Pick<PickedFilter, 'query' | 'attributes' | 'nested'>): QueryPlan {
  const plan = planQuery(query);
  if (attributes.length + nested.length === 0) return plan;
  const leaves = [...plan.leaves];
  const all = [
    ...attributes.map((attribute) => ({ ...attribute, isNested: false })),
    ...nested.map((attribute) => ({ ...attribute, isNested: true })),
  ];
  const parts = all.map(({ key, value, isNested }): TraceCondition => {
    const test = { kind: 'is', values: [value] } as const;
    const condition = { kind: 'attribute', key, test, isNested } as const;
    return { kind: 'spans', leaf: leaves.push({ condition, isCounted: false }) - 1, count: null };
  });
  if (plan.root !== null) parts.push(plan.root);
  return { ...plan, root: { kind: 'and', parts }, leaves };
}
