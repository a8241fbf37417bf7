import { useEffect, type Dispatch } from 'react';
import { criticalPath } from './model/critical-path.ts';
import { inSlices } from './model/slices.ts';
import type { TraceAction, TraceState } from './model/trace-state.ts';

/** Computes the critical path while it is wanted and not known, a slice at a time. */
export function useCriticalPath(state: TraceState, dispatch: Dispatch<TraceAction>): void {
  const { model, showsCritical, critical } = state;
  const isWanted = showsCritical && critical === undefined;
  useEffect(() => {
    if (!isWanted) return undefined;
    const giveUp = new AbortController();
    inSlices(criticalPath(model.table, model.tree), giveUp.signal).then(
      (path) => dispatch({ type: 'criticalFound', model, path }),
      (error: unknown) => {
        if (!giveUp.signal.aborted) throw error;
      },
    );
    return () => giveUp.abort();
  }, [isWanted, model, dispatch]);
}
