import { RPCHandler } from '@orpc/server/message-port';
import { decodeReason, REASON_HEADER } from '../../../shared/reason.ts';
import type { CallContext } from './context.ts';
import type { RpcOptions } from './rpc-options.ts';
import type { CollectorRouter } from './router.ts';

/** A port as Electron's utility process and Node's worker threads have it. */
export type ServerPort = Parameters<RPCHandler<CallContext>['upgrade']>[0];

/** Serves the router to a window over a message port; whoever holds the port is the local user. */
export function servePort(router: CollectorRouter, port: ServerPort, options: RpcOptions): void {
  new RPCHandler<CallContext>(router, {
    ...options(),
    rootInterceptors: [
      ({ next, ...call }) => {
        const reason = decodeReason(call.request.headers[REASON_HEADER]);
        return next({ ...call, context: { ...call.context, reason } });
      },
    ],
  }).upgrade(port, {
    context: {
      principal: { kind: 'local' },
      from: { via: 'window', address: null, client: null },
    },
  });
}
