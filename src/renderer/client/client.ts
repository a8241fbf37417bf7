import { createORPCClient, type ClientContext, type ClientLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Contract } from '../../shared/contract/index.ts';
import { withViewer } from './view-as.ts';
import type { CallExtras } from '../../shared/reason.ts';

export type CollectorClient = ContractRouterClient<Contract, CallExtras>;

let chosen: ClientLink<ClientContext> | null = null;

/** Chooses the transport; called once, before the first render. */
export function connectThrough(link: ClientLink<ClientContext>): void {
  chosen = link;
}

/** Every call of the contract, typed. Failures are `ConnectionLost`, `SignedOut` or an ORPCError with a code of ours. */
export const client: CollectorClient = createORPCClient({
  async call(path, input, options) {
    if (!chosen) throw new Error('No transport was chosen.');
    return chosen.call(path, withViewer(path, input), options);
  },
});

/** Query and mutation options of every call: `useQuery(api.projects.list.queryOptions())`. */
export const api = createTanstackQueryUtils(client);
