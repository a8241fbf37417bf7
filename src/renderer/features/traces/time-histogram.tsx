import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { TraceHistogram } from '../../../shared/contract/traces.ts';
import {
  termCount,
  toTraceFilter,
  type TimeRange,
  type TraceSearch,
} from '../../app/trace-search.ts';
import { client } from '../../client/client.ts';
import { onStored } from '../../client/live.ts';
import { queryClient } from '../../client/queries.ts';
import { Histogram } from './histogram.tsx';
import styles from './traces.module.css';

/** Bars are counted anew at most this often while data arrives, ms. */
const LIVE_MS = 3_000;

/** Less time than this is shown with some more around it, µs: one trace alone would fill everything. */
const LEAST_US = 60e6;

async function readHistogram(
  projectId: string,
  search: TraceSearch,
  signal: AbortSignal,
): Promise<TraceHistogram> {
  const now = Date.now();
  const filter = toTraceFilter(search, now);
  if (search.time.kind === 'last') filter.toUs = Math.ceil(now * 1000);
  const found = await client.traces.histogram({ projectId, filter }, { signal });
  const rangeUs = found.stepUs * found.counts.length;
  if (search.time.kind !== 'any' || rangeUs >= LEAST_US) return found;
  const fromUs = Math.max(0, Math.floor(found.fromUs - (LEAST_US - rangeUs) / 2));
  const wider = { ...filter, fromUs, toUs: fromUs + LEAST_US };
  return client.traces.histogram({ projectId, filter: wider }, { signal });
}

/** The histogram of a search; its height is there from the start, so that nothing jumps. */
export function TimeHistogram(props: {
  projectId: string;
  search: TraceSearch;
  onBrush: (time: TimeRange) => void;
}) {
  const { projectId, search } = props;
  const queryKey = ['trace-histogram', projectId, search];
  const { data } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => readHistogram(projectId, search, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const identity = JSON.stringify(queryKey);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onStored((event) => {
      if (event.projectId !== projectId) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void queryClient.invalidateQueries({ queryKey: JSON.parse(identity) as unknown[] });
      }, LIVE_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [projectId, identity]);
  if (!data) return <div className={styles.noBars} />;
  if (data.counts.every((count) => count === 0)) {
    // Where nothing is asked for there is nothing at all; else the list stays where it is while one types.
    const isAll = search.time.kind === 'any' && termCount(search.terms) === 0;
    return <div className={isAll ? styles.nothing : styles.noBars} data-empty="" />;
  }
  return (
    <Histogram histogram={data} onBrush={(range) => props.onBrush({ kind: 'between', ...range })} />
  );
}
