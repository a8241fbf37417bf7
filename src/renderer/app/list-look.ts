import { TRACE_GROUP_ORDERS, type TraceGroupOrder } from '../../shared/contract/trace-groups.ts';
import { TraceSort } from '../../shared/contract/traces.ts';

export interface ListOrder {
  sort: TraceSort;
  descending: boolean;
}

/** How traces are listed. What an address leaves out is as whoever reads it chose last. */
export interface ListLook {
  order?: ListOrder;
  /** Ids of columns. */
  columns?: readonly string[];
  /** What groups are in order of. */
  groupOrder?: TraceGroupOrder;
}

/** Far more than there are columns. */
const MAX_COLUMNS = 50;

/** Reads a look from the query of an address; what makes no sense is left out. */
export function readListLook(query: URLSearchParams): ListLook {
  const sort = TraceSort.safeParse(query.get('sort'));
  const columns = query.get('columns')?.split(',').filter(Boolean).slice(0, MAX_COLUMNS) ?? [];
  const groupOrder = TRACE_GROUP_ORDERS.find((name) => name === query.get('group-sort'));
  return {
    ...(sort.success
      ? { order: { sort: sort.data, descending: query.get('direction') !== 'up' } }
      : {}),
    ...(columns.length > 0 ? { columns } : {}),
    ...(groupOrder ? { groupOrder } : {}),
  };
}

/** Adds a look to the query of an address; reads back the same. */
export function writeListLook(
  { order, columns, groupOrder }: ListLook,
  query: URLSearchParams,
): void {
  if (order) {
    query.set('sort', order.sort);
    if (!order.descending) query.set('direction', 'up');
  }
  if (columns) query.set('columns', columns.join(','));
  if (groupOrder) query.set('group-sort', groupOrder);
}
