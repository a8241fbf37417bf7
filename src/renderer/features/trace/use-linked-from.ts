import { useInfiniteQuery } from '@tanstack/react-query';
import type { LinkCursor } from '../../../shared/contract/traces.ts';
import { api, client } from '../../client/client.ts';

/** Spans that link to a span, page by page; spans with new links may arrive at any time. */
export function useLinkedFrom(projectId: string, traceId: string, spanId: string) {
  const query = useInfiniteQuery({
    queryKey: [...api.traces.linkedFrom.key(), projectId, traceId, spanId],
    initialPageParam: null as LinkCursor | null,
    queryFn: async ({ pageParam, signal }) =>
      client.traces.linkedFrom(
        { projectId, traceId, spanId, ...(pageParam === null ? {} : { after: pageParam }) },
        { signal },
      ),
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  return { ...query, spans: query.data?.pages.flatMap(({ spans }) => spans) };
}
