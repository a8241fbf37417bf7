import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { z } from 'zod';
import { contract } from '../../shared/contract/index.ts';
import { reasonHeaders, type CallExtras } from '../../shared/reason.ts';
import { UNATTENDED_HEADER } from '../../shared/unattended.ts';
import { isAttended } from './attendance.ts';
import { ConnectionLost, SignedOut } from './connection.ts';
import { forgetSession, readSession } from './session.ts';
import { withViewer } from './view-as.ts';

/** Paths of the calls one makes to get a session. */
const OPEN_CALLS: ReadonlySet<string> = new Set(
  Object.entries(contract.session)
    .filter(([, call]) => call['~orpc'].meta.permission === 'open')
    .map(([name]) => `/rpc/session/${name}`),
);

const aborted = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';

/**
 * Calls over HTTP to the origin this page came from, for the browser console.
 *
 * The session travels in a header: cookies of 127.0.0.1 would go to every port of it.
 */
export function createConsoleLink(): ClientLink<ClientContext> {
  const link = new RPCLink<CallExtras>({
    headers: ({ context }) => reasonHeaders(context),
    url: `${window.location.origin}/rpc`,
    fetch: async (request, init) => {
      const session = readSession();
      const open = OPEN_CALLS.has(new URL(request.url).pathname);
      if (session === '' && !open) throw new SignedOut();
      if (!open) request.headers.set('authorization', `Bearer ${session}`);
      if (!isAttended()) request.headers.set(UNATTENDED_HEADER, '1');
      let response: Response;
      try {
        response = await fetch(request, init);
      } catch (error) {
        throw aborted(error) ? error : new ConnectionLost(error);
      }
      if (response.status === 401 && !open) {
        // Somebody signed in while this call was under way: it may simply be made again.
        throw session === readSession() ? new SignedOut() : new ConnectionLost();
      }
      if (response.status >= 502 && !(await isOfCollector(response))) {
        throw new ConnectionLost(new Error(String(response.status)));
      }
      return response;
    },
  });
  return {
    async call(path, input, options) {
      try {
        return await link.call(path, input, options);
      } catch (error) {
        // Whoever signs in next must not see what was here before.
        if (error instanceof SignedOut) forgetSession(true);
        throw error;
      }
    },
  };
}

const Failure = z.object({ json: z.object({ code: z.string() }) });

/** Told by the collector itself, such as that the disk is full, and not by what stands before it or while it stops. */
async function isOfCollector(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return Failure.safeParse(body).success;
}

/**
 * Begins an export and gives back the ticket the browser fetches the file with, at `/exports/<ticket>`.
 *
 * @param input of `transfer.exportFile`, and the name of the file without its ending
 * @throws Error with what refuses the export
 */
export async function beginExport(input: Readonly<Record<string, unknown>>): Promise<string> {
  const response = await fetch('/exports', {
    method: 'POST',
    headers: { authorization: `Bearer ${readSession()}`, 'content-type': 'application/json' },
    body: JSON.stringify(withViewer(['transfer', 'exportFile'], input)),
  });
  const answer = (await response.json()) as { ticket?: string; message?: string };
  if (answer.ticket === undefined) throw new Error(answer.message ?? 'The export was refused.');
  return answer.ticket;
}
