import type { RPCHandlerOptions } from '@orpc/server/node';
import { describeBug } from '../describe-bug.ts';
import type { Log } from '../log.ts';
import type { CallContext } from './context.ts';
import { toWireError } from './wire-error.ts';

/** Options for one transport; each needs its own, as handlers add to the lists they are given. */
export type RpcOptions = () => {
  readonly clientInterceptors: NonNullable<RPCHandlerOptions<CallContext>['clientInterceptors']>;
};

/** Error mapping of every transport: expected failures keep their words, unexpected ones go to the log under an id. */
export function createRpcOptions(log: Log): RpcOptions {
  const report = (error: unknown, id: string) =>
    log.error('call_failed', { id, ...describeBug(error) });
  return () => ({
    clientInterceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          throw toWireError(error, report);
        }
      },
    ],
  });
}
