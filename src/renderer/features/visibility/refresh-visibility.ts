import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';

/** Reads rules anew, and all that they decide about. */
export function refreshVisibility(): void {
  void queryClient.invalidateQueries({ queryKey: api.visibility.key() });
}
