import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ThreadKind, ThreadSort } from '../../../shared/contract/threads.ts';
import { api, client } from '../../client/client.ts';

/** Rows of a page. */
export const PAGE_SIZE = 50;

/** What a list of sessions or users shows. */
export interface ThreadView {
  readonly kind: ThreadKind;
  /** Only sessions of this user. */
  readonly user: string | null;
  readonly text: string;
  readonly sort: ThreadSort;
  readonly descending: boolean;
  /** From 0. */
  readonly page: number;
}

export function threadsQuery(projectId: string, view: ThreadView) {
  const { kind, user, text, sort, descending, page } = view;
  return queryOptions({
    queryKey: [...api.threads.list.key(), projectId, view],
    queryFn: ({ signal }) =>
      client.threads.list(
        {
          projectId,
          kind,
          sort,
          descending,
          filter: user === null ? {} : { user },
          ...(text.trim() === '' ? {} : { text: text.trim().slice(0, 512) }),
          limit: PAGE_SIZE,
          offset: page * PAGE_SIZE,
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** Traces of one session read at a time. */
const TURNS = 100;

/** The traces of a session, oldest first: the turns of its conversation. */
export function turnsQuery(projectId: string, session: string) {
  return queryOptions({
    queryKey: [...api.traces.list.key(), projectId, 'session', session],
    queryFn: ({ signal }) =>
      client.traces.list(
        { projectId, filter: { session }, sort: 'start', descending: false, limit: TURNS },
        { signal },
      ),
    staleTime: 0,
  });
}
