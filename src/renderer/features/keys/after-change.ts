import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';

/** Keys changed: lists of them, and the projects that count them, are asked for anew. */
export function refreshKeys(): void {
  void queryClient.invalidateQueries({ queryKey: api.keys.key() });
  void queryClient.invalidateQueries({ queryKey: api.projects.key() });
}
