import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/node';
import { PAGE_HEADERS, readPageFiles } from './page-files.ts';
import { decodeReason, REASON_HEADER } from '../../../shared/reason.ts';
import { AppError } from '../../../shared/errors.ts';
import { originOf } from '../audit/actor.ts';
import type { SessionService } from '../people/session-service.ts';
import { limitAhead } from '../tls/limit-ahead.ts';
import type { ServerTls } from '../tls/server-tls.ts';
import { createWebServer, type WebServer } from '../tls/web-server.ts';
import { bearerOf, isAttended } from './bearer.ts';
import { boundBody } from './call-body.ts';
import { packPageFiles, sendConsoleFile } from './console-files.ts';
import type { CallContext } from './context.ts';
import { ExportTickets } from './export-stream.ts';
import type { RpcOptions } from './rpc-options.ts';
import type { CollectorRouter } from './router.ts';
import { isOpenCall } from './open-calls.ts';
import { retryAfter } from './retry-after.ts';
import { sendError, sendJson } from './send-json.ts';
import { sendWhole } from './send-whole.ts';
import type { SignInLink } from './sign-in-link.ts';

export interface ConsoleOptions {
  readonly hostAllowed: (hostHeader: string | undefined) => boolean;
  readonly router: CollectorRouter;
  readonly link: SignInLink;
  readonly sessions: Pick<SessionService, 'find'>;
  /** Folder of the built page. */
  readonly pageFolder: string;
  readonly rpcOptions: RpcOptions;
  /** Certificate to speak HTTPS with. */
  readonly tls?: ServerTls | undefined;
}

const NOBODY = {
  kind: 'nobody',
  reason: 'Sign in with the link that "spanward serve" printed, or with e-mail and password.',
} as const;

/** A browser opens six, and keeps one of them for events. */
const MAX_CONNECTIONS = 256;
/** Longest sign-in body, bytes. */
const MAX_SIGN_IN_BYTES = 1024;

/**
 * The browser console: the window's page over HTTP, and the same calls under `/rpc` for signed-in sessions.
 *
 * A session travels in the Authorization header, never in a cookie: cookies of 127.0.0.1 go to every port of it.
 */
export function createConsoleServer(options: ConsoleOptions): WebServer {
  const files = packPageFiles(readPageFiles(options.pageFolder));
  const rpc = new RPCHandler<CallContext>(options.router, {
    ...options.rpcOptions(),
    rootInterceptors: [sendWhole, retryAfter],
  });
  const exports = new ExportTickets();

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
    if (!options.hostAllowed(request.headers.host) || !isOwnOrigin(request)) {
      sendError(response, 'forbidden', 'The console answers only under its own address.');
      return;
    }
    const path = (request.url ?? '/').split('?', 1)[0]!;
    if (path === '/sign-in' && request.method === 'POST') {
      await answerSignIn(request, response, options.link);
      return;
    }
    if (path.startsWith('/rpc/')) {
      const open = isOpenCall(request.method, path);
      const principal = open
        ? NOBODY
        : (options.sessions.find(bearerOf(request), isAttended(request)) ?? NOBODY);
      if (principal.kind === 'nobody' && !open) {
        sendError(response, 'unauthenticated', principal.reason);
        return;
      }
      const context: CallContext = {
        principal,
        from: originOf('console', request),
        reason: decodeReason(request.headers[REASON_HEADER]),
      };
      const { matched } = await rpc.handle(boundBody(request, response, open), response, {
        prefix: '/rpc',
        context,
      });
      if (matched) return;
    }
    if (path === '/exports' && request.method === 'POST') {
      const principal = options.sessions.find(bearerOf(request), isAttended(request)) ?? NOBODY;
      if (principal.kind === 'nobody') {
        sendError(response, 'unauthenticated', principal.reason);
        return;
      }
      const context: CallContext = {
        principal,
        from: originOf('console', request),
        reason: decodeReason(request.headers[REASON_HEADER]),
      };
      const interceptors = options.rpcOptions().clientInterceptors;
      const client = createRouterClient(options.router, { context, interceptors });
      await exports.begin(client, principal.personId, request, response);
      return;
    }
    if (path.startsWith('/exports/') && request.method === 'GET') {
      await exports.fetch(path.slice('/exports/'.length), response);
      return;
    }
    const file =
      request.method === 'GET' || request.method === 'HEAD' ? files.get(path) : undefined;
    if (file === undefined) {
      sendError(response, 'not_found', 'There is no such page.');
      return;
    }
    const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    await sendConsoleFile(request, response, file, cache);
  };

  const mayAnswer = limitAhead();
  return createWebServer(
    {
      requestTimeout: 60_000,
      headersTimeout: 10_000,
      // Longer than what asks again by itself, so that its connection is not closed under its next request.
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16_384,
    },
    options.tls,
    MAX_CONNECTIONS,
    (request, response) => {
      if (!mayAnswer(request, response)) return;
      handle(request, response).catch(() => {
        if (response.headersSent) response.destroy();
        else
          sendError(response, 'internal', "The console failed to answer; see the collector's log.");
      });
    },
  );
}

function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}

async function answerSignIn(
  request: IncomingMessage,
  response: ServerResponse,
  link: SignInLink,
): Promise<void> {
  const token = await readText(request, MAX_SIGN_IN_BYTES);
  try {
    sendJson(response, 200, { session: await link.signIn(token, originOf('console', request)) });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, retryAfterSeconds } = error;
    if (retryAfterSeconds !== undefined) response.setHeader('retry-after', `${retryAfterSeconds}`);
    sendError(response, code, message);
  }
}

async function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8').trim();
}
