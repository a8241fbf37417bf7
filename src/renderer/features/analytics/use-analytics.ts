import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { GroupField } from '../../../shared/contract/analytics.ts';
import type { TraceFilter } from '../../../shared/contract/traces.ts';
import type { AnalyticsSearch } from '../../app/analytics-search.ts';
import { toTraceFilter, type TraceSearch } from '../../app/trace-search.ts';
import { client } from '../../client/client.ts';
import { onStored } from '../../client/live.ts';
import { queryClient } from '../../client/queries.ts';

/** Steps of a chart. */
const STEPS = 72;
/** Lines of a chart: more cannot be told apart. */
const GROUPS = 8;
/** How often a screen that is looked at is read anew, as its time goes on, ms. */
const REFRESH_MS = 15_000;
/** And at most this often while data arrives, ms. */
const LIVE_MS = 3_000;

const FRESH = {
  placeholderData: keepPreviousData,
  staleTime: 0,
  refetchInterval: REFRESH_MS,
} as const;

/** The filter with its time ending now: else a chart would end with its last trace. */
function filterNow(search: TraceSearch): TraceFilter {
  const now = Date.now();
  const filter = toTraceFilter(search, now);
  return search.time.kind === 'last' ? { ...filter, toUs: Math.ceil(now * 1000) } : filter;
}

/** Reads anew soon after data arrived. */
export function useAnalyticsRefresh(projectId: string): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onStored((event) => {
      if (event.projectId !== projectId) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries({ queryKey: ['analytics'] });
      }, LIVE_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [projectId]);
}

export function useSeries(projectId: string, view: AnalyticsSearch) {
  const { counted, orderBy, search } = view;
  const groupBy: GroupField | undefined = view.groupBy ?? undefined;
  return useQuery({
    queryKey: ['analytics', 'series', projectId, counted, groupBy, orderBy, search],
    queryFn: ({ signal }) =>
      client.analytics.series(
        {
          projectId,
          counted,
          orderBy,
          filter: filterNow(search),
          steps: STEPS,
          groups: GROUPS,
          ...(groupBy === undefined ? {} : { groupBy }),
        },
        { signal },
      ),
    ...FRESH,
  });
}

export function useServiceMap(projectId: string, search: TraceSearch) {
  return useQuery({
    queryKey: ['analytics', 'services', projectId, search],
    queryFn: ({ signal }) =>
      client.analytics.serviceMap({ projectId, filter: filterNow(search) }, { signal }),
    ...FRESH,
  });
}

export function useErrorGroups(projectId: string, search: TraceSearch) {
  return useQuery({
    queryKey: ['analytics', 'errors', projectId, search],
    queryFn: ({ signal }) =>
      client.analytics.errors({ projectId, filter: filterNow(search) }, { signal }),
    ...FRESH,
  });
}
