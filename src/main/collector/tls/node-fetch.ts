import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import type { TrustingAgent } from './server-trust.ts';

/** Statuses whose answers have no body (Fetch standard, "null body status"). */
const BODILESS = new Set([204, 205, 304]);

/**
 * A `fetch` over Node's own HTTP, for servers whose certificate no public authority has signed: the built-in one
 * offers no way to say which certificate is the right one. It follows no redirects.
 */
export function createNodeFetch(agent?: TrustingAgent) {
  return async (request: Request): Promise<Response> => {
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    const url = new URL(request.url);
    const headers = {
      ...Object.fromEntries(request.headers),
      ...(body === undefined ? {} : { 'content-length': String(body.length) }),
    };
    const options = { method: request.method, headers, signal: request.signal };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const outgoing = send(url, agent === undefined ? options : { ...options, agent }, (answer) =>
        resolve(toResponse(answer)),
      );
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  };
}

function toResponse(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const empty = BODILESS.has(status);
  if (empty) answer.resume();
  const body = empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>);
  return new Response(body, { status, headers });
}
