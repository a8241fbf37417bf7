import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { DerivedField } from '../../../shared/visibility.ts';
import type { TracePage } from '../../../shared/contract/traces.ts';
import { toTraceFilter, type TraceSearch } from '../../app/trace-search.ts';
import { client } from '../../client/client.ts';
import { onStored } from '../../client/live.ts';
import { queryClient } from '../../client/queries.ts';
import { emptied, resumed, TAIL_ROWS, tailWith, type Tail } from './tail-model.ts';

/** The latest are read at most this often, ms. */
const EVERY_MS = 700;

interface TailData {
  readonly tail: Tail;
  readonly totals: TracePage['totals'];
  readonly hiddenFields: readonly DerivedField[];
}

export interface TraceTail {
  readonly tail: Tail | undefined;
  readonly totals: TracePage['totals'] | undefined;
  readonly hiddenFields: readonly DerivedField[];
  readonly isPaused: boolean;
  readonly setPaused: (paused: boolean) => void;
  /** Takes away what is shown and what waits. */
  readonly clear: () => void;
  readonly error: Error | null;
  readonly refetch: () => void;
}

/**
 * The latest traces of a search as they arrive, a bounded number of them.
 *
 * They are read as a list is, so that permissions and visibility rules hold with each reading; what is kept is
 * forgotten as lists are when rules change.
 */
export function useTraceTail(projectId: string, search: TraceSearch, isOn: boolean): TraceTail {
  const queryKey = ['trace-tail', projectId, search];
  const [isPaused, setIsPaused] = useState(false);
  const paused = useRef(false);
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<TailData> => {
      const page = await client.traces.list(
        { projectId, filter: toTraceFilter(search, Date.now()), limit: TAIL_ROWS },
        { signal },
      );
      const before = queryClient.getQueryData<TailData>(queryKey);
      return {
        tail: tailWith(before?.tail, page, paused.current),
        totals: page.totals,
        hiddenFields: page.hiddenFields ?? [],
      };
    },
    enabled: isOn,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const { refetch } = query;

  useEffect(() => {
    if (!isOn) return undefined;
    // Whoever comes back to the tail wants to see what arrives.
    return () => {
      paused.current = false;
      setIsPaused(false);
    };
  }, [isOn]);

  useEffect(() => {
    if (!isOn) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onStored((event) => {
      if (event.projectId !== projectId || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        void refetch({ cancelRefetch: false });
      }, EVERY_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [isOn, projectId, refetch]);

  const change = (to: (tail: Tail) => Tail): void => {
    queryClient.setQueryData<TailData>(
      queryKey,
      (data) => data && { ...data, tail: to(data.tail) },
    );
  };
  const setPaused = (next: boolean): void => {
    paused.current = next;
    setIsPaused(next);
    if (!next) change(resumed);
  };
  // What is refused now is not shown any longer.
  const data = query.error ? undefined : query.data;
  return {
    tail: data?.tail,
    totals: data?.totals,
    hiddenFields: data?.hiddenFields ?? [],
    isPaused,
    setPaused,
    clear: () => change(emptied),
    error: query.error,
    refetch: () => void queryClient.resetQueries({ queryKey }),
  };
}
