import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { reasonHeaders } from '../../shared/reason.ts';
import type { InstanceFile } from '../collector/instance-file.ts';
import { createNodeFetch } from '../collector/tls/node-fetch.ts';
import { TrustingAgent } from '../collector/tls/server-trust.ts';
import type { Client } from './connect.ts';

/** Longest wait for an instance to answer its first call, ms. */
const ANSWER_MS = 3000;

/**
 * Talks to the instance that announced itself so; undefined when it does not answer.
 *
 * @param url its address
 * @param reason why, for the audit log
 */
export async function connectToInstance(
  instance: InstanceFile,
  url: string,
  reason: string | undefined,
): Promise<Client | undefined> {
  const link = new RPCLink({
    url: `${url}/rpc`,
    headers: { authorization: `Bearer ${instance.token}`, ...reasonHeaders({ reason }) },
    ...(instance.certificate === undefined ? {} : { fetch: pinnedFetch(instance.certificate) }),
  });
  const client = createORPCClient<Client>(link);
  try {
    await client.collector.whoami(undefined, { signal: AbortSignal.timeout(ANSWER_MS) });
    return client;
  } catch {
    return undefined;
  }
}

/** The certificate is likely signed by nobody this machine knows; the instance itself has written down which one it is. */
const pinnedFetch = (sha256: string) =>
  createNodeFetch(new TrustingAgent({ kind: 'fingerprint', sha256 }));
