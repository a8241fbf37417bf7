import { ORPCError } from '@orpc/client';
import { QueryClient } from '@tanstack/react-query';
import { ConnectionLost, SignedOut, useConnection } from './connection.ts';
import { hashWithViewer } from './view-as.ts';

/** Answers that another try may change. */
const PASSING = new Set(['busy', 'unavailable']);

function mayRetry(failures: number, error: Error): boolean {
  if (error instanceof SignedOut) return false;
  // While the collector restarts, screens keep what they show and ask again.
  if (error instanceof ConnectionLost) return failures < 60;
  return error instanceof ORPCError && PASSING.has(String(error.code)) && failures < 5;
}

/** The cache of what the collector said. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      queryKeyHashFn: hashWithViewer,
      // The collector is on this machine: the browser's idea of being offline means nothing to it.
      networkMode: 'always',
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: mayRetry,
      retryDelay: (attempt) => Math.min(250 * 2 ** attempt, 2_000),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Asks again for everything on screen, after the collector came back. */
export async function refreshEverything(): Promise<void> {
  if (useConnection.getState().phase === 'ready') await queryClient.invalidateQueries();
}
