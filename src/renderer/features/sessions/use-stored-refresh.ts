import { useEffect } from 'react';
import { onStored } from '../../client/live.ts';
import { queryClient } from '../../client/queries.ts';

/** Shortest pause between two looks, ms. */
const PAUSE_MS = 2_000;

/** Asks again for what begins with a query key when spans of the project were stored. */
export function useStoredRefresh(projectId: string, queryKey: readonly unknown[]): void {
  const key = JSON.stringify(queryKey);
  useEffect(() => {
    let timer = 0;
    const stop = onStored((event) => {
      if (event.projectId !== projectId || timer !== 0) return;
      timer = window.setTimeout(() => {
        timer = 0;
        void queryClient.invalidateQueries({ queryKey: JSON.parse(key) as unknown[] });
      }, PAUSE_MS);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [projectId, key]);
}
