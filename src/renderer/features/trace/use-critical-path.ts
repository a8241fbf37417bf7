import { useEffect, type Dispatch } from 'react';
import { criticalPath } from './model/critical-path.ts';
import type { TraceAction, TraceState } from './model/trace-state.ts';

/** Longest stretch of work before the window gets its turn, ms: less than a frame. */
const SLICE_MS = 8;

/** Computes the critical path while it is wanted and not known, a slice at a time. */
export function useCriticalPath(state: TraceState, dispatch: Dispatch<TraceAction>): void {
  const { model, showsCritical, critical } = state;
  const isWanted = showsCritical && critical === undefined;
  useEffect(() => {
    if (!isWanted) return undefined;
    const steps = criticalPath(model.table, model.tree);
    let timer = 0;
    const slice = (): void => {
      const end = performance.now() + SLICE_MS;
      let step = steps.next();
      while (!step.done && performance.now() < end) step = steps.next();
      if (step.done) dispatch({ type: 'criticalFound', model, path: step.value });
      else timer = window.setTimeout(slice);
    };
    slice();
    return () => window.clearTimeout(timer);
  }, [isWanted, model, dispatch]);
}
