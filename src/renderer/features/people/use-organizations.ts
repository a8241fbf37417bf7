import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';

/** The organizations one belongs to; refused to somebody who belongs to single projects only. */
export function useOrganizations() {
  return useQuery(
    api.organizations.list.queryOptions({ select: (answer) => answer.organizations }),
  );
}
