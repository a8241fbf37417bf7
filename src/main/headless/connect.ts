import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../shared/contract/index.ts';
import { reasonHeaders, type CallExtras } from '../../shared/reason.ts';
import { readInstance } from '../collector/data-folder.ts';
import { openCollector } from '../collector/open-collector.ts';
import { createNodeFetch } from '../collector/tls/node-fetch.ts';
import { TrustingAgent } from '../collector/tls/server-trust.ts';
import { stderrLog } from './stderr-log.ts';

/** Every call of the contract, wherever the collector runs. */
export type Client = ContractRouterClient<Contract, CallExtras>;

/** A collector to talk to, and how to let go of it. */
export interface Connection {
  readonly client: Client;
  close(): Promise<void>;
}

/** Longest wait for an instance to answer its first call, ms. */
const ANSWER_MS = 3000;

/**
 * Talks to the instance that has the data folder open, or opens the folder itself.
 *
 * @param reason why, for the audit log
 * @throws AppError `conflict` when something else holds the folder and does not answer
 */
export async function connect(dataDir: string, reason?: string): Promise<Connection> {
  const running = await connectToRunning(dataDir, reason);
  if (running !== undefined) return { client: running, close: async () => {} };
  const collector = await openCollector({ dataDir, log: stderrLog('warn'), listen: null, reason });
  return { client: collector.client, close: () => collector.close() };
}

async function connectToRunning(
  dataDir: string,
  reason: string | undefined,
): Promise<Client | undefined> {
  const instance = readInstance(dataDir);
  if (instance?.url == null) return undefined;
  const link = new RPCLink({
    url: `${instance.url}/rpc`,
    headers: { authorization: `Bearer ${instance.token}`, ...reasonHeaders({ reason }) },
    ...(instance.certificate === undefined ? {} : { fetch: pinnedFetch(instance.certificate) }),
  });
  const client = createORPCClient<Client>(link);
  try {
    await client.collector.whoami(undefined, { signal: AbortSignal.timeout(ANSWER_MS) });
    return client;
  } catch {
    // A file left behind by a killed instance: the folder's lock decides whether it may be opened.
    return undefined;
  }
}

/** The certificate is likely signed by nobody this machine knows; the instance itself has written down which one it is. */
const pinnedFetch = (sha256: string) =>
  createNodeFetch(new TrustingAgent({ kind: 'fingerprint', sha256 }));
