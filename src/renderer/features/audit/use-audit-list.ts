import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { AuditEntry } from '../../../shared/contract/audit.ts';
import { api, client } from '../../client/client.ts';
import { toAuditFilter, type AuditSearch } from './audit-search.ts';

const PAGE = 100;

export interface AuditList {
  entries: AuditEntry[];
  /** Entries the instance keeps in all; 0 where a part of it is looked at. */
  kept: number;
  hasMore: boolean;
  isPending: boolean;
  /** The entries are those of the search before. */
  isOutdated: boolean;
  error: Error | null;
  refetch: () => void;
  loadMore: () => void;
}

/** Entries that match, the newest first, page by page as they are scrolled to. */
export function useAuditList(search: AuditSearch): AuditList {
  const query = useInfiniteQuery({
    queryKey: [...api.audit.list.key(), search],
    // The clock is read anew each time, so that "last hour" stays the last hour.
    queryFn: ({ pageParam, signal }) =>
      client.audit.list(
        {
          ...toAuditFilter(search, Date.now()),
          limit: PAGE,
          ...(pageParam === null ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  return {
    entries: query.data?.pages.flatMap((page) => page.entries) ?? [],
    kept: query.data?.pages[0]?.kept ?? 0,
    hasMore: query.hasNextPage,
    isPending: query.isPending,
    isOutdated: query.isPlaceholderData,
    error: query.error,
    refetch: () => void query.refetch(),
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
  };
}
