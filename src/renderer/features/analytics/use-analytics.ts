import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { TraceFilter } from '../../../shared/contract/traces.ts';
import type { AnalyticsSearch } from '../../app/analytics-search.ts';
import { toTraceFilter, type TraceSearch } from '../../app/trace-search.ts';
import { client } from '../../client/client.ts';
import { onStored } from '../../client/live.ts';
import { queryClient } from '../../client/queries.ts';
import type { Stretch } from './leads-to.ts';

/** Most steps of a chart: a day is shown by 20 minutes, beginning within one. */
const STEPS = 74;
const MINUTE_MS = 60_000;
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

/** The filter with its time ending with this minute: else a chart would end with its last trace. */
function filterNow(search: TraceSearch): TraceFilter {
  // Of whole minutes there are roll-ups.
  const now = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS;
  const filter = toTraceFilter(search, now);
  return search.time.kind === 'last' ? { ...filter, toUs: now * 1000 } : filter;
}

/** The time of a search as it is counted now, microseconds. */
export function wholeTime(search: TraceSearch): Stretch {
  const { fromUs, toUs } = filterNow(search);
  return { fromUs, toUs };
}

/** Whether a time has one before it to be compared with. */
export const hasBefore = ({ time }: TraceSearch): boolean => time.kind !== 'any';

/** The time before that of a series, microseconds; undefined where it is not known. */
export function timeBefore(search: TraceSearch): { fromUs: number; toUs: number } | undefined {
  const { fromUs, toUs } = filterNow(search);
  if (fromUs === undefined || toUs === undefined) return undefined;
  return { fromUs: Math.max(0, 2 * fromUs - toUs), toUs: fromUs };
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
  const { counted, orderBy, search, pair } = view;
  const groupBy = view.groupBy ?? undefined;
  const before = view.before && hasBefore(search);
  return useQuery({
    queryKey: ['analytics', 'series', projectId, counted, groupBy, orderBy, before, pair, search],
    queryFn: ({ signal }) =>
      client.analytics.series(
        {
          projectId,
          counted,
          orderBy,
          filter: filterNow(search),
          steps: STEPS,
          groups: GROUPS,
          before,
          ...(groupBy === undefined ? {} : { groupBy }),
          ...(pair === null ? {} : { values: [...pair] }),
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

export function useAgentMap(projectId: string, search: TraceSearch) {
  return useQuery({
    queryKey: ['analytics', 'agents', projectId, search],
    queryFn: ({ signal }) =>
      client.analytics.agentMap({ projectId, filter: filterNow(search) }, { signal }),
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
