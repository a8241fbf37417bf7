import { useQuery } from '@tanstack/react-query';
import { api } from '../client/client.ts';
import { useCollectorProcess } from '../client/desktop.ts';
import { useProjects, useWorkspaces } from './use-project.ts';

/**
 * Whether all is known that decides which places the navigation offers. Until then it offers none, as those that come
 * later would move the others under the pointer. Where it cannot be known, as the collector does not answer, the places
 * that everybody has are better than none.
 */
export function usePlacesKnown(): boolean {
  const asked = [useProjects(), useWorkspaces(), useQuery(api.session.me.queryOptions())];
  const isFailed = useCollectorProcess(({ state }) => state?.kind === 'failed');
  return isFailed || asked.every(({ isPending, failureCount }) => !isPending || failureCount > 0);
}
