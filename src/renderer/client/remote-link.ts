import { ORPCError, type ClientContext, type ClientLink } from '@orpc/client';
import { contract } from '../../shared/contract/index.ts';
import { AwayData } from '../../shared/instances.ts';
import { UNATTENDED_HEADER } from '../../shared/unattended.ts';
import { isAttended } from './attendance.ts';
import { ConnectionLost } from './connection.ts';
import { forgetSession } from './session.ts';

/** The calls one makes to get a session. */
const OPEN_CALLS: ReadonlySet<string> = new Set(
  Object.entries(contract.session)
    .filter(([, call]) => call['~orpc'].meta.permission === 'open')
    .map(([name]) => `session.${name}`),
);

/** Headers of calls to a remote instance: one that nobody makes must not keep a session there alive. */
export function remoteHeaders(): Record<string, string> {
  return isAttended() ? {} : { [UNATTENDED_HEADER]: '1' };
}

/** A link to a remote instance, through the app: tells the window when it is away and when its session has ended. */
export function overNetwork(link: ClientLink<ClientContext>): ClientLink<ClientContext> {
  return {
    async call(path, input, options) {
      try {
        return await link.call(path, input, options);
      } catch (error) {
        if (!(error instanceof ORPCError)) throw error;
        if (AwayData.safeParse(error.data).success) throw new ConnectionLost(error);
        if (error.code === 'unauthenticated' && !OPEN_CALLS.has(path.join('.')))
          forgetSession(true);
        throw error;
      }
    },
  };
}
