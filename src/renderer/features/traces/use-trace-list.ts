import { keepPreviousData, useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { TraceCursor, TracePage, TraceSummary } from '../../../shared/contract/traces.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import type { ListOrder } from '../../app/list-look.ts';
import { toTraceFilter, type TraceSearch } from '../../app/trace-search.ts';
import { client } from '../../client/client.ts';
import { onStored } from '../../client/live.ts';
import { queryClient } from '../../client/queries.ts';
import { compareHead, rowsOf, withFresh } from './list-model.ts';

const PAGE = 100;
/** Live data is read at most this often, ms. */
const LIVE_MS = 1_000;

export interface TraceList {
  rows: TraceSummary[];
  totals: TracePage['totals'] | undefined;
  /** Columns that are blank for the reader. */
  hiddenFields: readonly DerivedField[];
  /** New traces that wait because showing them would move what is being read. */
  waiting: number;
  /** More than `waiting` are new. */
  waitingMore: boolean;
  /** Puts the waiting traces into the list. */
  showWaiting: () => void;
  isPending: boolean;
  /** The rows are those of the search before; the new ones are being read. */
  isOutdated: boolean;
  error: Error | null;
  refetch: () => void;
  hasMore: boolean;
  loadMore: () => void;
}

interface Waiting {
  traces: readonly TraceSummary[];
  gap: boolean;
}

const NOTHING: Waiting = { traces: [], gap: false };

type Pages = InfiniteData<TracePage, TraceCursor | null>;

/** Reads a page; the clock is read anew each time, so "last hour" stays the last hour. */
async function readPage(
  projectId: string,
  search: TraceSearch,
  order: ListOrder,
  after: TraceCursor | null,
  signal?: AbortSignal,
): Promise<TracePage> {
  return client.traces.list(
    {
      projectId,
      filter: toTraceFilter(search, Date.now()),
      sort: order.sort,
      descending: order.descending,
      limit: PAGE,
      ...(after ? { after } : {}),
    },
    signal ? { signal } : {},
  );
}

/**
 * The traces of a search, page by page, kept current while spans arrive.
 *
 * Rows on screen are updated in place. New ones are put in only when `mayMove` says that nobody is
 * reading (the list is at its top and nothing is selected); otherwise they wait to be asked for.
 * Nothing is read unless `isOn`.
 */
export function useTraceList(
  projectId: string,
  search: TraceSearch,
  order: ListOrder,
  mayMove: () => boolean,
  isOn: boolean,
): TraceList {
  const queryKey = ['trace-list', projectId, search, order];
  const [waiting, setWaiting] = useState<Waiting>(NOTHING);
  const lastRead = useRef(0);
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: null as TraceCursor | null,
    queryFn: async ({ pageParam, signal }) => readPage(projectId, search, order, pageParam, signal),
    getNextPageParam: (page) => page.next,
    enabled: isOn,
    // Until the traces of another filter are there, those of the last one stay, dimmed.
    placeholderData: keepPreviousData,
    // A list one returns to is read again, and shown from memory meanwhile.
    staleTime: 0,
    gcTime: 120_000,
  });
  const newestFirst = order.sort === 'start' && order.descending;

  const putIn = (pages: Pages, fresh: readonly TraceSummary[]): void => {
    queryClient.setQueryData<Pages>(queryKey, { ...pages, pages: withFresh(pages.pages, fresh) });
    setWaiting(NOTHING);
  };
  const readHead = useEffectEvent(async () => {
    const before = queryClient.getQueryData<Pages>(queryKey);
    if (!before) return;
    lastRead.current = Date.now();
    const head = await readPage(projectId, search, order, null).catch(() => null);
    const pages = queryClient.getQueryData<Pages>(queryKey);
    if (!head || !pages) return;
    const change = compareHead(pages.pages, head);
    const current = { ...pages, pages: change.updated };
    if (newestFirst && !change.gap && mayMove()) {
      putIn(current, change.fresh);
      return;
    }
    queryClient.setQueryData<Pages>(queryKey, current);
    setWaiting({ traces: change.fresh, gap: change.gap || !newestFirst });
  });

  useEffect(() => {
    if (!isOn) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onStored((event) => {
      if (event.projectId !== projectId || timer !== undefined) return;
      const due = Math.max(120, lastRead.current + LIVE_MS - Date.now());
      timer = setTimeout(() => {
        timer = undefined;
        void readHead();
      }, due);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [projectId, isOn]);

  // What waited for another search or order means nothing for this one.
  const identity = JSON.stringify(queryKey);
  const [waitingFor, setWaitingFor] = useState(identity);
  if (waitingFor !== identity) {
    setWaitingFor(identity);
    setWaiting(NOTHING);
  }

  const showWaiting = (): void => {
    const pages = queryClient.getQueryData<Pages>(queryKey);
    if (pages && !waiting.gap) putIn(pages, waiting.traces);
    else {
      setWaiting(NOTHING);
      void queryClient.resetQueries({ queryKey });
    }
  };
  const pages = query.data?.pages ?? [];
  const rows = rowsOf(pages);
  const shown = new Set(rows.map((trace) => trace.traceId));
  const stillWaiting = waiting.traces.filter((trace) => !shown.has(trace.traceId));
  return {
    rows,
    totals: pages[0]?.totals,
    hiddenFields: pages[0]?.hiddenFields ?? [],
    waiting: stillWaiting.length,
    waitingMore: waiting.gap && stillWaiting.length > 0,
    showWaiting,
    isPending: query.isPending,
    isOutdated: query.isPlaceholderData,
    error: query.error,
    refetch: () => {
      setWaiting(NOTHING);
      void queryClient.resetQueries({ queryKey });
    },
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetching && !query.isPlaceholderData)
        void query.fetchNextPage();
    },
  };
}
