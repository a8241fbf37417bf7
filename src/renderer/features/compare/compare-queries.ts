import { queryOptions } from '@tanstack/react-query';
import { api, client } from '../../client/client.ts';

/** Traces offered to compare with. */
const OFFERED = 30;

/** The latest traces, of one name if it is given. */
export function candidatesQuery(projectId: string, name: string) {
  return queryOptions({
    queryKey: [...api.traces.list.key(), projectId, 'compare', name],
    queryFn: ({ signal }) =>
      client.traces.list(
        { projectId, filter: name === '' ? {} : { name }, limit: OFFERED },
        { signal },
      ),
    staleTime: 0,
  });
}
