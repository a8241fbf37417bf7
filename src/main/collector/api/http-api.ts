import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { createRouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/node';
import { decodeReason, REASON_HEADER } from '../../../shared/reason.ts';
import { originOf } from '../audit/actor.ts';
import { isLoopbackAddress } from '../ingest/host-guard.ts';
import type { Authentication } from '../keys/key-ring.ts';
import type { Principal } from '../principal.ts';
import { answerAuditExport, isAuditExport } from './audit-export.ts';
import { answerCompatible, isCompatiblePath } from './compatible-paths.ts';
import { boundBody } from './call-body.ts';
import type { CallContext } from './context.ts';
import { bearerOf } from './bearer.ts';
import { answerExport, exportedProject } from './export-stream.ts';
import { describeApi } from './open-api.ts';
import { isOpenCall } from './open-calls.ts';
import { importRefusal } from './refuse-import.ts';
import { isRestCall } from './rest-calls.ts';
import { readableBody } from './rest-body.ts';
import { noteSent } from './refuse-unread.ts';
import { retryAfter } from './retry-after.ts';
import { sendWhole } from './send-whole.ts';
import type { RpcOptions } from './rpc-options.ts';
import type { CollectorRouter } from './router.ts';
import { sendError, sendJson } from './send-json.ts';
import type { Services } from './services.ts';

const INSTEAD =
  'OTLP goes to /v1/traces, /v1/logs and /v1/metrics; the API is under /api/v1, described at /api/openapi.json.';
/** Its SDKs send scores to `/api/public/ingestion`, and mostly before the trace that they are of. */
const INSTEAD_OF_LANGFUSE =
  "Of Langfuse's own API only OTLP under /api/public/otel is taken. Scores go to POST " +
  '/api/v1/projects/{projectId}/scores, with a key of the scope "annotate", once their trace is stored.';
const NOBODY = { kind: 'nobody', reason: 'Sign in.' } as const;

export interface HttpApiOptions {
  readonly router: CollectorRouter;
  readonly services: Services;
  readonly version: string;
  /** Token of `instance.json`: whoever may read the data folder may call everything, from this machine. */
  readonly localToken: string;
  readonly rpcOptions: RpcOptions;
}

export type HttpApi = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * REST under `/api/v1` for API keys, its description at `/api/openapi.json`, and `/rpc` for the `spanward`
 * command. Host and Origin were checked by the listener before.
 */
export function createHttpApi(options: HttpApiOptions): HttpApi {
  const { router, services, rpcOptions } = options;
  const rest = new OpenAPIHandler<CallContext>(router, {
    filter: ({ contract }) => isRestCall(contract),
    ...rpcOptions(),
    rootInterceptors: [sendWhole, retryAfter, readableBody, noteSent],
  });
  const rpc = new RPCHandler<CallContext>(router, {
    ...rpcOptions(),
    rootInterceptors: [sendWhole],
  });
  const direct = (context: CallContext) =>
    createRouterClient(router, { context, interceptors: rpcOptions().clientInterceptors });
  let document: Promise<unknown> | undefined;

  return async (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0]!;
    if (path === '/api/openapi.json') {
      document ??= describeApi(options.version);
      sendJson(response, 200, await document);
      return;
    }
    if (path.startsWith('/rpc/')) {
      if (!isLocal(request, options.localToken)) {
        sendError(
          response,
          'unauthenticated',
          'This address is for the "spanward" command on the same machine.',
        );
        return;
      }
      const { matched } = await rpc.handle(boundBody(request, response, false), response, {
        prefix: '/rpc',
        context: {
          principal: { kind: 'local' },
          from: originOf('command', request),
          reason: decodeReason(request.headers[REASON_HEADER]),
        },
      });
      if (matched) return;
    }
    if (isAuditExport(request, path)) {
      const principal = authenticate(request, services, options.localToken);
      if ('code' in principal) sendError(response, principal.code, principal.reason);
      else {
        const client = direct(restContext(request, principal));
        await answerAuditExport(client, services.audit.exportFolder, request, response);
      }
      return;
    }
    const exported = exportedProject(request, path);
    if (exported !== undefined) {
      const principal = authenticate(request, services, options.localToken);
      if ('code' in principal) sendError(response, principal.code, principal.reason);
      else await answerExport(direct(restContext(request, principal)), exported, request, response);
      return;
    }
    if (path.startsWith('/api/v1/')) {
      const open = isOpenCall(request.method, path);
      const principal = open ? NOBODY : authenticate(request, services, options.localToken);
      if ('code' in principal) {
        sendError(response, principal.code, principal.reason);
        return;
      }
      const refusal = importRefusal(services, principal, request.url ?? '');
      if (refusal !== undefined) {
        sendError(response, refusal.code, refusal.message);
        return;
      }
      const { matched } = await rest.handle(boundBody(request, response, open), response, {
        prefix: '/api/v1',
        context: restContext(request, principal),
      });
      if (matched) return;
    }
    if (isCompatiblePath(path)) {
      const principal = authenticate(request, services, options.localToken);
      if ('code' in principal) sendError(response, principal.code, principal.reason);
      else {
        const client = direct(restContext(request, principal));
        await answerCompatible(client, path, request, response);
      }
      return;
    }
    const instead = path.startsWith('/api/public/') ? INSTEAD_OF_LANGFUSE : INSTEAD;
    const message = `There is no ${request.method} ${path.slice(0, 200)}. ${instead}`;
    sendError(response, 'not_found', message);
  };
}

/** Longest `Idempotency-Key` that is looked at, characters. */
const MAX_IDEMPOTENCY_KEY = 200;

function restContext(request: IncomingMessage, principal: Principal): CallContext {
  const key = request.headers['idempotency-key'];
  return {
    principal,
    from: originOf('rest', request),
    reason: decodeReason(request.headers[REASON_HEADER]),
    idempotencyKey: typeof key === 'string' ? key.slice(0, MAX_IDEMPOTENCY_KEY) : undefined,
  };
}

function authenticate(
  request: IncomingMessage,
  services: Services,
  localToken: string,
): Principal | Extract<Authentication, { ok: false }> {
  if (isLocal(request, localToken)) return { kind: 'local' };
  const token = bearerOf(request);
  if (token.startsWith('sps_')) {
    const reason = 'This session has ended. Sign in again.';
    return services.sessions.find(token) ?? { ok: false, code: 'unauthenticated', reason };
  }
  const address = request.socket.remoteAddress;
  const local = isLoopbackAddress(address);
  const answer = services.keys.ring.authenticate(request.headers, local, address);
  return answer.ok ? answer.principal : answer;
}

function isLocal(request: IncomingMessage, localToken: string): boolean {
  const expected = Buffer.from(`Bearer ${localToken}`);
  const sent = Buffer.from(request.headers.authorization ?? '');
  return (
    isLoopbackAddress(request.socket.remoteAddress) &&
    sent.length === expected.length &&
    timingSafeEqual(sent, expected)
  );
}
