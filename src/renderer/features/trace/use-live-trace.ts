import { useEffect, useState } from 'react';
import { onStored } from '../../client/live.ts';
import { queryClient } from '../../client/queries.ts';
import type { TraceModel } from './model/trace-model.ts';
import { traceQuery } from './trace-queries.ts';

/** Traces up to this size are opened again by themselves; for larger ones the person decides. */
const AUTOMATIC_SPANS = 20_000;
/** Shortest pause between two looks at the same trace, ms. */
const PAUSE_MS = 1_000;
/** How long after its last span a complete trace may still grow, ms. */
const SETTLING_MS = 60_000;

/**
 * Keeps an open trace current while its spans arrive.
 *
 * An event names only one of the traces that got spans, so any event of the project makes a trace worth another look
 * as long as it is incomplete or has just ended.
 *
 * @returns whether spans may have arrived that are not shown, and how to get them
 */
export function useLiveTrace(
  projectId: string,
  model: TraceModel,
): { readonly mayHaveMore: boolean; readonly refresh: () => void } {
  const { traceId, hasRoot } = model.summary;
  const [grown, setGrown] = useState<TraceModel | null>(null);

  useEffect(() => {
    let timer = 0;
    const endMs = (model.table.startUs + model.extent.toNs / 1000) / 1000;
    const stop = onStored((event) => {
      if (event.projectId !== projectId) return;
      const isCertain = event.traceId === traceId;
      const mayGrow = isCertain || !hasRoot || Date.now() - endMs < SETTLING_MS;
      if (!mayGrow || timer !== 0) return;
      if (model.table.count > AUTOMATIC_SPANS) {
        if (isCertain) setGrown(model);
        return;
      }
      timer = window.setTimeout(() => {
        timer = 0;
        void queryClient.refetchQueries({ queryKey: traceQuery(projectId, traceId).queryKey });
      }, PAUSE_MS);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [projectId, traceId, hasRoot, model]);

  return {
    mayHaveMore: grown === model,
    refresh: () => {
      setGrown(null);
      void queryClient.refetchQueries({ queryKey: traceQuery(projectId, traceId).queryKey });
    },
  };
}
