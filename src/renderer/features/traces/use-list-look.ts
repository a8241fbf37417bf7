import { useEffect, useState } from 'react';
import { z } from 'zod';
import { TRACE_GROUP_ORDERS } from '../../../shared/contract/trace-groups.ts';
import { TraceSort } from '../../../shared/contract/traces.ts';
import type { ListLook, ListOrder } from '../../app/list-look.ts';
import { hrefOf } from '../../app/route.ts';
import type { TraceSearch } from '../../app/trace-search.ts';
import { navigate } from '../../app/use-route.ts';
import { readStored, writeStored } from '../../ui/stored.ts';
import { ColumnIds, DEFAULT_COLUMNS } from './columns.tsx';

const Order = z.object({ sort: TraceSort, descending: z.boolean() });
export const NEWEST: ListOrder = { sort: 'start', descending: true };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * How the list is shown, and how to change it: as the address says, else as it was chosen last. The address always
 * tells what is not as in a new window, so that a link shows another person the same.
 */
export function useListLook(
  projectId: string,
  search: TraceSearch,
): {
  look: Required<ListLook>;
  /** @param next the search to go to with it */
  setLook: (change: ListLook, next?: TraceSearch) => void;
} {
  const [chosen, setChosen] = useState<Required<ListLook>>(() => ({
    order: readStored('order', Order, NEWEST),
    columns: readStored('columns', ColumnIds, DEFAULT_COLUMNS),
    groupOrder: readStored('group-order', z.enum(TRACE_GROUP_ORDERS), 'count'),
  }));
  const look = { ...chosen, ...search.look };
  const { order, columns, groupOrder } = look;
  const told: ListLook = {
    ...(same(order, NEWEST) ? {} : { order }),
    ...(same(columns, DEFAULT_COLUMNS) ? {} : { columns }),
    ...(groupOrder === 'count' || search.groupBy === undefined ? {} : { groupOrder }),
  };
  const address = (of: ListLook): string =>
    hrefOf({ screen: 'traces', projectId, search: { ...search, look: of } });
  const isTold = address(told) === address(search.look ?? {});
  const tell = (of: ListLook, next = search): void =>
    navigate({ screen: 'traces', projectId, search: { ...next, look: of } }, { replace: true });
  useEffect(() => {
    // Where the window has gone on already there is nothing to tell.
    if (!isTold && window.location.hash === address(search.look ?? {})) tell(told);
  });
  return {
    look,
    setLook: (change, next) => {
      if (change.order) writeStored('order', change.order);
      if (change.columns) writeStored('columns', change.columns);
      if (change.groupOrder) writeStored('group-order', change.groupOrder);
      setChosen({ ...chosen, ...change });
      tell({ ...told, ...change }, next);
    },
  };
}
