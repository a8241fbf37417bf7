import { useQuery } from '@tanstack/react-query';
import type { QuotaState } from '../../../shared/contract/usage.ts';
import { api } from '../../client/client.ts';

/** Asked anew this often besides when the collector says so: a day ends without an event, ms. */
const REFRESH_MS = 60_000;

/** Limits that are used up to 80 % or more, of all projects one may see; the worst first. */
export function useLimitWarnings(projectId?: string): readonly QuotaState[] {
  const { data = [] } = useQuery(
    api.usage.warnings.queryOptions({
      refetchInterval: REFRESH_MS,
      retry: false,
      select: ({ warnings }) =>
        warnings.toSorted((a, b) => Number(b.level === 'reached') - Number(a.level === 'reached')),
    }),
  );
  return projectId === undefined ? data : data.filter((state) => state.projectId === projectId);
}
